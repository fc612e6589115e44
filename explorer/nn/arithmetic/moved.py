"""Numbers that are an element of an input, unchanged."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.parts import Moved, Pass, Related, Unit
from explorer.nn.arithmetic.reading import array_of, reaching, related


def moved(run: Pass, unit: Unit) -> Moved | Related:
    """Flatten, Reshape, Transpose, Slice, Split, Dropout and so on: the one element that comes to stand there."""
    return _from_one_of(run, unit, range(1))


def joined(run: Pass, unit: Unit) -> Moved | Related:
    """Concat: the one element of one of the branches."""
    return _from_one_of(run, unit, range(len(unit.node.inputs)))


def _from_one_of(run: Pass, unit: Unit, branches: range) -> Moved | Related:
    """Return the only element that reaches a unit of any input; none reaches a border that Pad adds."""
    found, exact = [], True
    for branch in branches:
        mask, certain = reaching(run, unit, branch)
        found += [(branch, tuple(map(int, index))) for index in np.argwhere(mask)]
        exact &= certain
    if len(found) > 1 or not exact:
        return related(run, unit)
    if not found:
        cell = run.activations[unit.node.outputs[unit.output]][unit.index]
        return Moved(None, (), float(cell), branches=len(branches))
    ((branch, index),) = found
    number = float(array_of(run, unit.node, branch)[index])
    return Moved(unit.node.inputs[branch], index, number, branch, len(branches))
