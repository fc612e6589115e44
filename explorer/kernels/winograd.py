"""Convolution at stride 1 by Winograd's algorithm: fewer products, of transformed tiles.

Filters are sums of parts of 3x3 or 5x5 taps, each over channels of its own: the same pixels, shifted. A tile of the
activation map, 4x4 or 2x2, is computed from tiles of the image whose extent is 4, 6 or 8 pixels. Vectors hold one
element of as many tiles as they have lanes, so that transforms are sums of vectors; the products of transformed pixels
and filters, summed over channels, are those of ``tile.add_taps``, one product of matrices for each element of a tile.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined
from explorer.kernels.keeping import fetch_maps, keep
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_planes
from explorer.kernels.tile import add_taps
from explorer.kernels.transforms import (
    transform_pixels_4,
    transform_pixels_6,
    transform_pixels_8,
    transform_sums_4,
    transform_sums_6,
    transform_sums_8,
    transform_weights_4,
    transform_weights_6,
    transform_weights_8,
)
from explorer.kernels.vector import LANES, LINE, flat, splat, store
from explorer.kernels.work import shared

_RUN = 64
"""Channels whose products are added before those of the next ones, to find their pixels in a first-level cache
again."""

_AHEAD = 2048
"""Weights from those that are transformed to those that are fetched from memory meanwhile."""

# Elements of transformed tiles lie a cache line further apart than need be: a cache keeps few lines that are a power of
# two apart.


@inlined
def _transform_filters(weights: Any, base: int, count: int, extent: int, sources: Any, out: Any, place: int) -> None:
    """Transform ``count`` filters from ``base`` on: element by element, filter by filter, channel by channel."""
    taps, together = weights.shape[1], sources.size
    numbers, step = flat(weights), count * together + LINE
    for k in range(count):
        row, target = (base + k) * taps, place + k * together
        for c in range(0, together, LANES):
            if extent == 8:
                fetch(numbers, row + 25 * c + _AHEAD, 25 * LANES)
                transform_weights_8(numbers, row, sources, c, out, target + c, step)
                continue
            fetch(numbers, row + 9 * c + _AHEAD, 9 * LANES + LINE)
            if extent == 6:
                transform_weights_6(numbers, row, sources, c, out, target + c, step)
            else:
                transform_weights_4(numbers, row, sources, c, out, target + c, step)


@inlined
def _place_of(group: int, base: int, square: int, together: int) -> int:
    """Return where the transformed filters of a group of blocks lie that are kept."""
    return square * (base * together + group * LINE)


@shared
def transform_filters(first: int, last: int, thread: int, arguments: Any) -> None:
    """Transform groups of filters, to be kept.

    The arguments are the weights, (K, taps); the extent of a tile of the image; the places of channels, as
    ``convolve_tiles`` takes them; the blocks; the groups, int64 (groups, 2): first and last block; and where they are
    kept, flat.
    """
    weights, extent, sources, blocks, groups, out = unpack(arguments)
    for g in range(first, last):
        group, end = groups[g, 0], groups[g, 1]
        base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
        place = _place_of(group, base, extent * extent, sources.size)
        _transform_filters(weights, base, count, extent, sources, out, place)


@inlined
def _transform_band(
    image: Any, plane: Any, layout: Any, upper: int, extent: int, places: Any, shifts: Any, own: Any, pixels: int
) -> None:
    """Transform the tiles of a band, channel by channel and shift by shift, and then those of a channel of zeros.

    ``plane`` is (the only phase of planes, zeros (1, 2)), ``layout`` the padding above and before the image and the
    extents of a plane.
    """
    top, left, rows, columns = layout
    tiles, channels = places.size, image.shape[0] * shifts.size
    step = (channels + 1) * tiles + LINE
    for c in range(image.shape[0]):
        fill_planes(image, own, plane, c, 1, upper, upper + rows, 1, 1, top, left, upper + rows, columns)
        for s in range(shifts.size):
            target = pixels + (c * shifts.size + s) * tiles
            for t in range(0, tiles, LANES):
                if extent == 4:
                    transform_pixels_4(own, places, t, shifts[s], columns, target + t, step)
                elif extent == 6:
                    transform_pixels_6(own, places, t, shifts[s], columns, target + t, step)
                else:
                    transform_pixels_8(own, places, t, shifts[s], columns, target + t, step)
    zeros = splat(np.float32(0))
    for i in range(extent * extent):
        for t in range(0, tiles, LANES):
            store(own, pixels + i * step + channels * tiles + t, zeros)


@inlined
def _multiply(
    own: Any,
    pixels: int,
    pixels_step: int,
    offsets: Any,
    filters: Any,
    place: int,
    blocks: Any,
    first: int,
    last: int,
    zeros: Any,
    products: int,
    tiles: int,
    square: int,
) -> None:
    """Sum the products of some blocks of filters over channels, for each of the ``square`` elements of a tile."""
    together, base = offsets.size, blocks[first, 0]
    count = blocks[last - 1, 0] + blocks[last - 1, 1] - base
    filters_step, sums_step = count * together + LINE, count * tiles + LINE
    for i in range(square):
        source, weights, sums = pixels + i * pixels_step, place + i * filters_step, products + i * sums_step
        for channel in range(0, together, _RUN):
            stop = min(channel + _RUN, together)
            for b in range(first, last):
                k = blocks[b, 0] - base
                row, target = weights + k * together, sums + k * tiles
                add_taps(
                    blocks[b, 1], own, source, offsets, channel, stop, filters, row, together, zeros, 0, own, target,
                    tiles, tiles,
                )  # fmt: skip


@inlined
def _transform_sums(
    extent: int, own: Any, source: int, step: int, bias: Any, filter_: int, targets: Any, sums: int, width: int
) -> None:
    """Transform the products of one filter back, into a band of its map."""
    for t in range(0, targets.size, LANES):
        if extent == 4:
            transform_sums_4(own, source + t, step, bias, filter_, targets, t, sums, width)
        elif extent == 6:
            transform_sums_6(own, source + t, step, bias, filter_, targets, t, sums, width)
        else:
            transform_sums_8(own, source + t, step, bias, filter_, targets, t, sums, width)


@shared
def convolve_tiles(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters over bands of tiles.

    The arguments are the image, (C, H, W); the only phase of its planes, int64 zeros (1, 2); the extent of a tile of
    the image, 4, 6 or 8; the weights, (K, taps), and the transformed ones, flat, as ``transform_filters`` writes them:
    one of them empty; the biases; the maps and their positive parts (or nothing), flat, and the most that these are,
    float32; scratch memory, (threads, elements); the pass and the band whose tiles each thread holds there, int64
    (threads, 2 or more); ``passes.PASS``; in that memory the places of transformed pixels, transformed filters,
    products and sums; blocks of filters, int64 (blocks, 2): the first filter and their number, one of ``tile.BLOCKS``;
    the blocks that are multiplied one after the other; the jobs, int64 (jobs, 4): first and last block, first and last
    row of the map; the place of each tile on a plane and on a map of whole tiles, int64, as many as fill whole vectors;
    the places on a plane of the parts of filters, int64; the place of each channel's weights in a filter and of its
    transformed pixels, int64, as many as fill whole vectors, with those of a channel of zeros where there is none;
    zeros; the padding above and before the image; extents of a plane; and the rows, whole columns and columns of the
    map.
    """
    image, plane, extent, weights, known, bias, out, rectified, ceiling, scratch, bands, passes, pixels, filters, \
        products, sums, blocks, most, jobs, places, targets, shifts, sources, offsets, zeros, top, left, rows, \
        columns, outputs, width, kept = unpack(arguments)  # fmt: skip
    own, tiles, square = scratch[thread], places.size, extent * extent
    step = (image.shape[0] * shifts.size + 1) * tiles + LINE
    kernels = known if known.size > 0 else own
    for j in range(first, last):
        upper, lower = jobs[j, 2], jobs[j, 3]
        if passes[0] != bands[thread, 0] or upper != bands[thread, 1]:
            bands[thread, 0], bands[thread, 1] = passes[0], upper
            _transform_band(image, plane, (top, left, rows, columns), upper, extent, places, shifts, own, pixels)
        for group in range(jobs[j, 0], jobs[j, 1], most):
            end = min(group + most, jobs[j, 1])
            base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
            place = _place_of(group, base, square, offsets.size)
            if known.size == 0:
                place = filters
                _transform_filters(weights, base, count, extent, sources, own, filters)
            _multiply(own, pixels, step, offsets, kernels, place, blocks, group, end, zeros, products, tiles, square)
            for k in range(count):
                source, map_ = products + k * tiles, (base + k) * outputs * kept
                fetch_maps(out, rectified, kept, map_ + (outputs + upper) * kept, (lower - upper) * kept)
                _transform_sums(extent, own, source, count * tiles + LINE, bias, base + k, targets, sums, width)
                keep(own, sums, upper * width, (lower - 1) * width + kept, out, rectified, ceiling, map_, width, kept)
