"""Kernels that put elements where they belong."""

from __future__ import annotations

from typing import Any

from numpy import uint64 as u64

from explorer.kernels.jit import pasted
from explorer.kernels.vector import LANES, load, store
from explorer.kernels.work import shared, unpack


@pasted
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


@shared
def copy_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Copy rows; items are rows.

    The arguments are ``x``, (rows, columns); the result, flat; the place of the first row in it, and the elements from
    one row to the next.
    """
    x, out, place, pitch = unpack(arguments)
    for r in range(first, last):
        row, start = x[r], u64(place + r * pitch)
        for i in range(u64(row.size)):
            out[start + i] = row[i]


@shared
def permute(first: int, last: int, thread: int, arguments: Any) -> None:
    """Copy rows of elements that may lie apart; items are rows.

    The arguments are ``x``, flat; the extents of the axes of the result but for the last one, and the elements of ``x``
    from one place to the next along each of them, int64; the same number for the last one; the result, (rows, columns).
    """
    x, extents, pitches, step, out = unpack(arguments)
    for r in range(first, last):
        place, rest, row = 0, r, out[r]
        for axis in range(extents.size - 1, -1, -1):
            place += rest % extents[axis] * pitches[axis]
            rest //= extents[axis]
        start = u64(place)
        if step == 1:
            for i in range(u64(row.size)):
                row[i] = x[start + i]
        else:
            for i in range(u64(row.size)):
                row[i] = x[start + i * u64(step)]
