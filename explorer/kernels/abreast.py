"""Depthwise convolution with channels abreast: vectors hold one pixel of as many channels as they have lanes.

So narrow maps and steps between windows waste nothing. The pixels that a band of rows reads are turned into such
vectors, with zeros around them, and the sums back.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.kernels.abreast_tile import add_abreast
from explorer.kernels.emit import QUAD
from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.turning import turn_in, write_turned
from explorer.kernels.vector import LANES, splat, store
from explorer.kernels.work import shared


@shared
def convolve_abreast(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute vectors of filters over bands of rows.

    The arguments are the image, flat, and the rows and columns of a channel, four or more; where the channel of each
    filter begins, and its map, int64, as many as fill whole vectors: the last ones again and again; the weights, vector
    by vector: tap by tap, filter by filter; the biases, as many; the place of each point of a band and the offsets of
    the taps from there, int64; the maps and their positive parts (or nothing), flat, and the most that these are,
    float32; scratch memory, (threads, pixels and sums); the blocks of points, int64 (blocks, 2): the first point and
    their number, one of ``abreast_tile.ABREAST``; the jobs, int64 (jobs, 5): the vector of filters, first and last row
    of the map, first and last block; the elements that pixels take; the rows that a band reads, the rows of the image
    from one row of the map to the next, the padding above and before it, the columns with padding, and those of the
    map.
    """
    image, height, width, channels, maps, weights, bias, starts, offsets, out, rectified, ceiling, scratch, blocks, \
        jobs, elements, reach, step, top, left, columns, outputs = unpack(arguments)  # fmt: skip
    own, taps = scratch[thread], offsets.size
    for j in range(first, last):
        vector, upper, lower = jobs[j, 0] * LANES, jobs[j, 1], jobs[j, 2]
        _turn_band(image, height, width, channels, vector, upper * step - top, reach, left, columns, own)
        for filter_ in range(vector, vector + LANES):
            for written in (out, rectified):
                fetch(written, maps[filter_] + upper * outputs, (lower - upper) * outputs)
        for b in range(jobs[j, 3], jobs[j, 4]):
            add_abreast(
                blocks[b, 1], own, starts, blocks[b, 0], offsets, weights, vector * taps, bias, vector, own,
                elements + blocks[b, 0] * LANES,
            )  # fmt: skip
        count = (lower - upper) * outputs
        write_turned(own, elements, LANES, count, maps, vector, out, rectified, ceiling, upper * outputs)


@inlined
def _turn_band(
    image: Any, height: int, width: int, channels: Any, vector: int, upper: int, count: int, left: int, columns: int,
    own: Any,
) -> None:  # fmt: skip
    """Write ``count`` rows from ``upper`` on of a vector of channels, with zeros where there is no pixel."""
    for r in range(count):
        row, target = upper + r, r * columns * LANES
        if row < 0 or row >= height:
            _clear(own, target, columns)
            continue
        _clear(own, target, left)
        for x in range(0, width, QUAD):
            at = min(x, width - QUAD)
            turn_in(image, channels, vector, row * width + at, own, target + (left + at) * LANES)
        _clear(own, target + (left + width) * LANES, columns - left - width)


@inlined
def _clear(own: Any, place: int, count: int) -> None:
    """Write ``count`` vectors of zeros."""
    zeros = splat(np.float32(0))
    for v in range(place, place + count * LANES, LANES):
        store(own, v, zeros)
