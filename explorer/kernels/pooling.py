"""Kernels that reduce each window that slides over a channel to one number.

Windows of a row are reduced down their columns first, into a row in the thread's own memory, between elements that
change nothing; then along it. Windows two elements wide that lie side by side need no such row.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.reduction import larger_number
from explorer.kernels.vector import LANES, evens, larger, load, load_evens, load_strided, odds, splat, store
from explorer.kernels.work import shared

_LOWEST = f32(-np.inf)


class Slide(NamedTuple):
    """How a window slides along the rows of an image.

    Attributes
    ----------
    width
        Of the image.
    left, reach
        Elements of padding before a row, and elements from the first to the last that windows read, with padding.
    taps, step
        Of the window, and elements from one tap to the next.
    columns, stride
        Windows in a row, and elements from one window to the next.
    """

    width: int
    left: int
    reach: int
    taps: int
    step: int
    columns: int
    stride: int

    @property
    def scratch(self) -> int:
        """Elements that a thread works in: a row as far as vectors read it, a vector, and whole cache lines."""
        return -(-(max(self.reach, self.left + self.width) + LANES * (max(self.stride, 2) + 1)) // 16) * 16


def _make_column(combine: Callable[[Any, Any], Any]) -> Any:
    """Return what reduces a vector of columns."""

    @inlined
    def reduce_column(x: Any, place: int, pitch: int, count: int) -> Any:
        value = load(x, place)
        if count > 1:
            value = combine(value, load(x, place + pitch))
        if count > 2:
            value = combine(value, load(x, place + 2 * pitch))
        for k in range(3, count):
            value = combine(value, load(x, place + k * pitch))
        return value

    return reduce_column


def _make_rows(combine: Callable[[Any, Any], Any], combine_numbers: Callable[[Any, Any], Any], start: Any) -> Any:
    """Return what reduces ``count`` rows of an image to one; ``combine`` takes two vectors, the other two numbers."""
    reduce_column = _make_column(combine)

    @inlined
    def reduce_rows(x: Any, place: int, pitch: int, count: int, row: Any, left: int, width: int) -> None:
        if width >= LANES and count > 0:
            v = 0
            while v < width:
                at = min(v, width - LANES)
                store(row, left + at, reduce_column(x, place + at, pitch, count))
                v += LANES
        elif count > 0 and place + (count - 1) * pitch + LANES <= x.size:
            store(row, left, reduce_column(x, place, pitch, count))
            store(row, left + width, splat(start))
        else:
            for v in range(width):
                number = start
                for k in range(count):
                    number = combine_numbers(number, x[place + k * pitch + v])
                row[left + v] = number

    return reduce_rows


def _make_windows(combine: Callable[[Any, Any], Any]) -> Any:
    """Return what reduces windows of a row to a vector."""

    @inlined
    def reduce_windows(row: Any, window: int, taps: int, step: int, stride: int) -> Any:
        place = window * stride
        if stride == 1:
            value = load(row, place)
            for t in range(1, taps):
                value = combine(value, load(row, place + t * step))
        elif stride == 2:
            value = load_evens(row, place)
            for t in range(1, taps):
                value = combine(value, load_evens(row, place + t * step))
        else:
            value = load_strided(row, place, stride)
            for t in range(1, taps):
                value = combine(value, load_strided(row, place + t * step, stride))
        return value

    return reduce_windows


def _make_pairs(combine: Callable[[Any, Any], Any]) -> Any:
    """Return what reduces windows two elements wide, side by side over ``count`` rows, to a vector."""
    reduce_column = _make_column(combine)

    @inlined
    def reduce_pairs(x: Any, place: int, pitch: int, count: int) -> Any:
        near, far = reduce_column(x, place, pitch, count), reduce_column(x, place + LANES, pitch, count)
        return combine(evens(near, far), odds(near, far))

    return reduce_pairs


_raise_rows, _raise_windows = _make_rows(larger, larger_number, _LOWEST), _make_windows(larger)
_add_rows, _add_windows = _make_rows(operator.add, operator.add, f32(0)), _make_windows(operator.add)
_raise_pairs, _add_pairs = _make_pairs(larger), _make_pairs(operator.add)


@inlined
def _lie_side_by_side(width: int, left: int, taps: int, step: int, columns: int, stride: int) -> bool:
    """Return whether windows two elements wide share none, and nothing of them is padding."""
    return taps == 2 and step == 1 and stride == 2 and left == 0 and 2 * columns <= width


@inlined
def _fill(row: Any, number: Any) -> None:
    for v in range(u64(row.size)):
        row[v] = number


@inlined
def _keep(vector: Any, out: Any, place: int, count: int, limit: int, row: Any) -> None:
    """Write ``count`` numbers of a vector; all of it where it ends before ``limit``, as what follows overwrites it."""
    if count == LANES or place + LANES <= limit:
        store(out, place, vector)
    else:
        end = row.size - LANES
        store(row, end, vector)
        for v in range(count):
            out[place + v] = row[end + v]


@shared
def max_pool(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the largest number of each window; -inf where a window lies outside, NaN where it holds one.

    Items are rows of all maps. The arguments are the images, flat; for each row of a map the first row of its image
    that the windows hold and the number of such rows, int64 (OH, 2); the elements from one of these to the next; the
    elements of an image; the maps, flat; scratch memory, (threads, Slide.scratch); a ``Slide``.
    """
    x, rows, pitch, plane, out, scratch, width, left, _, taps, step, columns, stride = unpack(arguments)
    own, side_by_side = scratch[thread], _lie_side_by_side(width, left, taps, step, columns, stride)
    _fill(own, _LOWEST)
    row, image = first % rows.shape[0], first // rows.shape[0] * plane
    for item in range(first, last):
        place = image + rows[row, 0] * width
        count = rows[row, 1]
        paired = side_by_side and count > 0 and place + (count - 1) * pitch + 2 * max(columns, LANES) <= x.size
        if not paired:
            _raise_rows(x, place, pitch, count, own, left, width)
        window = 0
        while window < columns:
            at = max(min(window, columns - LANES), 0)
            if paired:
                largest_ones = _raise_pairs(x, place + 2 * at, pitch, count)
            else:
                largest_ones = _raise_windows(own, at, taps, step, stride)
            _keep(largest_ones, out, item * columns + at, min(columns, LANES), last * columns, own)
            window += LANES
        row += 1
        if row == rows.shape[0]:
            row, image = 0, image + plane


