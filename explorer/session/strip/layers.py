"""The layers of a net: what the strip shows a card for, and what a user may name."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.errors import UsageError
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import Spec
from explorer.render.volume import Layout
from explorer.session.strip.card import Kind

_KINDS: dict[Kind, str] = {
    "conv": "Conv ConvTranspose Gemm MatMul",
    "activation": "Relu LeakyRelu PRelu Elu Celu Selu Gelu Mish Softplus Softsign Sigmoid HardSigmoid HardSwish Tanh "
    "ThresholdedRelu Clip",
    "pool": "MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool",
    "join": "Add Sub Mul Div Concat Sum Mean Max Min",
    "softmax": "Softmax LogSoftmax Hardmax",
}
_KIND_OF: dict[str, Kind] = {operator: kind for kind, names in _KINDS.items() for operator in names.split()}


@dataclass(frozen=True)
class Layer:
    """A value that depends on the picture.

    Attributes
    ----------
    value
        Its name in the graph.
    title
        Name of the node that computes it; of the value where the node computes several, or is the input.
    operator
        ONNX name; ``"Input"`` for inputs.
    node
        The node that computes it; None for inputs.
    sources
        Layers that the node reads, by value name.
    """

    value: str
    title: str
    operator: str
    kind: Kind
    node: Node | None
    sources: tuple[str, ...] = ()


def layers_of(graph: Graph, specs: Mapping[str, Spec]) -> tuple[Layer, ...]:
    """Return the layers of ``graph`` in the order of computation.

    Values that ``specs`` know before the run (weights, reshape targets, anchors) are none.
    """
    layers = {i.name: Layer(i.name, i.name, "Input", "input", None) for i in graph.inputs}
    for node in graph.nodes:
        outputs = [name for name in node.outputs if name and name in specs and specs[name].value is None]
        sources = tuple(dict.fromkeys(name for name in node.inputs if name in layers))
        for name in outputs:
            title = node.name if len(outputs) == 1 else name
            layers[name] = Layer(name, title, node.operator, kind_of(node.operator), node, sources)
    return tuple(layers.values())


def kind_of(operator: str) -> Kind:
    """Return what kind of layer an operator is, ``"input"`` for ``"Input"``."""
    return _KIND_OF.get(operator, "input" if operator == "Input" else "other")


def layout_of(graph: Graph, value: str) -> Layout:
    """Return where the channels of ``value`` lie.

    They lie behind the others in the input of a net that transposes by itself, and behind the tokens in a net that
    convolves no signals, values of three axes then being sequences.
    """
    if graph.input_format.layout == "NHWC" and any(value == i.name for i in graph.inputs):
        return "NHWC"
    return "NCHW" if graph.convolves_signals else "NTD"


def gives_probabilities(graph: Graph, value: str) -> bool:
    """Return whether ``value`` lies in 0..1 by what computes it."""
    producer = graph.producer(value)
    return producer is not None and producer.operator in ("Softmax", "Sigmoid")


def first_layer(layers: Sequence[Layer]) -> Layer:
    """Return the layer to begin with: the first convolution, else the first that is no input, else the input."""
    for wanted in ("Conv", "ConvTranspose"):
        if found := next((layer for layer in layers if layer.operator == wanted), None):
            return found
    return next((layer for layer in layers if layer.node is not None), layers[0])


def find_layer(layers: Sequence[Layer], name: str) -> Layer:
    """Return the layer whose title or value is ``name``.

    Raises
    ------
    UsageError
        There is none; names close to it are in the hint.
    """
    for layer in layers:
        if name in (layer.title, layer.value):
            return layer
    names = list(dict.fromkeys(name for layer in layers for name in (layer.title, layer.value)))
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    shown = [layer.title for layer in layers[:8]] + (["..."] if len(layers) > 8 else [])
    hint = f"did you mean {' or '.join(close)}?" if close else f"layers are {', '.join(shown)}"
    raise UsageError(f"there is no layer {name!r}", hint)
