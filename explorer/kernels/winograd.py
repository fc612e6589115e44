"""Convolution at stride 1 by Winograd's algorithm: fewer products, of transformed tiles.

Filters are sums of parts of 3x3 taps, each over channels of its own, the same pixels shifted.
A tile of the activation map, 4x4 or 2x2, is computed from a tile of the image that is two pixels larger. Vectors hold one
pixel of as many tiles as they have lanes, so that transforms are sums of vectors; the products of transformed pixels and
filters, summed over channels, are those of ``tile.add_taps``, one product of matrices for each pixel of a tile.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.kernels.convolution import keep
from explorer.kernels.jit import inlined
from explorer.kernels.planes import fill_planes
from explorer.kernels.tile import add_taps
from explorer.kernels.transforms import (
    transform_pixels_2,
    transform_pixels_4,
    transform_sums_2,
    transform_sums_4,
    transform_weights_2,
    transform_weights_4,
)
from explorer.kernels.vector import LANES, LINE, splat, store
from explorer.kernels.work import shared, unpack

_RUN = 64
"""Channels whose products are added before those of the next ones, to find their pixels in a first-level cache again."""


@inlined
def _transform_filters(
    weights: Any, base: int, count: int, size: int, places: Any, out: Any, place: int
) -> None:
    """Transform the weights of ``count`` filters from ``base`` on, pixel after pixel of all of them."""
    channels, together = weights.shape[1] // 9, places.size
    flat, step = weights.reshape(-1), count * places.size + LINE
    for k in range(count):
        row, target = (base + k) * channels * 9, place + k * together
        for c in range(0, together, LANES):
            if size == 4:
                transform_weights_4(flat, row, places, c, out, target + c, step)
            else:
                transform_weights_2(flat, row, places, c, out, target + c, step)


@inlined
def _place_of(group: int, base: int, size: int, together: int) -> int:
    """Return where the transformed filters of a group of blocks lie that are kept."""
    return (size + 2) * (size + 2) * (base * together + group * LINE)


@shared
def transform_filters(first: int, last: int, thread: int, arguments: Any) -> None:
    """Transform groups of filters, to be kept.

    The arguments are the weights, (K, taps); the extent of a tile; the places of channels, as ``convolve_tiles`` takes
    them; the blocks; the groups, int64 (groups, 2): first and last block; and where they are
    kept, flat.
    """
    weights, size, sources, blocks, groups, out = unpack(arguments)
    for g in range(first, last):
        group, end = groups[g, 0], groups[g, 1]
        base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
        place = _place_of(group, base, size, sources.size)
        _transform_filters(weights, base, count, size, sources, out, place)


@shared
def convolve_tiles(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters over bands of tiles.

    The arguments are the image, (C, H, W); the only phase of its planes, int64 zeros (1, 2); the extent of a tile of the map, 2 or 4; the weights, (K, taps), or the
    transformed ones, flat, as ``transform_filters`` writes them, the other empty; the biases; the maps and their positive parts (or nothing), flat; scratch memory, (threads, elements); the band whose tiles
    each thread holds there, int64 (threads, 1 or more), see ``forget``; in it the places of transformed pixels, transformed filters, products and sums; blocks of filters, int64 (blocks, 2): the
    first filter and their number, one of ``tile.BLOCKS``; the blocks that are transformed at a time; the jobs, int64
    (jobs, 4): first and last block, first and last row of the map; the place of each tile on a plane and on a map of
    whole tiles, int64, as many as fill whole vectors; the places on a plane of the parts of 3x3 taps that filters are
    made of, int64; the place of each channel's weights in a filter and of its
    transformed pixels, int64, as many as fill whole vectors, with those of a channel of zeros where there is none; zeros;
    the padding above and before the image; extents of a plane; and the rows and columns of the map.
    """
    image, phases, size, weights, kept_filters, bias, out, rectified, scratch, bands, pixels, filters, products, sums, blocks, most, jobs, places, \
        targets, shifts, sources, offsets, zeros, top, left, rows, columns, outputs, width, kept = unpack(arguments)  # fmt: skip
    own, channels, tiles = scratch[thread], image.shape[0] * shifts.size, places.size
    square = (size + 2) * (size + 2)
    # Pixels of transformed tiles lie a cache line further apart than need be: a cache keeps few lines that are a power
    # of two apart.
    image_step, together = (channels + 1) * tiles + LINE, offsets.size
    known = kept_filters if kept_filters.size > 0 else own
    for j in range(first, last):
        upper, lower = jobs[j, 2], jobs[j, 3]
        if upper != bands[thread, 0]:
            bands[thread, 0] = upper
            for i in range(square):
                for t in range(0, tiles, LANES):
                    store(own, pixels + i * image_step + channels * tiles + t, splat(np.float32(0)))
            for c in range(image.shape[0]):
                fill_planes(image, own, phases, c, 1, upper, upper + rows, 1, 1, top, left, upper + rows, columns)
                for shift in range(shifts.size):
                    target = pixels + (c * shifts.size + shift) * tiles
                    for t in range(0, tiles, LANES):
                        if size == 4:
                            transform_pixels_4(own, places, t, shifts[shift], columns, target + t, image_step)
                        else:
                            transform_pixels_2(own, places, t, shifts[shift], columns, target + t, image_step)
        for group in range(jobs[j, 0], jobs[j, 1], most):
            end = min(group + most, jobs[j, 1])
            base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
            filter_step, sums_step = count * together + LINE, count * tiles + LINE
            place = _place_of(group, base, size, together)
            if kept_filters.size == 0:
                place = filters
                _transform_filters(weights, base, count, size, sources, own, filters)
            for i in range(square):
                for channel in range(0, together, _RUN):
                    stop = min(channel + _RUN, together)
                    for b in range(group, end):
                        k = blocks[b, 0] - base
                        add_taps(
                            blocks[b, 1], own, pixels + i * image_step, offsets, channel, stop, known,
                            place + i * filter_step + k * together, together, zeros, 0, own,
                            products + i * sums_step + k * tiles, tiles, tiles,
                        )  # fmt: skip
            for k in range(count):
                for t in range(0, tiles, LANES):
                    source = products + k * tiles + t
                    if size == 4:
                        transform_sums_4(own, source, sums_step, bias, base + k, targets, t, sums, width)
                    else:
                        transform_sums_2(own, source, sums_step, bias, base + k, targets, t, sums, width)
                begin, end_ = upper * width, (lower - 1) * width + kept
                keep(own, sums, begin, end_, out, rectified, (base + k) * outputs * kept, width, kept)
