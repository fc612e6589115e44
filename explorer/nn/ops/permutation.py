"""The work of laying the axes of an array out in another order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explorer.kernels.copying import LENGTH, SIDE, permute, transpose
from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.spec import INT, Array, Shape

_ROW, _APART = 4, 3
"""Time to copy a vector of a row, and an element that comes from elsewhere, in multiply-adds of vectors."""


class _Axis(NamedTuple):
    """An axis of the result: its extent, and the elements from one place to the next in the source and the result."""

    extent: int
    step: int
    pitch: int


def permuted(x: Array, order: Sequence[int], out: Array) -> Work:
    """Return the work of writing ``x`` into ``out``, whose axis i is axis ``order[i]`` of ``x``; both C-contiguous."""
    *outer, last = _merge(_axes(x.shape, order))
    if last.step == 1:
        rows = out.reshape(-1, last.extent)
        table = np.array([(axis.extent, axis.step) for axis in outer], INT).reshape(-1, 2)
        return permute.over(len(rows), out.size / LANES * _ROW, x.reshape(-1), table, rows)
    (side,) = (axis for axis in outer if axis.step == 1)
    others = [axis for axis in outer if axis is not side]
    items = math.prod(axis.extent for axis in others) * -(-side.extent // SIDE) * -(-last.extent // LENGTH)
    flat = x.reshape(-1), out.reshape(-1), np.array(others, INT).reshape(-1, 3)
    return transpose.over(items, out.size * _APART, *flat, side.extent, side.pitch, last.extent, last.step)


def _axes(shape: Shape, order: Sequence[int]) -> list[_Axis]:
    """Return the axes of the result that have more than one place; at least one."""
    axes: list[_Axis] = []
    pitch = 1
    for axis in reversed(order):
        if shape[axis] > 1:
            axes.insert(0, _Axis(shape[axis], math.prod(shape[axis + 1 :]), pitch))
            pitch *= shape[axis]
    return axes or [_Axis(1, 1, 1)]


def _merge(axes: Sequence[_Axis]) -> list[_Axis]:
    """Return the axes with those made one that follow each other in the source too."""
    merged = [axes[0]]
    for axis in axes[1:]:
        if merged[-1].step == axis.extent * axis.step:
            merged[-1] = _Axis(merged[-1].extent * axis.extent, axis.step, axis.pitch)
        else:
            merged.append(axis)
    return merged
