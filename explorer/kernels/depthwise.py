"""Depthwise convolution: filters that see one channel each, read in place."""

from __future__ import annotations

from typing import Any

from explorer.kernels.jit import inlined
from explorer.kernels.keeping import fetch_maps, goes_past
from explorer.kernels.packed import unpack
from explorer.kernels.rows import ROWS, add_rows
from explorer.kernels.vector import LANES, load, store
from explorer.kernels.work import shared

BEYOND = (ROWS[-1] + 1) * LANES
"""Elements of scratch memory for rows that are computed apart."""


@shared
def convolve_channels(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters, as many of them to a channel as there are to each.

    The arguments are the image, flat, and the elements of a channel; the offsets of the taps from the first position
    of a row, int64; the masks of the vectors of a row, as ``rows.add_rows`` reads them; the bands of rows, int64
    (bands, 6): the first row and how many there are, the side of the square of taps that are added or 0, the first tap
    and the one after the last, and the elements of the image between lines; the weights, flat; the biases; the maps and
    their positive parts (or nothing), flat, and the most that these are, float32; scratch memory, (threads, a channel
    with a margin on either side and twice ``BEYOND``); whether all channels are copied into it; the elements of a
    margin; the filters of a channel; the elements of the image from one column to the next, 1 or 2, and from one row to
    the next; and the rows and columns of the map.
    """
    image, channel, offsets, masks, bands, weights, bias, out, rectified, ceiling, scratch, copied, margin, \
        multiplier, every, step, rows, columns = unpack(arguments)  # fmt: skip
    own, maps = scratch[thread], (out, rectified, ceiling)
    beyond, positive = own[own.size - 2 * BEYOND :], own[own.size - BEYOND :]
    apart = (beyond, positive if rectified.size > 0 else rectified, ceiling)
    for filter_ in range(first, last):
        pixels, begin, place = image, filter_ // multiplier * channel, filter_ * rows * columns
        # There is nothing before the first channel, or behind the last one, that vectors could reach into.
        if copied > 0 or begin < margin or begin + channel + margin > image.size:
            if filter_ == first or filter_ % multiplier == 0:
                _copy_channel(image, begin, channel, own, margin)
            pixels, begin = own, margin
        for b in range(bands.shape[0]):
            target = place + bands[b, 0] * columns
            # A row of less than a vector reaches into the next ones, which are computed after it; behind the last one
            # of the last filter lies what another thread may be computing.
            reach = (bands[b, 0] + bands[b, 1] - 1) * columns + LANES
            spills = columns < LANES and filter_ + 1 == last and reach > rows * columns
            fetch_maps(out, rectified, columns, target + bands[b, 1] * columns, bands[b, 1] * columns)
            add_rows(
                bands[b, 1], bands[b, 2], every, pixels, begin + bands[b, 0] * step, bands[b, 5], offsets, bands[b, 3],
                bands[b, 4], masks, weights, filter_ * offsets.size, bias[filter_], apart if spills else maps,
                0 if spills else target, columns, goes_past(rectified, columns),
            )  # fmt: skip
            if spills:
                for element in range(bands[b, 1] * columns):
                    out[target + element] = beyond[element]
                    if rectified.size > 0:
                        rectified[target + element] = positive[element]


@inlined
def _copy_channel(image: Any, begin: int, count: int, own: Any, margin: int) -> None:
    """Copy a channel, and put zeros on either side of it."""
    own[:margin] = 0
    for place in range(0, count - LANES + 1, LANES):
        store(own, margin + place, load(image, begin + place))
    for place in range(count // LANES * LANES, count):
        own[margin + place] = image[begin + place]
    own[margin + count : 2 * margin + count] = 0
