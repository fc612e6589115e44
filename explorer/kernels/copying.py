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


SIDE, LENGTH = 16, 64
"""Extents of an item of ``transpose``: what is read lies in whole cache lines, few enough to be found again."""


@shared
def transpose(first: int, last: int, thread: int, arguments: Any) -> None:
    """Copy elements that lie side by side in ``x`` into rows, each into its own.

    Items are blocks of up to ``SIDE`` such elements and up to ``LENGTH`` places along the rows, for each place along
    all other axes. The arguments are ``x`` and the result, flat; for each of those axes its extent and the elements
    from one place to the next in ``x`` and in the result, int64 (axes, 3); how many elements lie side by side, and from
    one to the next in the result; how many elements a row has, and from one to the next in ``x``.
    """
    x, out, axes, count, pitch, columns, step = unpack(arguments)
    sides, lengths = (count + SIDE - 1) // SIDE, (columns + LENGTH - 1) // LENGTH
    for item in range(first, last):
        side, column, rest = item % sides * SIDE, item // sides % lengths * LENGTH, item // (sides * lengths)
        source, target = side + column * step, side * pitch + column
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


@shared
def permute(first: int, last: int, thread: int, arguments: Any) -> None:
    """Copy rows that lie in another order; items are rows.

    The arguments are ``x``, flat; the extents of the axes of the result but for the last one, and the elements of ``x``
    from one place to the next along each of them, int64 (axes, 2); the result, (rows, columns).
    """
    x, axes, out = unpack(arguments)
    for r in range(first, last):
        place, rest, row = 0, r, out[r]
        for axis in range(axes.shape[0] - 1, -1, -1):
            place += rest % axes[axis, 0] * axes[axis, 1]
            rest //= axes[axis, 0]
        start = u64(place)
        for i in range(u64(row.size)):
            row[i] = x[start + i]
