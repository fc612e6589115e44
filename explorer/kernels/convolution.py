"""Convolution by tap lists: shifted planes, each times one number, summed for a block of filters at a time."""

from __future__ import annotations

from typing import Any, NamedTuple

from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined
from explorer.kernels.keeping import LARGE, fetch_maps, keep, keep_positive
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_planes
from explorer.kernels.product import ROWS, write_dots
from explorer.kernels.tile import CLOSED, OPEN, STREAMED, add_map_taps
from explorer.kernels.vector import LANES, REGISTERS, flat
from explorer.kernels.work import shared

SPAN = 12 * LANES if REGISTERS >= 32 else 6 * LANES
"""Positions that a run of taps is added to before the next ones: whole tiles of most blocks. Fewer taps have more."""

_HELD = 64 << 10
"""Weights that a second-level cache holds beside all else."""


class Map(NamedTuple):
    """How positions become elements of an activation map.

    Attributes
    ----------
    width
        Positions from one row of the map to the next.
    columns
        Elements in a row of the map, at most ``width``; the positions after them are dropped.
    plane
        Elements from one filter's map to the next one's.
    """

    width: int
    columns: int
    plane: int


@shared
def convolve(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters over bands of rows, each over planes of its own.

    The arguments are the image, (C, H, W); the phases of the planes, int64 (phases, 2), empty where the image serves as
    its own planes; the offsets of the taps from a position, int64; the taps that are added before going on to the next
    position; the weights, flat, row after row; the biases; the maps and their positive parts (or nothing), flat,
    and the most that these are, float32; scratch memory, (threads, planes and sums); the pass, the group and the first
    row whose planes each thread holds there, int64 (threads, 3 or more); ``passes.PASS``; the blocks of filters, int64
    (blocks, 2): the first filter and their number, one of ``tile.BLOCKS``; the blocks that are computed side by side;
    the jobs, int64 (jobs, 5): group, first and last block, first and last row; the channels of a group; the rows of its
    planes; the elements that planes take, and those of the taps of positions that fill no vector; a ``planes.Layout``
    and a ``Map``.
    """
    image, phases, offsets, run, weights, bias, out, rectified, ceiling, scratch, bands, passes, blocks, most, jobs, \
        members, height, elements, lone, stride_y, stride_x, top, left, rows, columns, width, kept, \
        plane = unpack(arguments)  # fmt: skip
    own, pixels, taps, split = scratch[thread], flat(image), offsets.size, phases.shape[0] > 0
    for j in range(first, last):
        upper, lower = jobs[j, 3], jobs[j, 4]
        begin, end = upper * width, (lower - 1) * width + kept
        source, start = (own, 0) if split else (pixels, jobs[j, 0] * members * plane + begin)
        # Sums that lie as the map does are kept in it from the beginning. Those that fill no vector are computed once
        # more with some before them, if none is taken up again after a run of taps, and else alone.
        whole = width == kept
        count = (end - begin) // LANES * LANES if whole else end - begin
        total = end - begin if count > 0 and taps <= run else count
        if passes[0] != bands[thread, 0] or jobs[j, 0] != bands[thread, 1] or upper != bands[thread, 2]:
            if split:
                fill_planes(
                    image, own, phases, jobs[j, 0] * members, members, upper, upper + height,
                    stride_y, stride_x, top, left, rows, columns,
                )  # fmt: skip
            _gather(source, start + total, end - begin - total, offsets, own, elements)
            bands[thread, 0], bands[thread, 1], bands[thread, 2] = passes[0], jobs[j, 0], upper
        sums = out if whole else own
        pitch = plane if whole else (count + LANES - 1) // LANES * LANES
        for group in range(jobs[j, 1], jobs[j, 2], most):
            last_block = min(group + most, jobs[j, 2])
            base, behind = blocks[group, 0], blocks[last_block - 1, 0] + blocks[last_block - 1, 1]
            first_sum = base * plane + begin if whole else elements + lone
            # Weights of positions that are computed alone are read again while a cache holds them.
            stretch = max(_HELD // (behind - base) // run, 1) * run
            for tap in range(0, taps, stretch):
                stop = min(tap + stretch, taps)
                _sum_taps(
                    source, start, not split, count, total, offsets, tap, stop, run, weights, bias, blocks, group,
                    last_block, sums, first_sum, pitch, rectified if whole else rectified[:0], ceiling,
                )  # fmt: skip
                _sum_alone(weights, base, behind, bias, own, elements, tap, stop, taps, out, begin + total, end, plane)
            _finish(
                own, first_sum, pitch, base, behind, total, out, rectified, ceiling, upper, lower, width, kept, plane
            )


@inlined
def _finish(
    own: Any, first_sum: int, pitch: int, base: int, behind: int, done: int, out: Any, rectified: Any, ceiling: Any,
    upper: int, lower: int, width: int, kept: int, plane: int,
) -> None:  # fmt: skip
    """Write the maps of filters from ``base`` to below ``behind``, and their positive parts.

    Where maps have no gaps, their sums lie there, and so do the positive parts of those that are ``done``.
    """
    begin, end = upper * width, (lower - 1) * width + kept
    if width > kept:
        for filter_ in range(base, behind):
            place = first_sum + (filter_ - base) * pitch
            fetch_maps(out, rectified, kept, (filter_ + 1) * plane + upper * kept, (lower - upper) * kept)
            keep(own, place, begin, end, out, rectified, ceiling, filter_ * plane, width, kept)
    elif rectified.size > 0 and done < end - begin:
        for place in range(base * plane + begin + done, behind * plane + begin + done, plane):
            keep_positive(out, rectified, ceiling, place, end - begin - done, plane)


@inlined
def _sum_taps(
    source: Any, start: int, far: bool, count: int, total: int, offsets: Any, low: int, high: int, run: int,
    weights: Any, bias: Any, blocks: Any, first: int, last: int, sums: Any, place: int, pitch: int, rectified: Any,
    ceiling: Any,
) -> None:  # fmt: skip
    """Sum taps from ``low`` to below ``high`` for the blocks from ``first`` to below ``last``.

    Pixels may be ``far``, in memory, each read by one tap; else they are planes that the cache of the thread holds.

    Sums are those of ``total`` positions from ``start`` on; the last vector of them is summed once more if they are
    more than ``count``. Positive parts lie in ``rectified`` as sums do in theirs, if that is not empty.
    """
    taps, base = offsets.size, blocks[first, 0]
    share, span = (run // (last - first) + 1, max(run // taps, 1) * SPAN) if far else (0, SPAN)
    # The pixels of some taps and positions are used by all blocks before the next ones.
    for tap in range(low, high, run):
        stop, p = min(tap + run, high), 0
        ending = OPEN
        if rectified.size > 0 and stop == taps:
            ending = STREAMED if tap == 0 and rectified.size >= LARGE else CLOSED
        while p < total:
            at, many = (p, min(span, count - p)) if p < count else (total - LANES, LANES)
            # Pixels of the next positions come from memory while these are summed, a share with each block.
            further = p + many < total
            following, until = (tap, stop) if further else (stop, min(stop + run, high))
            coming = start + p + many if further else start
            for b in range(first, last):
                filter_ = blocks[b, 0]
                for t in range(following, min(following + share, until)):
                    fetch(source, coming + offsets[t], span)
                following += share
                # What the next block writes and reads comes from memory while this one is summed.
                if b + 1 < last and p == 0:
                    for k in range(blocks[b + 1, 0], blocks[b + 1, 0] + blocks[b + 1, 1]):
                        fetch(weights, k * taps + tap, stop - tap)
                ahead = blocks[b, 1] * pitch if b + 1 < last else (base - filter_) * pitch + many if further else 0
                add_map_taps(
                    blocks[b, 1], source, start + at, offsets, tap, stop, weights, filter_ * taps, taps, bias, filter_,
                    sums, place + (filter_ - base) * pitch + at, pitch, many, rectified, ceiling, ending, ahead,
                )  # fmt: skip
            p += many


@inlined
def _gather(source: Any, start: int, count: int, offsets: Any, own: Any, place: int) -> None:
    """Write what the taps read of ``count`` positions from ``start`` on, position by position."""
    for p in range(count):
        for t in range(offsets.size):
            own[place + p * offsets.size + t] = source[start + p + offsets[t]]


@inlined
def _sum_alone(
    weights: Any, base: int, behind: int, bias: Any, own: Any, place: int, tap: int, stop: int, taps: int, out: Any,
    low: int, high: int, plane: int,
) -> None:  # fmt: skip
    """Sum taps of the positions from ``low`` to below ``high``, as ``_gather`` wrote them, vector by vector."""
    dots = place + (high - low) * taps
    for first in range(base, behind, ROWS):
        last = min(first + ROWS, behind)
        for p in range(low, high):
            write_dots(weights, first, last, taps, tap, stop, own, place + (p - low) * taps, own, dots)
            for filter_ in range(first, last):
                sum_ = bias[filter_] if tap == 0 else out[filter_ * plane + p]
                out[filter_ * plane + p] = sum_ + own[dots + filter_ - first]
