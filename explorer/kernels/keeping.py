"""Sums on their way from a thread's own memory into maps, and their positive parts beside them."""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32

from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined, scalar
from explorer.kernels.vector import LANES, LINE, WIDE, load, rectify, store, store_past

LARGE = 1 << 17
"""Elements of maps whose sums do not stay in a cache until somebody reads them, but take their room from others."""


@scalar
def cut_off(number: Any, ceiling: Any) -> Any:
    """Return min(max(0, number), ceiling), NaN where it is."""
    return f32(0) if number <= f32(0) else ceiling if number > ceiling else number


@inlined
def goes_past(rectified: Any, columns: int) -> bool:
    """Return whether sums in rows of so many ``columns``, whose positive parts are kept, are to go past the caches.

    Lines that are written to twice, as vectors overlap at the ends of rows, would have to come back from memory.
    """
    return WIDE and rectified.size >= LARGE and columns % LANES == 0


@inlined
def fetch_maps(out: Any, rectified: Any, columns: int, place: int, count: int) -> None:
    """Begin to fetch what is written next of a map and its positive part, but for what goes past the caches."""
    if not goes_past(rectified, columns):
        fetch(out, place, count)
    fetch(rectified, place, count)


@inlined
def keep(
    sums: Any,
    place: int,
    first: int,
    last: int,
    out: Any,
    rectified: Any,
    ceiling: Any,
    begin: int,
    width: int,
    columns: int,
) -> None:
    """Write the sums of positions ``first`` to ``last``, the first at ``place``, into the map that begins at ``begin``.

    Their positive parts, up to ``ceiling``, go into ``rectified``, if that is not empty.
    """
    # Stores leave a core in their order, and lines that another one has read are its own again only after a while: so
    # what is positive, which the next layer reads on both, is written after the sums, unless these leave the caches.
    past = goes_past(rectified, last - first if width == columns else columns)
    # Rows without a gap between them are one row.
    step = last if width == columns else width
    length = last if width == columns else columns
    row, limit = first // step, begin + last // step * length + min(last % step, length)
    start = begin + row * length + first - row * step
    while row * step < last:
        low, high = max(row * step, first), min(row * step + length, last)
        source, target = place + low - first, begin + row * length + low - row * step
        if high > low:
            _keep_row(sums, source, out, rectified, ceiling, target, high - low, limit, past)
        row += 1
    if rectified.size > 0 and not past:
        keep_positive(out, rectified, ceiling, start, limit - start, 0)


@inlined
def _keep_row(
    sums: Any, source: int, out: Any, rectified: Any, ceiling: Any, target: int, count: int, limit: int, past: bool
) -> None:
    """Copy sums into a map, in whole vectors where these end before ``limit``: rows that follow overwrite the rest.

    Those that go ``past`` the caches, which are whole vectors, are rectified, too.
    """
    if target + count + LANES > limit and count < LANES:
        for v in range(count):
            out[target + v] = sums[source + v]
        return
    most = count if target + count + LANES <= limit else count - LANES
    v = 0
    while v < count:
        at = min(v, most)
        value = load(sums, source + at)
        store_past(out, target + at, value, past)
        if past:
            store(rectified, target + at, rectify(value, ceiling))
        v += LANES


@inlined
def part(out: Any, rectified: Any, ceiling: Any, first: int, last: int) -> None:
    """Move numbers from ``rectified`` to the same places of ``out``, past the caches; leave what is positive of them.

    That is ``ceiling`` at most.
    """
    whole = first + (last - first) // LANES * LANES
    for p in range(first, whole, LANES):
        number = load(rectified, p)
        store_past(out, p, number, True)
        store(rectified, p, rectify(number, ceiling))
    for p in range(whole, last):
        out[p] = rectified[p]
        rectified[p] = cut_off(rectified[p], ceiling)


@inlined
def keep_positive(out: Any, rectified: Any, ceiling: Any, place: int, count: int, ahead: int) -> None:
    """Write the positive parts of elements of a map, up to ``ceiling``, into the same places of ``rectified``.

    Those that lie ``ahead`` are written next.
    """
    if count < LANES:
        for p in range(place, place + count):
            rectified[p] = cut_off(out[p], ceiling)
        return
    p = 0
    while p < count:
        at = place + min(p, count - LANES)
        if p % LINE == 0:
            fetch(rectified, at + ahead, LINE)
        store(rectified, at, rectify(load(out, at), ceiling))
        p += LANES
