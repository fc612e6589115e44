"""Kernels that reduce each window that slides over a channel to one number.

Windows are reduced down their columns first, to rows in the thread's own memory, then along these rows. Where rows
follow each other without gaps, in the image, in that memory or in the map, vectors run on from row to row and from
channel to channel; masks keep out of a window what lies outside its row. Windows of two or three elements in steps of
two that none of them lies outside need no such memory.
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
from explorer.kernels.vector import (
    LANES,
    LINE,
    evens,
    inside,
    larger,
    load,
    load_between,
    load_evens,
    load_strided,
    odds,
    shifted,
    splat,
    store,
)
from explorer.kernels.work import shared

_BAND = 2048
"""Elements of the rows that a thread works on at a time: they stay in the nearest cache."""


class Slide(NamedTuple):
    """How a window slides along the rows of an image.

    Attributes
    ----------
    width
        Elements of a row that windows hold.
    left
        Elements of padding before a row.
    taps, step
        Of the window, and elements from one tap to the next.
    columns, stride
        Windows in a row, and elements from one window to the next.
    """

    width: int
    left: int
    taps: int
    step: int
    columns: int
    stride: int

    @property
    def line(self) -> int:
        """Elements from one row in a thread's memory to the next."""
        return max(self.width, self.columns * self.stride)

    @property
    def height(self) -> int:
        """Rows that a thread works on at a time."""
        return max(_BAND // self.line, 1)

    @property
    def scratch(self) -> int:
        """Elements that a thread works in: these rows, what windows and vectors read around them, and a vector."""
        around = self.left + (self.taps - 1) * self.step + LANES * (self.stride + 2)
        return -(-(self.height * self.line + around) // LINE) * LINE

    def masks(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Return, bit by bit, whether a tap of the windows from each one on lies in its row, (taps + 1, columns).

        Behind the last window of a row is the first of the next. Before the taps it is told whether all of them do.
        """
        columns = (np.arange(self.columns)[:, None] + np.arange(LANES)) % self.columns
        places = columns * self.stride + np.arange(self.taps)[:, None, None] * self.step - self.left
        within: Any = (places >= 0) & (places < self.width)
        bits = (within << np.arange(LANES)).sum(axis=-1)
        return np.concatenate([within.all(axis=(0, 2), keepdims=True)[..., 0], bits]).astype(np.int32)


def _make_column(combine: Callable[[Any, Any], Any], start: Any, load_some: Any) -> Any:
    """Return what reduces a vector of columns of ``count`` rows."""

    @inlined
    def reduce_column(x: Any, place: int, pitch: int, count: int, length: int) -> Any:
        value = load_some(x, place, length) if count > 0 else splat(start)
        if count > 1:
            value = combine(value, load_some(x, place + pitch, length))
        if count > 2:
            value = combine(value, load_some(x, place + 2 * pitch, length))
        for k in range(3, count):
            value = combine(value, load_some(x, place + k * pitch, length))
        return value

    return reduce_column


def _make_rows(reduce_column: Any, reduce_short_column: Any) -> Any:
    """Return what reduces columns of windows to ``lines`` rows, ``line`` elements apart."""

    @inlined
    def reduce_rows(
        x: Any, rows: Any, row: int, image: int, pitch: int, plane: int, width: int, lines: int, line: int, own: Any,
        target: int,
    ) -> None:  # fmt: skip
        while lines > 0:
            place, count, run = image + rows[u64(row)], rows[u64(row + 1)], min(rows[u64(row + 2)], lines)
            length, v = run * width, 0
            if length < LANES:
                store(own, target, reduce_short_column(x, place, pitch, count, length))
                v = length
            while v < length:
                at = min(v, length - LANES)
                store(own, target + at, reduce_column(x, place + at, pitch, count, LANES))
                v += LANES
            lines -= run
            target += run * line
            row += 3 * run
            if row == rows.size:
                row, image = 0, image + plane

    return reduce_rows


def _make_steps(
    combine: Callable[[Any, Any], Any], reduce_column: Any, reduce_short_column: Any, taps: int, weighted: bool
) -> Any:
    """Return what reduces windows of two or three ``taps``, two elements apart, of ``lines`` rows of a map."""

    @inlined
    def reduce_vector(near: Any, far: Any, last: Any) -> Any:
        firsts = evens(near, far)
        value = combine(firsts, odds(near, far))
        return combine(value, shifted(firsts, last)) if taps > 2 else value

    @inlined
    def reduce_steps(
        x: Any, rows: Any, row: int, image: int, pitch: int, plane: int, width: int, lines: int, columns: int,
        shares: Any, share: int, out: Any, target: int, limit: int, own: Any,
    ) -> None:  # fmt: skip
        for _ in range(lines):
            place, count, window = image + rows[u64(row)], rows[u64(row + 1)], 0
            if columns < LANES:
                near = reduce_short_column(x, place, pitch, count, min(width, LANES))
                far = reduce_short_column(x, place + LANES, pitch, count, max(width - LANES, 0))
                value = reduce_vector(near, far, far)
                if weighted:
                    value = value * load(shares, share)
                _keep(value, out, target, limit, own)
                window = columns
            while window < columns:
                at = min(window, columns - LANES)
                near = reduce_column(x, place + 2 * at, pitch, count, LANES)
                far = reduce_column(x, place + 2 * at + LANES, pitch, count, LANES)
                last = reduce_column(x, place + 2 * at + LANES + 1, pitch, count, LANES) if taps > 2 else far
                value = reduce_vector(near, far, last)
                if weighted:
                    value = value * load(shares, share + at)
                store(out, target + at, value)
                window += LANES
            target += columns
            share += columns
            row += 3
            if row == rows.size:
                row, image = 0, image + plane

    return reduce_steps


def _make_windows(combine: Callable[[Any, Any], Any], load_tap: Any, keep: Any) -> Any:
    """Return what reduces windows to a vector.

    The first window begins at a ``place`` of ``own``. Of each vector of taps ``keep(vector, masks, mask)`` is taken;
    the mask of the first tap is ``mask``, the next one's ``pitch`` further.
    """

    @inlined
    def reduce_windows(
        own: Any, place: int, masks: Any, mask: int, pitch: int, taps: int, step: int, stride: int
    ) -> Any:  # fmt: skip
        value = keep(load_tap(own, place, 0, stride), masks, mask)
        if taps > 1:
            value = combine(value, keep(load_tap(own, place, step, stride), masks, mask + pitch))
        if taps > 2:
            value = combine(value, keep(load_tap(own, place, 2 * step, stride), masks, mask + 2 * pitch))
        for t in range(3, taps):
            value = combine(value, keep(load_tap(own, place, t * step, stride), masks, mask + t * pitch))
        return value

    return reduce_windows


def _make_lines(reduce_inner: Any, reduce_outer: Any, weighted: bool) -> Any:
    """Return what reduces windows along ``lines`` rows, ``length`` each: vectors that lie in their rows, and others."""

    @inlined
    def reduce_lines(
        own: Any, lines: int, length: int, line: int, masks: Any, taps: int, step: int, columns: int, stride: int,
        shares: Any, share: int, out: Any, target: int, limit: int,
    ) -> None:  # fmt: skip
        turn, source = LANES % columns, 0
        for _ in range(lines):
            column, window = 0, 0
            while window < length:
                place, mask = source + window * stride, column + columns
                if masks[u64(column)]:
                    value = reduce_inner(own, place, masks, mask, columns, taps, step, stride)
                else:
                    value = reduce_outer(own, place, masks, mask, columns, taps, step, stride)
                if weighted:
                    value = value * load(shares, share + window)
                _keep(value, out, target + window, limit, own)
                window += LANES
                column += turn
                if column >= columns:
                    column -= columns
            source += line
            target += columns
            share += columns

    return reduce_lines


@inlined
def _keep(vector: Any, out: Any, place: int, limit: int, own: Any) -> None:
    """Write a vector as far as the ``limit``: of what is written there, the rest is overwritten by what follows."""
    if place + LANES <= limit:
        store(out, place, vector)
    else:
        end = own.size - LANES
        store(own, end, vector)
        for v in range(limit - place):
            out[place + v] = own[end + v]


@inlined
def _load_all(x: Any, place: int, length: int) -> Any:
    return load(x, place)


@inlined
def _load_some(x: Any, place: int, length: int) -> Any:
    return load_between(x, place, 0, length)


@inlined
def _load_dense(own: Any, place: int, shift: int, stride: int) -> Any:
    return load(own, place + shift)


@inlined
def _load_halved(own: Any, place: int, shift: int, stride: int) -> Any:
    # The second tap is read along with the first.
    return odds(load(own, place), load(own, place + LANES)) if shift == 1 else load_evens(own, place + shift)


@inlined
def _load_sparse(own: Any, place: int, shift: int, stride: int) -> Any:
    return load_strided(own, place + shift, stride)


@inlined
def _keep_all(vector: Any, masks: Any, mask: int) -> Any:
    return vector


def _make_pool(combine: Callable[[Any, Any], Any], start: Any, weighted: bool) -> Any:
    """Return what pools with a function of two vectors, what changes nothing there, and shares or none."""

    @inlined
    def keep_inside(vector: Any, masks: Any, mask: int) -> Any:
        return inside(vector, masks, mask, splat(start))

    reduce_column, reduce_short_column = (_make_column(combine, start, some) for some in (_load_all, _load_some))
    reduce_rows = _make_rows(reduce_column, reduce_short_column)
    reduce_twos, reduce_threes = (
        _make_steps(combine, reduce_column, reduce_short_column, taps, weighted) for taps in (2, 3)
    )
    reduce_dense, reduce_halved, reduce_sparse = (
        _make_lines(
            _make_windows(combine, load_tap, _keep_all), _make_windows(combine, load_tap, keep_inside), weighted
        )
        for load_tap in (_load_dense, _load_halved, _load_sparse)
    )

    @inlined
    def pool(first: int, last: int, thread: int, arguments: Any) -> None:
        x, rows, pitch, plane, out, shares, masks, scratch, height, width, left, taps, step, columns, stride = unpack(
            arguments
        )
        own, line, map_rows, limit = scratch[thread], max(width, columns * stride), rows.size // 3, last * columns
        within = stride == 2 and step == 1 and left == 0 and width == 2 * columns + taps - 2
        for begin in range(first, last, height):
            lines, length = min(height, last - begin), columns
            image, row = begin // map_rows * plane, begin % map_rows
            share, target = row * columns, begin * columns
            if within and taps == 2:
                reduce_twos(
                    x, rows, 3 * row, image, pitch, plane, width, lines, columns, shares, share, out, target, limit, own
                )
            elif within and taps == 3:
                reduce_threes(
                    x, rows, 3 * row, image, pitch, plane, width, lines, columns, shares, share, out, target, limit, own
                )
            else:
                reduce_rows(x, rows, 3 * row, image, pitch, plane, width, lines, line, own, left)
                if line == columns * stride:
                    lines, length = 1, lines * columns
                if stride == 1:
                    reduce_dense(
                        own, lines, length, line, masks, taps, step, columns, stride, shares, share, out, target, limit,
                    )  # fmt: skip
                elif stride == 2:
                    reduce_halved(
                        own, lines, length, line, masks, taps, step, columns, stride, shares, share, out, target, limit,
                    )  # fmt: skip
                else:
                    reduce_sparse(
                        own, lines, length, line, masks, taps, step, columns, stride, shares, share, out, target, limit,
                    )  # fmt: skip

    return pool


_raise, _add = _make_pool(larger, f32(-np.inf), False), _make_pool(operator.add, f32(0), True)


@shared
def max_pool(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the largest number of each window; -inf where a window lies outside, NaN where it holds one.

    Items are rows of all maps. The arguments are the images, flat; three numbers for each row of a map, int64: where
    the first row that the windows hold begins in its image, how many they hold, and how many rows of the map, this one
    and those after it, may be taken as one, as they hold as many and follow each other without gaps; the elements from
    one row that a window holds to the next; the elements of an image; the maps, flat; what ``sum_pool`` takes;
    ``Slide.masks``, flat; scratch memory, (threads, Slide.scratch); ``Slide.height``; a ``Slide``.
    """
    _raise(first, last, thread, arguments)


@shared
def sum_pool(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the sum of each window times its share.

    As ``max_pool``; the shares are those of a map, flat, and as many more as ``Slide.height`` rows and a vector have,
    as if maps followed each other.
    """
    _add(first, last, thread, arguments)
