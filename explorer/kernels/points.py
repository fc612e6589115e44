"""Convolution point by point: vectors hold as many filters as they have lanes, and every pixel is one number.

Pixels are read from wherever they lie on padded planes, so that windows that move in steps and narrow maps waste
nothing. Weights are packed: panels of filters beside each other, tap by tap.
"""

from __future__ import annotations

from typing import Any

from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_planes
from explorer.kernels.point_tile import add_points
from explorer.kernels.turning import write_turned
from explorer.kernels.vector import LANES, LINE
from explorer.kernels.work import shared


@inlined
def _fetch_maps(written: Any, maps: Any, filter_: int, target: int, lines: int, first: int, last: int) -> None:
    """Fetch cache lines of maps from ``filter_`` on, of each as many ``lines``, the ``first`` to below the ``last``."""
    at, line = filter_ + first // lines, first % lines
    for _ in range(first, last):
        fetch(written, maps[at] + target + line * LINE, 1)
        line += 1
        if line == lines:
            at, line = at + 1, 0


@shared
def convolve_points(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute panels of filters over bands of rows.

    The arguments are the image, (C, H, W); the only phase of its planes, int64 (1, 2); the place of each point of a
    band, and the offsets of the taps from there, int64; the taps that are added before going on to the next panel; the
    weights, flat, panel by panel: tap by tap, filter by filter; the biases, as many; the maps and their positive parts
    (or nothing), flat, and the most that these are, float32; scratch memory, (threads, planes and sums); the pass, the
    first channel and the first row whose planes each thread holds there, int64 (threads, 3 or more); ``passes.PASS``;
    the panels, int64 (panels, 2): the first filter and their number, a multiple of the lanes of a vector, in which the
    last of a group may come again and again; the blocks of points, int64 (blocks, 2): the first point and their number,
    one of ``tile.BLOCKS``; the jobs, int64 (jobs, 7): first channel, first and last panel, first and last row, first
    and last block; the channels of a group; where the map of each filter of the panels begins, int64; the columns of a
    map; the rows of the planes, and those from one row of points to the next; the elements that planes take; and a
    ``planes.Layout``.
    """
    image, phase, starts, offsets, run, weights, bias, out, rectified, ceiling, scratch, bands, passes, panels, \
        blocks, jobs, members, maps, width, height, skip, elements, stride_y, stride_x, top, left, rows, \
        columns = unpack(arguments)  # fmt: skip
    own, taps = scratch[thread], offsets.size
    for j in range(first, last):
        channel, low_panel, high_panel, upper = jobs[j, 0], jobs[j, 1], jobs[j, 2], jobs[j, 3]
        count = (jobs[j, 4] - upper) * width
        if passes[0] != bands[thread, 0] or channel != bands[thread, 1] or upper != bands[thread, 2]:
            bands[thread, 0], bands[thread, 1], bands[thread, 2] = passes[0], channel, upper
            fill_planes(
                image, own, phase, channel, members, upper * skip, upper * skip + height,
                stride_y, stride_x, top, left, rows, columns,
            )  # fmt: skip
        base = panels[low_panel, 0]
        for tap in range(0, taps, run):
            stop = min(tap + run, taps)
            for p in range(low_panel, high_panel):
                filter_, filters = panels[p, 0], panels[p, 1]
                sums, target = elements + (filter_ - base) * count, upper * width
                # The next weights come from memory while these are used, and maps before they are written.
                again = p + 1 == high_panel
                following, coming = (low_panel, stop) if again else (p + 1, tap)
                coming = panels[following, 0] * taps + coming * panels[following, 1]
                lines = count // LINE + 1
                for b in range(jobs[j, 5], jobs[j, 6]):
                    begin, end = blocks[b, 0], blocks[b, 0] + blocks[b, 1]
                    low, high = begin * run * filters // count, end * run * filters // count
                    fetch(weights, coming + low, high - low)
                    if stop == taps:
                        low, high = begin * filters * lines // count, end * filters * lines // count
                        _fetch_maps(out, maps, filter_, target, lines, low, high)
                        if rectified.size > 0:
                            _fetch_maps(rectified, maps, filter_, target, lines, low, high)
                    add_points(
                        blocks[b, 1], weights, filter_ * taps, filters, tap, stop, own, starts, begin,
                        offsets, bias, filter_, own, sums + begin * filters, filters,
                    )  # fmt: skip
                if stop == taps:
                    for f in range(0, filters, LANES):
                        write_turned(own, sums + f, filters, count, maps, filter_ + f, out, rectified, ceiling, target)
