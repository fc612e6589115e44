"""The arithmetic of one unit, and of the operators that precede and follow it one to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np

from explorer.nn.arithmetic import elementwise, moved, normalised, pooled, product, weighted
from explorer.nn.arithmetic.parts import Arithmetic, Fed, Index, Pass, Unit, Workings
from explorer.nn.arithmetic.reading import reduced, related
from explorer.nn.graph import Node

Rule: TypeAlias = Callable[[Pass, Unit], Workings]

_OPERATORS: Mapping[Rule, str] = {
    weighted.convolution: "Conv",
    weighted.transposed_convolution: "ConvTranspose",
    weighted.resized: "Resize Upsample",
    product.gemm: "Gemm",
    product.mat_mul: "MatMul",
    pooled.largest: "MaxPool GlobalMaxPool",
    pooled.mean: "AveragePool GlobalAveragePool",
    pooled.norm: "LpPool GlobalLpPool",
    elementwise.elementwise: " ".join(elementwise.FORMULAS),
    elementwise.gelu: "Gelu",
    elementwise.clip: "Clip",
    elementwise.folded: "Sum Mean Max Min",
    elementwise.cast: "Cast CastLike",
    normalised.batch_norm: "BatchNormalization",
    normalised.instance_norm: "InstanceNormalization",
    normalised.group_norm: "GroupNormalization",
    normalised.layer_norm: "LayerNormalization",
    normalised.moments_norm: "MeanVarianceNormalization",
    normalised.root_norm: "RMSNormalization",
    normalised.local_response: "LRN",
    normalised.softmax: "Softmax LogSoftmax",
    moved.moved: "Flatten Reshape Squeeze Unsqueeze Transpose Slice Split Tile Expand Gather Pad DepthToSpace "
    "SpaceToDepth Identity Dropout",
    moved.joined: "Concat",
    reduced: "ReduceSum ReduceMean ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceSumSquare ReduceLogSum "
    "ReduceLogSumExp",
}
_RULES: Mapping[str, Rule] = {name: rule for rule, names in _OPERATORS.items() for name in names.split()}
"""By operator; of others it is said what reaches the unit."""

_SUMS = ("Conv", "ConvTranspose", "Gemm", "MatMul")
_ONE_TO_ONE = (*elementwise.FORMULAS, "Gelu", "Clip", "BatchNormalization", "Dropout", "Identity")
_LINEAR = ("Add", "Sub", "Mul", "Div", "BatchNormalization", "Dropout", "Identity")
_FURTHER_OUTPUTS = ("Split", "LayerNormalization")


def explain(run: Pass, value: str, index: Index) -> Arithmetic:
    """Return where an element of a value comes from.

    Parameters
    ----------
    index
        One number for each axis of the value, within its extents.
    """
    node, cell = run.graph.producer(value), float(run.activations[value][index])
    if node is None:
        return Arithmetic(value, index, "", "Input", cell, Fed())
    unit = Unit(node, index, node.outputs.index(value))
    spelled = not unit.output or node.operator in _FURTHER_OUTPUTS
    rule = _RULES.get(node.operator, related) if spelled else related
    with np.errstate(all="ignore"):
        return Arithmetic(value, index, node.name, node.operator, cell, rule(run, unit))


def chain(run: Pass, value: str, index: Index) -> tuple[Arithmetic, ...]:
    """Return the arithmetic of a unit with what precedes and follows it one to one, in the order of computation.

    Back from an activation, a BatchNormalization or a constant that is added to what these are applied to, up to the
    sum that it began with; ahead from a sum to the activation that alone reads it. One of them is the unit's own.
    """
    return tuple(explain(run, name, index) for name in (*_before(run, value), value, *_after(run, value)))


def _before(run: Pass, value: str) -> list[str]:
    node = run.graph.producer(value)
    source = None if node is None else _applied_to(run, node)
    maker = None if source is None else run.graph.producer(source)
    if source is None or maker is None or maker.operator not in (*_SUMS, *_ONE_TO_ONE):
        return []
    return [*_before(run, source), source]


def _after(run: Pass, value: str) -> list[str]:
    node, readers = run.graph.producer(value), run.graph.consumers(value)
    if node is None or node.operator not in (*_SUMS, *_LINEAR) or len(readers) != 1:
        return []
    if _applied_to(run, readers[0]) != value:
        return []
    return [readers[0].outputs[0], *_after(run, readers[0].outputs[0])]


def _applied_to(run: Pass, node: Node) -> str | None:
    """Return the one input, of the output's shape, that a node changes element by element; None where it does not."""
    if node.operator not in _ONE_TO_ONE:
        return None
    computed = [name for name in node.inputs if name and run.specs[name].value is None]
    alike = len(computed) == 1 and run.specs[computed[0]].shape == run.specs[node.outputs[0]].shape
    return computed[0] if alike else None
