"""Kernels that put elements where they belong."""

from __future__ import annotations

from typing import Any

from numpy import uint64 as u64

from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, load, load_strided, store
from explorer.kernels.work import shared


@inlined
def copy(source: Any, start: int, target: Any, place: int, count: int) -> None:
    """Copy ``count`` elements of a flat array."""
    if count >= LANES:
        v = 0
        while v < count - LANES:
            store(target, place + v, load(source, start + v))
            v += LANES
        store(target, place + count - LANES, load(source, start + count - LANES))
    else:
        for v in range(u64(count)):
            target[u64(place) + v] = source[u64(start) + v]


PIECE = 1024
"""Elements of an item of ``copy_rows``, at most."""


@shared
def copy_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Copy rows; items are pieces of up to ``PIECE`` elements.

    The arguments are ``x``, flat, and the place of the first element in it; the result, flat, and the first place in
    it; for each axis but that of the rows its extent and the elements from one place to the next in ``x`` and in the
    result, int64 (axes, 3); and the same three of the rows.
    """
    x, begin, out, place, axes, columns, step, pitch = unpack(arguments)
    pieces = (columns + PIECE - 1) // PIECE
    for item in range(first, last):
        column, rest = item % pieces * PIECE, item // pieces
        source, target, count = begin + column * step, place + column * pitch, min(PIECE, columns - column)
        for axis in range(axes.shape[0] - 1, -1, -1):
            source += rest % axes[axis, 0] * axes[axis, 1]
            target += rest % axes[axis, 0] * axes[axis, 2]
            rest //= axes[axis, 0]
        if step == 1 and pitch == 1:
            copy(x, source, out, target, count)
        else:
            for i in range(count):
                out[target + i * pitch] = x[source + i * step]


SIDE, LENGTH = 16, 64
"""Extents of an item of ``transpose``: what is read lies in whole cache lines, few enough to be found again."""


@shared
def transpose(first: int, last: int, thread: int, arguments: Any) -> None:
    """Copy elements that lie side by side in ``x`` into rows, each into its own.

    Items are blocks of up to ``SIDE`` such elements and up to ``LENGTH`` places along the rows, for each place along
    all other axes. The arguments are those of ``copy_rows`` as far as the axes, which are these others; how many
    elements lie side by side, and from one to the next in the result; how many a row has, and from one to the next in
    ``x``.
    """
    x, begin, out, place, axes, count, pitch, columns, step = unpack(arguments)
    sides, lengths = (count + SIDE - 1) // SIDE, (columns + LENGTH - 1) // LENGTH
    for item in range(first, last):
        side, column, rest = item % sides * SIDE, item // sides % lengths * LENGTH, item // (sides * lengths)
        source, target = begin + side + column * step, place + side * pitch + column
        for axis in range(axes.shape[0] - 1, -1, -1):
            source += rest % axes[axis, 0] * axes[axis, 1]
            target += rest % axes[axis, 0] * axes[axis, 2]
            rest //= axes[axis, 0]
        rows, places = min(SIDE, count - side), min(LENGTH, columns - column)
        whole = places // LANES * LANES
        for i in range(0, whole, LANES):
            for row in range(rows):
                store(out, target + row * pitch + i, load_strided(x, source + i * step + row, step))
        for row in range(rows):
            for i in range(whole, places):
                out[target + row * pitch + i] = x[source + i * step + row]
