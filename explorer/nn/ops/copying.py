"""The work of copying elements to other places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from explorer.kernels.copying import LENGTH, PIECE, SIDE, copy_rows, transpose
from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.spec import FLOAT, INT, Array

_ROW, _APART = 4, 3
"""Time to copy a vector of a row, and an element that comes from elsewhere, in multiply-adds of vectors."""


class _Axis(NamedTuple):
    """An axis: its extent, and the elements from one place to the next of what is read and of what is written."""

    extent: int
    step: int
    pitch: int


def copied(source: Array, view: Array, target: Array, place: Array) -> Work:
    """Return the work of writing the elements of ``view`` into ``place``, which is as large.

    Parameters
    ----------
    source, target
        C-contiguous arrays of float32, of which ``view`` and ``place`` are views.
    """
    if not view.size:
        return Work(())
    axes = _merge(view, place)
    arguments = source.reshape(-1), _offset(source, view), target.reshape(-1), _offset(target, place)
    last, side = axes[-1], next((axis for axis in axes if axis.step == 1), None)
    if side is None or side is last or last.step == 0 or last.pitch != 1:
        row = last if (last.step, last.pitch) == (1, 1) else max(axes)
        others = [axis for axis in axes if axis is not row]
        items = _places(others) * -(-row.extent // PIECE)
        time = view.size / LANES * _ROW if row.step == row.pitch == 1 else view.size * _APART
        return copy_rows.over(items, time, *arguments, _table(others), *row)
    others = [axis for axis in axes[:-1] if axis is not side]
    items = _places(others) * -(-side.extent // SIDE) * -(-last.extent // LENGTH)
    sizes = side.extent, side.pitch, last.extent, last.step
    return transpose.over(items, view.size * _APART, *arguments, _table(others), *sizes)


def _merge(view: Array, place: Array) -> list[_Axis]:
    """Return the axes of more than one place, one for those that follow each other on both sides; at least one."""
    merged: list[_Axis] = []
    for extent, *strides in zip(view.shape, view.strides, place.strides, strict=True):
        step, pitch = (stride // FLOAT.itemsize for stride in strides)
        if merged and (merged[-1].step, merged[-1].pitch) == (extent * step, extent * pitch):
            merged[-1] = _Axis(merged[-1].extent * extent, step, pitch)
        elif extent > 1:
            merged.append(_Axis(extent, step, pitch))
    return merged or [_Axis(1, 1, 1)]


def _places(axes: Sequence[_Axis]) -> int:
    return math.prod(axis.extent for axis in axes)


def _offset(array: Array, view: Array) -> int:
    """Return the place of the first element of a view."""
    return (view.ctypes.data - array.ctypes.data) // FLOAT.itemsize


def _table(axes: Sequence[_Axis]) -> Array:
    return np.array(axes, INT).reshape(-1, 3)
