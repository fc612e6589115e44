"""Depthwise convolution: filters that see one channel each, over maps of half a vector or more in a row."""

from __future__ import annotations

from typing import Any

from explorer.kernels.convolution import keep_positive
from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_planes
from explorer.kernels.tile import ROWS, add_rows
from explorer.kernels.vector import LANES
from explorer.kernels.work import shared

_MANY, _SOME, _ = ROWS


@shared
def convolve_channels(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters, as many of them to a channel as there are to each.

    The arguments are the image, (C, H, W); the phases of the planes, int64 (phases, 2); the offsets of the taps, int64;
    the weights, flat; the biases; the maps and their positive parts (or nothing), flat, and the most that these are,
    float32; scratch memory, (threads, planes and a vector); the elements that planes take; the filters of a channel;
    the elements of a plane from one position to the next, 1 or 2; a ``planes.Layout``; and the rows and columns of the
    map.
    """
    image, phases, offsets, weights, bias, out, rectified, ceiling, scratch, elements, multiplier, every, \
        stride_y, stride_x, top, left, rows, columns, outputs, kept = unpack(arguments)  # fmt: skip
    own, taps, plane, step = scratch[thread], offsets.size, outputs * kept, every * columns
    for filter_ in range(first, last):
        if filter_ == first or filter_ % multiplier == 0:
            channel = filter_ // multiplier
            fill_planes(image, own, phases, channel, 1, 0, rows, stride_y, stride_x, top, left, rows, columns)
        row, place = filter_ * taps, filter_ * plane
        # The last row is computed apart: whole vectors reach into the next map, which may be another thread's.
        y, most = 0, outputs - 1
        while y < most:
            count = _MANY if most >= _MANY else _SOME if most >= _SOME else 1
            at = min(y, most - count)
            _compute_rows(
                count, every, own, at * step, step, offsets, weights, row, bias, filter_, out, place + at * kept, kept
            )
            y = at + count
        _compute_rows(1, every, own, most * step, step, offsets, weights, row, bias, filter_, own, elements, kept)
        for x in range(kept):
            out[place + most * kept + x] = own[elements + x]
        if rectified.size > 0:
            keep_positive(out, rectified, ceiling, place, plane)


@inlined
def _compute_rows(
    count: int,
    every: int,
    own: Any,
    begin: int,
    step: int,
    offsets: Any,
    weights: Any,
    row: int,
    bias: Any,
    filter_: int,
    out: Any,
    place: int,
    kept: int,
) -> None:
    """Write neighbouring rows of a map, from ``place`` on."""
    x = 0
    while x < kept:
        at = max(min(x, kept - LANES), 0)
        add_rows(
            count, every, own, begin + every * at, step, offsets, weights, row, bias, filter_, out, place + at, kept
        )
        x = at + LANES
