"""Which trained weights made an activation map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from explorer.nn.graph import Graph, Node
from explorer.nn.spec import FLOAT, Array, Spec

_SIGNAL, _VOLUME = 3, 5
"""Axes of the weights of filters that slide along one axis, and of those that slide along three."""


@dataclass(frozen=True, eq=False)
class Filters:
    """The filters of one convolution or fully connected layer.

    Attributes
    ----------
    weights
        float32 (O, I/group, KH, KW), to be read only. A fully connected layer is the convolution whose filters
        cover its whole input volume; KH and KW are 1 where that has no spatial axes. 1-D filters have KH = 1; the
        kernel slices of 3-D filters are their planes, (O, I/group*KD, KH, KW).
    bias
        float32 (O,), or None.
    group
        Groups that the channels are parted into.
    input
        Name of the value (N, C, H, W) that the filters are laid on, before any flattening.
    node
        Name of the node that has the weights.
    thickness
        Planes that a filter has for each channel: KD of 3-D filters, which slide along the planes of their input as
        well; None for all others.
    """

    weights: Array = field(repr=False)
    bias: Array | None = field(repr=False)
    group: int
    input: str
    node: str
    thickness: int | None = None

    def reads(self, index: int) -> range:
        """Return the channels of the input that a filter is laid on: those of its group."""
        count = self.weights.shape[1] // (self.thickness or 1)
        first = index // (len(self.weights) // self.group) * count
        return range(first, first + count)


def filters_of(graph: Graph, node: Node, specs: Mapping[str, Spec]) -> Filters | None:
    """Return the filters of a Conv, ConvTranspose, Gemm or MatMul node, or of an Add that gives such a node its bias.

    Parameters
    ----------
    specs
        Specs of all values, from ``infer``.

    Returns
    -------
    Filters or None
        None for other nodes, where the weights depend on the image, and for filters of four axes or more.
    """
    if maker := _biased(graph, node, specs):
        filters = filters_of(graph, maker, specs)
        added = _added(node, specs)[0]
        own = None if filters is None else filters.bias
        return filters and replace(filters, bias=added if own is None else own + added)
    if node.operator not in _READERS:
        return None
    weights = specs[node.inputs[1]].value
    if weights is None or not 2 <= weights.ndim <= _VOLUME:
        return None
    return _READERS[node.operator](graph, node, specs, weights)


_TRANSPARENT = {
    "Relu",
    "LeakyRelu",
    "PRelu",
    "Elu",
    "Celu",
    "Selu",
    "Gelu",
    "Mish",
    "Softplus",
    "Softsign",
    "Sigmoid",
    "HardSigmoid",
    "HardSwish",
    "Tanh",
    "ThresholdedRelu",
    "Clip",
    "Softmax",
    "LogSoftmax",
    "Hardmax",
    "Dropout",
    "Identity",
    "Cast",
    "BatchNormalization",
    "InstanceNormalization",
    "LRN",
    "MaxPool",
    "AveragePool",
    "LpPool",
    "GlobalAveragePool",
    "GlobalMaxPool",
    "Pad",
    "Resize",
    "Upsample",
    "Add",
    "Sub",
    "Mul",
    "Div",
}
"""Operators whose every channel comes of one channel of the one input that depends on the image."""


def filtering_node(graph: Graph, node: Node, specs: Mapping[str, Spec]) -> Node | None:
    """Return the nearest node up from ``node``, itself included, that ``filters_of`` gives filters for.

    Activations, pooling and normalisations are passed through. None where two activations are added, or the
    channels come of something else.
    """
    current: Node | None = node
    while current is not None and current.operator not in _READERS and not _biased(graph, current, specs):
        sources = _computed(current, specs)
        passes = current.operator in _TRANSPARENT and len(sources) == 1
        current = graph.producer(sources[0]) if passes else None
    return current


def _computed(node: Node, specs: Mapping[str, Spec]) -> list[str]:
    """Return the inputs that depend on the image."""
    return [name for name in node.inputs if name and specs[name].value is None]


def _biased(graph: Graph, node: Node, specs: Mapping[str, Spec]) -> Node | None:
    """Return the node with weights that ``node`` adds one constant a channel to; None where it does not."""
    sources = _computed(node, specs)
    if node.operator != "Add" or len(sources) != 1 or specs[sources[0]].shape != specs[node.outputs[0]].shape:
        return None
    maker = graph.producer(sources[0])
    return maker if maker is not None and maker.operator in _READERS and _added(node, specs) else None


def _added(node: Node, specs: Mapping[str, Spec]) -> list[Array]:
    """Return the constants (O,) that an Add node gives the channels; empty where they are not one a channel."""
    shape = specs[node.outputs[0]].shape
    axis = 1 if len(shape) > 2 else len(shape) - 1
    column = tuple(extent if place == axis else 1 for place, extent in enumerate(shape))
    values = [value for name in node.inputs if name and (value := specs[name].value) is not None]
    fits = [value for value in values if np.broadcast_shapes(value.shape, column) == column]
    return [np.broadcast_to(value, column).reshape(-1) for value in fits]


def _conv(graph: Graph, node: Node, specs: Mapping[str, Spec], weights: Array) -> Filters:
    bias, group = _known(node, 2, specs), _attribute(node, "group", 1)
    return Filters(_in_planes(weights), bias, group, node.inputs[0], node.name, _thickness(weights))


def _conv_transpose(graph: Graph, node: Node, specs: Mapping[str, Spec], weights: Array) -> Filters:
    group = _attribute(node, "group", 1)
    i, o_of_group = weights.shape[:2]
    grouped = weights.reshape(group, i // group, o_of_group, *weights.shape[2:]).swapaxes(1, 2)
    filters = grouped.reshape(group * o_of_group, i // group, *weights.shape[2:])
    bias = _known(node, 2, specs)
    return Filters(_in_planes(filters), bias, group, node.inputs[0], node.name, _thickness(filters))


def _in_planes(weights: Array) -> Array:
    """Return filters of one to three spatial axes as kernel slices of two."""
    if weights.ndim == _VOLUME:
        return weights.reshape(len(weights), -1, *weights.shape[3:])
    return weights[:, :, None, :] if weights.ndim == _SIGNAL else weights


def _thickness(weights: Array) -> int | None:
    return weights.shape[2] if weights.ndim == _VOLUME else None


def _gemm(graph: Graph, node: Node, specs: Mapping[str, Spec], weights: Array) -> Filters:
    rows = weights if _attribute(node, "transB", 0) else weights.T
    c = _known(node, 2, specs)
    bias = None if c is None else np.broadcast_to(_scaled(c, _attribute(node, "beta", 1.0)), (1, len(rows)))[0]
    return _connected(graph, node, specs, _scaled(rows, _attribute(node, "alpha", 1.0)), bias)


def _scaled(array: Array, factor: float) -> Array:
    return array if factor == 1 else array * FLOAT.type(factor)


def _mat_mul(graph: Graph, node: Node, specs: Mapping[str, Spec], weights: Array) -> Filters | None:
    return None if weights.ndim > 2 else _connected(graph, node, specs, weights.T, None)


_READERS = {"Conv": _conv, "ConvTranspose": _conv_transpose, "Gemm": _gemm, "MatMul": _mat_mul}


def _known(node: Node, index: int, specs: Mapping[str, Spec]) -> Array | None:
    name = node.inputs[index] if index < len(node.inputs) else ""
    return specs[name].value if name else None


def _attribute(node: Node, name: str, default: Any) -> Any:
    return node.op.attributes().get(name, default)


def _connected(graph: Graph, node: Node, specs: Mapping[str, Spec], rows: Array, bias: Array | None) -> Filters:
    """Return rows of weights (O, I) as filters over the volume that was flattened into I."""
    value, moved = _flattened(graph, node.inputs[0], specs)
    volume = specs[value].shape[1:]
    if len(volume) != 3 or np.prod(volume) != rows.shape[1]:
        return Filters(rows[:, :, None, None], bias, 1, node.inputs[0], node.name)
    c, h, w = volume
    filters = rows.reshape(-1, h, w, c).transpose(0, 3, 1, 2) if moved else rows.reshape(-1, c, h, w)
    return Filters(filters, bias, 1, value, node.name)


_FLATTENING = ("Flatten", "Reshape", "Squeeze", "Dropout", "Identity")
_CHANNELS_LAST = (0, 2, 3, 1)


def _flattened(graph: Graph, value: str, specs: Mapping[str, Spec]) -> tuple[str, bool]:
    """Return the volume (N, C, H, W) that was flattened into ``value``, and whether channels were moved last."""
    while specs[value].rank < 4:
        producer = graph.producer(value)
        if producer is None or producer.operator not in _FLATTENING:
            return value, False
        value = producer.inputs[0]
    producer = graph.producer(value)
    if producer is None or producer.operator != "Transpose" or _attribute(producer, "perm", ()) != _CHANNELS_LAST:
        return value, False
    return producer.inputs[0], True
