"""Activations of any rank as one volume of depth slices."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape

Layout: TypeAlias = Literal["NCHW", "NHWC", "NTD"]
"""Where channels lie: before the places, behind them, or, in ``NTD``, behind the tokens of a sequence."""


def as_volume(array: Array, layout: Layout = "NCHW") -> Array:
    """Return a value as float32 (D, H, W), a view where it can be.

    ========================  =====================================================
    shape                     volume
    ========================  =====================================================
    (1, C, H, W)              (C, H, W); from (1, H, W, C) with the layout ``NHWC``
    (1, C, L)                 (C, 1, L); (1, T, D) with the layout ``NTD`` is one slice, (1, T, D)
    (1, C), (C,), ()          (C, 1, 1): a unit is a slice, as in the depth column
    (A, B)                    (1, A, B): a matrix is one slice
    (N, ..., H, W)            leading axes run together
    ========================  =====================================================
    """
    if layout == "NHWC":
        return _channels_first(_as_real(array))
    return _as_real(array).reshape(_by_channel(array.shape, layout))


def volume_shape(shape: Shape, layout: Layout = "NCHW") -> Shape:
    """Return (D, H, W) of the volume that ``as_volume`` makes of an array of this shape."""
    moved = layout == "NHWC" and len(shape) > 2
    return _by_channel((shape[0], shape[-1], *shape[1:-1]) if moved else shape, layout)


def plane_axes(shape: Shape, layout: Layout = "NCHW") -> tuple[int | None, int | None]:
    """Return the axes of an array of this shape that are rows and columns of its volume; None where there is none."""
    order = _order(len(shape), layout)
    inner = len(shape) - (len(shape) > 1 and shape[0] == 1)
    if inner < 2 or (_is_sequence(shape, layout) and 1 in shape[1:]):
        return None, None
    signal = inner == 2 and len(shape) == 3 and not _is_sequence(shape, layout)
    return (None if signal else order[-2]), order[-1]


def slice_names(shape: Shape, layout: Layout = "NCHW") -> tuple[str, ...]:
    """Return the indices along the leading axes that make each slice, ``"(2, 0)"``; none where one axis makes them."""
    leading = shape[1:-2] if shape[:1] == (1,) else shape[:-2]
    if layout != "NCHW" or len(leading) < 2:
        return ()
    return tuple(str(index) for index in np.ndindex(*leading))


def element_of(shape: Shape, place: tuple[int, int, int], layout: Layout = "NCHW") -> tuple[int, ...]:
    """Return the index, in an array of this shape, of what stands at depth slice, row and column of its volume."""
    order = _order(len(shape), layout)
    flat = np.ravel_multi_index(place, volume_shape(shape, layout))
    index = dict(zip(order, np.unravel_index(flat, [shape[axis] for axis in order]), strict=True))
    return tuple(int(index[axis]) for axis in range(len(shape)))


def place_of(shape: Shape, index: tuple[int, ...], layout: Layout = "NCHW") -> tuple[int, int, int]:
    """Return depth slice, row and column, in the volume of an array of this shape, of the element at ``index``."""
    order = _order(len(shape), layout)
    flat = np.ravel_multi_index([index[axis] for axis in order], [shape[axis] for axis in order]) if order else 0
    slice_, y, x = np.unravel_index(flat, volume_shape(shape, layout))
    return int(slice_), int(y), int(x)


def _order(rank: int, layout: Layout) -> list[int]:
    """Return the axes of an array in the order in which its volume has them."""
    axes = list(range(rank))
    return [0, rank - 1, *axes[1:-1]] if layout == "NHWC" and rank > 2 else axes


def _as_real(array: Array) -> Array:
    """Return the elements as float32; what does not fit becomes infinite."""
    with np.errstate(over="ignore"):
        return array.astype(FLOAT, copy=False)


def _is_sequence(shape: Shape, layout: Layout) -> bool:
    return layout == "NTD" and len(shape) == 3 and shape[0] == 1


def _by_channel(shape: Shape, layout: Layout = "NCHW") -> Shape:
    inner = shape[1:] if len(shape) > 1 and shape[0] == 1 else shape
    match inner:
        case ():
            return (1, 1, 1)
        case (channels,):
            return (channels, 1, 1)
        case (tokens, features) if _is_sequence(shape, layout):
            return (tokens * features, 1, 1) if 1 in inner else (1, tokens, features)
        case (channels, length) if len(shape) == 3:
            return (channels, 1, length)
        case (height, width):
            return (1, height, width)
        case (*leading, height, width):
            return (math.prod(leading), height, width)
    raise AssertionError(shape)


def _channels_first(array: Array) -> Array:
    if array.ndim < 3:
        return array.reshape(_by_channel(array.shape))
    inner = np.moveaxis(array, -1, 1)
    return inner.reshape(_by_channel(inner.shape))
