"""What each layer of a net holds: its output volume, parameters spelled out, multiply-adds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from explorer.nn.graph import Graph, Node
from explorer.nn.infer import infer
from explorer.nn.sizes import Slide, size_formula, slides_of
from explorer.nn.spec import Shape, Spec


@dataclass(frozen=True)
class LayerSummary:
    """One node in numbers.

    Attributes
    ----------
    name, operator
        The node's name and its ONNX operator.
    output, shape
        Its first output's value name and shape.
    parameters
        Trained numbers: filters, weights, biases, scales and shifts. The running means and variances of batch
        normalisations, which are measured, are not among them.
    formula
        How ``parameters`` comes about: ``"(5·5·3 + 1)·16 = 1216"``; ``"0"`` where there are none.
    multiply_adds
        Products that the definition of the layer sums up, padding included; 0 for all but convolutions and
        matrix products.
    memory
        Bytes of its outputs.
    slides
        How its window slides along each spatial axis; empty where it has none.
    size
        How the extents of its output come about: ``"(227 − 11 + 2·0)/4 + 1 = 55"``; empty where they are its input's.
    """

    name: str
    operator: str
    output: str
    shape: Shape
    parameters: int
    formula: str
    multiply_adds: int
    memory: int
    slides: tuple[Slide, ...]
    size: str


@dataclass(frozen=True)
class NetSummary:
    """A net in numbers, for inputs of certain shapes.

    Attributes
    ----------
    layers
        The nodes that compute on the image, in order; those folded before the run are left out.
    """

    layers: tuple[LayerSummary, ...]

    @property
    def parameters(self) -> int:
        """Trained numbers of all layers, each counted once."""
        return sum(layer.parameters for layer in self.layers)

    @property
    def multiply_adds(self) -> int:
        """Products summed up by all layers."""
        return sum(layer.multiply_adds for layer in self.layers)

    @property
    def memory(self) -> int:
        """Bytes of the outputs of all layers."""
        return sum(layer.memory for layer in self.layers)


def gigaflops(multiply_adds: int, milliseconds: float) -> float:
    """Return the speed of a layer in 10^9 operations a second, where a multiply-add is two; 0 in no time at all."""
    return 2e-6 * multiply_adds / milliseconds if milliseconds > 0 else 0.0


def summarise(graph: Graph, shapes: Mapping[str, Shape]) -> NetSummary:
    """Return the numbers of ``graph`` for inputs of the given ``shapes``.

    Raises
    ------
    NetError
        The net does not take such inputs.
    """
    specs = infer(graph, shapes)
    seen: set[str] = set()
    layers = []
    for node in graph.nodes:
        outputs = [name for name in node.outputs if name]
        if outputs and any(specs[name].value is None for name in outputs):
            layers.append(_summarise_node(graph, node, specs, seen))
    return NetSummary(tuple(layers))


def _summarise_node(graph: Graph, node: Node, specs: Mapping[str, Spec], seen: set[str]) -> LayerSummary:
    output = next(name for name in node.outputs if name)
    terms = []
    for name in _parameters(node, specs):
        sources = _sources(graph, name)
        if not sources <= seen:
            terms.append(_factors(node, name, specs[name].shape))
        seen |= sources
    parameters = sum(math.prod(factors) for factors in terms)
    slides = slides_of(node, [specs[name] if name else None for name in node.inputs])
    return LayerSummary(
        name=node.name,
        operator=node.operator,
        output=output,
        shape=specs[output].shape,
        parameters=parameters,
        formula=_formula(terms, parameters),
        multiply_adds=_multiply_adds(node, specs),
        memory=sum(specs[name].size * specs[name].dtype.itemsize for name in node.outputs if name),
        slides=slides,
        size=size_formula(node, specs, slides),
    )


_PARAMETER_INPUTS: Mapping[str, tuple[int, ...]] = {
    "Conv": (1, 2),
    "ConvTranspose": (1, 2),
    "Gemm": (0, 1, 2),
    "MatMul": (0, 1),
    "BatchNormalization": (1, 2),
    "InstanceNormalization": (1, 2),
    "GroupNormalization": (1, 2),
    "LayerNormalization": (1, 2),
    "PRelu": (1,),
    "Add": (0, 1),
    "Sub": (0, 1),
    "Mul": (0, 1),
    "Div": (0, 1),
}
"""Inputs that are trained when they do not depend on the image; single numbers are settings, not parameters."""

_ARITHMETIC = ("Add", "Sub", "Mul", "Div")


def _parameters(node: Node, specs: Mapping[str, Spec]) -> list[str]:
    """Return the names of the values that are parameters of ``node``."""
    names = [
        node.inputs[i] for i in _PARAMETER_INPUTS.get(node.operator, ()) if i < len(node.inputs) and node.inputs[i]
    ]
    least = 2 if node.operator in _ARITHMETIC else 1
    return [n for n in names if specs[n].value is not None and specs[n].dtype.kind == "f" and specs[n].size >= least]


def _sources(graph: Graph, value: str) -> frozenset[str]:
    """Return the initializers and Constant outputs that a known value comes from."""
    producer = graph.producer(value)
    if producer is None or not any(producer.inputs):
        return frozenset([value])
    return frozenset().union(*(_sources(graph, name) for name in producer.inputs if name))


def _factors(node: Node, name: str, shape: Shape) -> Sequence[int]:
    """Return the factors of a parameter's size as the definition of the layer names them."""
    group = int(node.op.attributes().get("group", 1))
    if node.operator in ("Conv", "ConvTranspose") and len(shape) > 2:
        o, i = (shape[0], shape[1]) if node.operator == "Conv" else (shape[1] * group, shape[0] // group)
        return *shape[2:], i, o
    if node.operator == "Gemm" and len(shape) == 2 and name == node.inputs[1]:
        return tuple(reversed(shape)) if node.op.attributes().get("transB") else shape
    return tuple(extent for extent in shape if extent != 1) or (1,)


def _product(factors: Sequence[int]) -> str:
    return "·".join(map(str, factors))


def _formula(terms: Sequence[Sequence[int]], total: int) -> str:
    """Return the sum of products in words; a filter with its bias stands in brackets, terms alike are multiplied."""
    if not terms:
        return "0"
    weights, *others = map(tuple, terms)
    if others == [weights[-1:]] and len(weights) > 1:
        spelled = f"({_product(weights[:-1])} + 1)·{weights[-1]}"
    elif others and set(others) == {weights}:
        spelled = _product((len(terms), *weights))
    else:
        spelled = " + ".join(map(_product, terms))
    return spelled if spelled == str(total) else f"{spelled} = {total}"


def _multiply_adds(node: Node, specs: Mapping[str, Spec]) -> int:
    """Return the products that the definition of ``node`` sums up."""
    if node.operator == "Conv":
        weights = specs[node.inputs[1]].shape
        return specs[node.outputs[0]].size * math.prod(weights[1:])
    if node.operator == "ConvTranspose":
        weights = specs[node.inputs[1]].shape
        return specs[node.inputs[0]].size * math.prod(weights[1:])
    if node.operator == "Gemm":
        a = specs[node.inputs[0]].shape
        return specs[node.outputs[0]].size * (a[0] if node.op.attributes().get("transA") else a[1])
    if node.operator == "MatMul":
        return specs[node.outputs[0]].size * specs[node.inputs[0]].shape[-1]
    return 0
