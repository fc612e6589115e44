"""The numbers of a pass that reach a unit, read through the relations of its operator."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from explorer.nn.arithmetic.parts import Index, Operand, Pass, Reach, Related, Unit
from explorer.nn.dependence.table import dependence
from explorer.nn.graph import Node
from explorer.nn.region import dense, region_at, region_of
from explorer.nn.spec import Array

MOST_LISTED = 64
"""Elements of one input that are listed one by one."""


def array_of(run: Pass, node: Node, place: int) -> Array:
    """Return the array of an input that a node has."""
    return run.activations[node.inputs[place]]


def operand(run: Pass, symbol: str, value: str, index: Index) -> Operand:
    """Return an element of a value as the operand of a formula."""
    number = float(run.activations[value][index])
    return Operand(symbol, number, value, index, weight=run.specs[value].value is not None)


def broadcast_operand(run: Pass, symbol: str, value: str, index: Index) -> Operand:
    """Return the element of a value that is broadcast to ``index`` of a larger one."""
    shape = run.specs[value].shape
    own = tuple(0 if extent == 1 else at for at, extent in zip(index[len(index) - len(shape) :], shape, strict=True))
    return operand(run, symbol, value, own)


def reaching(run: Pass, unit: Unit, place: int = 0) -> tuple[Array, bool]:
    """Return which elements of an input reach a unit, bool of its shape, and whether all of them do."""
    node = unit.node
    relation = dependence(node, run.specs, place, unit.output)
    (piece,) = region_at(run.specs[node.outputs[unit.output]].shape, unit.index).pieces
    found = region_of(relation.back(piece), exact=relation.exact)
    mask = np.zeros(run.specs[node.inputs[place]].shape, bool)
    for one in found.pieces:
        mask |= dense(one)
    return mask, found.exact


def gathered(run: Pass, unit: Unit) -> Array:
    """Return the elements of a node's first input that reach a unit, in order, float64."""
    mask, _ = reaching(run, unit)
    return array_of(run, unit.node, 0)[mask].astype(np.float64)


def related(run: Pass, unit: Unit) -> Related:
    """Return what reaches a unit of each input that depends on the picture; of all inputs, if none does."""
    named = [place for place, name in enumerate(unit.node.inputs) if name]
    computed = [place for place in named if run.specs[unit.node.inputs[place]].value is None]
    return Related(tuple(_reach(run, unit, place) for place in computed or named))


def _reach(run: Pass, unit: Unit, place: int) -> Reach:
    mask, exact = reaching(run, unit, place)
    indices = np.argwhere(mask)[:MOST_LISTED]
    numbers = array_of(run, unit.node, place)[tuple(indices.T)].astype(np.float64)
    return Reach(unit.node.inputs[place], indices, numbers.reshape(len(indices)), int(mask.sum()), exact)


def _log_sum_exp(numbers: Array) -> float:
    largest = float(numbers.max())
    return float(np.log(np.exp(numbers - largest).sum())) + largest


_REDUCTIONS: Mapping[str, tuple[str, Callable[[Array], float]]] = {
    "ReduceSum": ("the sum", lambda x: float(x.sum())),
    "ReduceMean": ("the mean", lambda x: float(x.mean())),
    "ReduceMax": ("the largest", lambda x: float(x.max())),
    "ReduceMin": ("the smallest", lambda x: float(x.min())),
    "ReduceProd": ("the product", lambda x: float(x.prod())),
    "ReduceL1": ("the sum of absolute values", lambda x: float(np.abs(x).sum())),
    "ReduceL2": ("the square root of the sum of squares", lambda x: float(np.sqrt(np.square(x).sum()))),
    "ReduceSumSquare": ("the sum of squares", lambda x: float(np.square(x).sum())),
    "ReduceLogSum": ("the logarithm of the sum", lambda x: float(np.log(x.sum()))),
    "ReduceLogSumExp": ("the logarithm of the sum of exponentials", _log_sum_exp),
}


def reduced(run: Pass, unit: Unit) -> Related:
    """Reduce..., over any axes: one number of all that are reduced to it."""
    rule, reduce = _REDUCTIONS[unit.node.operator]
    return Related((_reach(run, unit, 0),), rule, reduce(gathered(run, unit)))
