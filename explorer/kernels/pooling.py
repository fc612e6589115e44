"""Kernels that reduce each window that slides over a channel to one number.

Windows are reduced down their columns first, to rows in the thread's own memory, then along these rows. Where rows
follow each other without gaps, in the image, in that memory or in the map, vectors run on from row to row and from
channel to channel; masks keep out of a window what lies outside its row. Windows of two or three elements in steps of
two that none of them lies outside need no such memory.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
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
from explorer.kernels.work import Kernel, shared

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
    def way(self) -> str:
        """Which kernel pools so: that of two or three neighbours in steps of two within a row, or of any step."""
        within = self.step == 1 and self.left == 0 and self.width == 2 * self.columns + self.taps - 2
        if self.stride == 2 and within and self.taps in (2, 3):
            return "twos" if self.taps == 2 else "threes"
        return {1: "dense", 2: "halved"}.get(self.stride, "sparse")

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


def _make_steps(combine: Callable[[Any, Any], Any], start: Any, taps: int, weighted: bool) -> Kernel:
    """Return what pools windows of two or three ``taps``, two elements apart, that all lie in their rows."""
    reduce_column, reduce_short_column = (_make_column(combine, start, some) for some in (_load_all, _load_some))

    @inlined
    def reduce_vector(near: Any, far: Any, last: Any) -> Any:
        firsts = evens(near, far)
        value = combine(firsts, odds(near, far))
        return combine(value, shifted(firsts, last)) if taps > 2 else value

    @shared
    def pool_steps(first: int, last: int, thread: int, arguments: Any) -> None:
        x, rows, pitch, plane, out, shares, _, scratch, _, width, _, _, _, columns, _ = unpack(arguments)
        own, map_rows, target, limit = scratch[thread], rows.size // 3, first * columns, last * columns
        image, row, share = first // map_rows * plane, first % map_rows * 3, first % map_rows * columns
        for _ in range(first, last):
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
                last_taps = reduce_column(x, place + 2 * at + LANES + 1, pitch, count, LANES) if taps > 2 else far
                value = reduce_vector(near, far, last_taps)
                if weighted:
                    value = value * load(shares, share + at)
                store(out, target + at, value)
                window += LANES
            target += columns
            share += columns
            row += 3
            if row == rows.size:
                row, share, image = 0, 0, image + plane

    return pool_steps


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


def _make_bands(combine: Callable[[Any, Any], Any], start: Any, load_tap: Any, weighted: bool) -> Kernel:
    """Return what pools any windows whose taps ``load_tap`` loads: bands of rows, reduced to rows in own memory."""
    reduce_rows = _make_rows(*(_make_column(combine, start, some) for some in (_load_all, _load_some)))

    @inlined
    def keep_inside(vector: Any, masks: Any, mask: int) -> Any:
        return inside(vector, masks, mask, splat(start))

    reduce_inner, reduce_outer = (_make_windows(combine, load_tap, keep) for keep in (_keep_all, keep_inside))
    reduce_lines = _make_lines(reduce_inner, reduce_outer, weighted)

    @shared
    def pool_bands(first: int, last: int, thread: int, arguments: Any) -> None:
        x, rows, pitch, plane, out, shares, masks, scratch, height, width, left, taps, step, columns, stride = unpack(
            arguments
        )
        own, line, map_rows, limit = scratch[thread], max(width, columns * stride), rows.size // 3, last * columns
        for begin in range(first, last, height):
            lines, length = min(height, last - begin), columns
            image, row = begin // map_rows * plane, begin % map_rows
            reduce_rows(x, rows, 3 * row, image, pitch, plane, width, lines, line, own, left)
            if line == columns * stride:
                lines, length = 1, lines * columns
            reduce_lines(
                own, lines, length, line, masks, taps, step, columns, stride, shares, row * columns, out,
                begin * columns, limit,
            )  # fmt: skip

    return pool_bands


def _make_pools(combine: Callable[[Any, Any], Any], start: Any, weighted: bool) -> Mapping[str, Kernel]:
    """Return what pools with a function of two vectors, what changes nothing there, and shares or none."""
    return {
        "twos": _make_steps(combine, start, 2, weighted),
        "threes": _make_steps(combine, start, 3, weighted),
        "dense": _make_bands(combine, start, _load_dense, weighted),
        "halved": _make_bands(combine, start, _load_halved, weighted),
        "sparse": _make_bands(combine, start, _load_sparse, weighted),
    }


max_pools = _make_pools(larger, f32(-np.inf), False)
"""Write the largest number of each window, by ``Slide.way``; -inf where one lies outside, NaN where it holds one.

Items are rows of all maps. The arguments are the images, flat; three numbers for each row of a map, int64: where the
first row that the windows hold begins in its image, how many they hold, and how many rows of the map, this one and
those after it, may be taken as one, as they hold as many and follow each other without gaps; the elements from one row
that a window holds to the next; the elements of an image; the maps, flat; what ``sum_pools`` take; ``Slide.masks``,
flat; scratch memory, (threads, Slide.scratch); ``Slide.height``; a ``Slide``.
"""

sum_pools = _make_pools(operator.add, f32(0), True)
"""Write the sum of each window times its share, by ``Slide.way``.

As ``max_pools``; the shares are those of a map, flat, and as many more as ``Slide.height`` rows and a vector have, as
if maps followed each other.
"""