@shared
def sum_pool(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the sum of each window, times a number for its row and one for its column.

    As ``max_pool``, with these numbers, (OH,) and (OW + LANES,), after the maps.
    """
    x, rows, pitch, plane, out, row_shares, shares, scratch, width, left, _, taps, step, columns, stride = unpack(
        arguments
    )
    own, side_by_side = scratch[thread], _lie_side_by_side(width, left, taps, step, columns, stride)
    _fill(own, f32(0))
    row, image = first % rows.shape[0], first // rows.shape[0] * plane
    for item in range(first, last):
        place = image + rows[row, 0] * width
        count = rows[row, 1]
        paired = side_by_side and count > 0 and place + (count - 1) * pitch + 2 * max(columns, LANES) <= x.size
        if not paired:
            _add_rows(x, place, pitch, count, own, left, width)
        row_share = splat(row_shares[row])
        window = 0
        while window < columns:
            at = max(min(window, columns - LANES), 0)
            if paired:
                sums = row_share * load(shares, at) * _add_pairs(x, place + 2 * at, pitch, count)
            else:
                sums = row_share * load(shares, at) * _add_windows(own, at, taps, step, stride)
            _keep(sums, out, item * columns + at, min(columns, LANES), last * columns, own)
            window += LANES
        row += 1
        if row == rows.shape[0]:
            row, image = 0, image + plane
