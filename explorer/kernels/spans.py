"""Convolution span by span, for few channels: four filters at a time, whose sums stay in registers over all taps.

A span is a vector of neighbours in a row of the map. Where a row is no whole number of spans, the last two overlap; of
a row that is shorter than one, what lies behind it is overwritten by the next.
"""

from __future__ import annotations

from typing import Any

from explorer.kernels.jit import inlined
from explorer.kernels.keeping import fetch_maps, goes_past, keep_positive
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_planes
from explorer.kernels.span_tile import FILTERS, add_spans
from explorer.kernels.vector import LANES, load, rectify, store, store_past
from explorer.kernels.work import shared


@shared
def convolve_spans(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute groups of filters over bands of rows, each over planes of its own.

    The arguments are the image, (C, H, W); the phases of the planes, int64 (phases, 2); the offsets of the taps from a
    span, int64; the weights, flat, row after row; the biases; the maps and their positive parts (or nothing), flat,
    and the most that these are, float32; scratch memory, (threads, planes and sums); the places of spans on planes and
    in a map, int64; blocks of spans, int64 (blocks, 2): the first one and their number, one of ``span_tile.SPANS``; the
    jobs, int64 (jobs, 5): first channel, first filter, first row, first and last block; the channels and the filters of
    a group; the rows of planes of a job, and those from one row of the map to the next; the elements that planes take,
    and those of a map and of a row of it; and a ``planes.Layout``.
    """
    image, phases, offsets, weights, bias, out, rectified, ceiling, scratch, starts, targets, blocks, jobs, members, \
        filters, height, skip, elements, plane, width, stride_y, stride_x, top, left, rows, \
        columns = unpack(arguments)  # fmt: skip
    own, taps = scratch[thread], offsets.size
    for j in range(first, last):
        channel, base, upper, low, high = jobs[j, 0], jobs[j, 1], jobs[j, 2], jobs[j, 3], jobs[j, 4]
        fill_planes(
            image, own, phases, channel, members, upper * skip, upper * skip + height,
            stride_y, stride_x, top, left, rows, columns,
        )  # fmt: skip
        begin = blocks[low, 0]
        count = blocks[high - 1, 0] + blocks[high - 1, 1] - begin
        extent = targets[begin + count - 1] + min(width, LANES)
        for filter_ in range(base, base + filters, FILTERS):
            # Maps come from memory while what is written to them is summed.
            for k in range(FILTERS):
                fetch_maps(out, rectified, width, (filter_ + k) * plane + upper * width, extent)
            for b in range(low, high):
                add_spans(
                    blocks[b, 1], weights, filter_ * taps, own, starts, blocks[b, 0], offsets, bias, filter_, own,
                    elements + (blocks[b, 0] - begin) * LANES, count * LANES,
                )  # fmt: skip
            for k in range(FILTERS):
                place = (filter_ + k) * plane + upper * width
                _finish(own, elements + k * count * LANES, targets, begin, count, out, rectified, ceiling, place, width)


@inlined
def _finish(
    own: Any, sums: int, targets: Any, begin: int, count: int, out: Any, rectified: Any, ceiling: Any, place: int,
    width: int,
) -> None:  # fmt: skip
    """Write spans into a map, one after the other; those that would reach past it, element by element."""
    whole, past = max(count - (LANES - 1) // width, 0), goes_past(rectified, width)
    for s in range(whole):
        value, target = load(own, sums + s * LANES), place + targets[begin + s]
        store_past(out, target, value, past)
        if past:
            store(rectified, target, rectify(value, ceiling))
    for s in range(whole, count):
        for i in range(width):
            out[place + targets[begin + s] + i] = own[sums + s * LANES + i]
    if rectified.size > 0 and not past:
        start = place + targets[begin]
        keep_positive(out, rectified, ceiling, start, place + targets[begin + count - 1] + min(width, LANES) - start, 0)
