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
from explorer.kernels.jit import inlined, scalar
from explorer.kernels.keeping import fetch_maps, keep
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_dense_planes
from explorer.kernels.tile import add_taps
from explorer.kernels.transforms import pixel_transforms, sum_transforms, weight_transforms
from explorer.kernels.vector import LANES, LINE, flat, splat, store
from explorer.kernels.work import Kernel, shared

_RUN = 64
"""Channels whose products are added before those of the next ones, to find their pixels in a first-level cache
again."""

_AHEAD = 2048
"""Weights from those that are transformed to those that are fetched from memory meanwhile."""

# Elements of transformed tiles lie a cache line further apart than need be: a cache keeps few lines that are a power of
# two apart.


@scalar
def place_of(group: int, base: int, square: int, together: int) -> int:
    """Return where the transformed filters of a group of blocks from filter ``base`` on lie that are kept."""
    return square * (base * together + group * LINE)


@inlined
def _find_filters(
    filters: Any, base: int, count: int, group: int, sources: Any, own: Any, place: int, square: int
) -> tuple[Any, int]:
    """Return where the transformed filters of a group lie that are kept."""
    return filters, place_of(group, base, square, sources.size)


def _make_filters(extent: int) -> Any:
    """Return what transforms filters that are not kept, as ``_find_filters`` finds those that are."""
    transform_weights, parts = weight_transforms[extent], 25 if extent == 8 else 9

    @inlined
    def transform_filters(
        weights: Any, base: int, count: int, group: int, sources: Any, own: Any, place: int, square: int
    ) -> tuple[Any, int]:
        taps, together = weights.shape[1], sources.size
        numbers, step = flat(weights), count * together + LINE
        for k in range(count):
            row, target = (base + k) * taps, place + k * together
            for c in range(0, together, LANES):
                fetch(numbers, row + parts * c + _AHEAD, parts * LANES + LINE)
                transform_weights(numbers, row, sources, c, own, target + c, step)
        return own, place

    return transform_filters


def _make_band(extent: int) -> Any:
    """Return what transforms the tiles of a band, channel by channel and shift by shift, and then those of zeros."""
    transform_pixels = pixel_transforms[extent]

    @inlined
    def transform_band(image: Any, layout: Any, upper: int, places: Any, shifts: Any, own: Any, pixels: int) -> None:
        # The layout of planes is the padding above and before the image, and their extents.
        top, left, rows, columns = layout
        tiles, channels = places.size, image.shape[0] * shifts.size
        step = (channels + 1) * tiles + LINE
        for c in range(image.shape[0]):
            fill_dense_planes(image, own, c, 1, upper, upper + rows, top, left, columns)
            for s in range(shifts.size):
                target = pixels + (c * shifts.size + s) * tiles
                for t in range(0, tiles, LANES):
                    transform_pixels(own, places, t, shifts[s], columns, target + t, step)
        zeros = splat(np.float32(0))
        for i in range(extent * extent):
            for t in range(0, tiles, LANES):
                store(own, pixels + i * step + channels * tiles + t, zeros)

    return transform_band


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


def _make_tiles(extent: int, known: bool) -> Kernel:
    """Return what convolves by tiles of ``extent`` pixels and filters that are ``known``, and so kept transformed."""
    transform_band, transform_sums = _make_band(extent), sum_transforms[extent]
    take_filters = _find_filters if known else _make_filters(extent)

    @shared
    def convolve_tiles(first: int, last: int, thread: int, arguments: Any) -> None:
        image, weights, bias, out, rectified, ceiling, scratch, bands, passes, pixels, filters, products, sums, \
            blocks, most, jobs, places, targets, shifts, sources, offsets, zeros, top, left, rows, columns, outputs, \
            width, kept = unpack(arguments)  # fmt: skip
        own, tiles, square = scratch[thread], places.size, extent * extent
        step = (image.shape[0] * shifts.size + 1) * tiles + LINE
        for j in range(first, last):
            upper, lower = jobs[j, 2], jobs[j, 3]
            if passes[0] != bands[thread, 0] or upper != bands[thread, 1]:
                bands[thread, 0], bands[thread, 1] = passes[0], upper
                transform_band(image, (top, left, rows, columns), upper, places, shifts, own, pixels)
            for group in range(jobs[j, 0], jobs[j, 1], most):
                end = min(group + most, jobs[j, 1])
                base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
                kernels, place = take_filters(weights, base, count, group, sources, own, filters, square)
                _multiply(
                    own, pixels, step, offsets, kernels, place, blocks, group, end, zeros, products, tiles, square
                )
                for k in range(count):
                    source, map_ = products + k * tiles, (base + k) * outputs * kept
                    fetch_maps(out, rectified, kept, map_ + (outputs + upper) * kept, (lower - upper) * kept)
                    for t in range(0, tiles, LANES):
                        transform_sums(own, source + t, count * tiles + LINE, bias, base + k, targets, t, sums, width)
                    keep(
                        own, sums, upper * width, (lower - 1) * width + kept, out, rectified, ceiling, map_, width, kept
                    )

    return convolve_tiles


convolve_tiles = {(extent, known): _make_tiles(extent, known) for extent in (4, 6, 8) for known in (False, True)}
"""Compute filters over bands of tiles, by the extent of a tile of the image and whether filters are kept transformed.

The arguments are the image, (C, H, W); the weights, (K, taps), or the transformed ones, flat: element by element,
filter by filter and channel by channel of the groups that lie at ``place_of``; the biases; the maps and their positive
parts (or nothing), flat, and the most that these are, float32; scratch memory, (threads, elements); the pass and the
band whose tiles each thread holds there, int64 (threads, 2 or more); ``passes.PASS``; in that memory the places of
transformed pixels, transformed filters, products and sums; blocks of filters, int64 (blocks, 2): the first filter and
their number, one of ``tile.BLOCKS``; the blocks that are multiplied one after the other; the jobs, int64 (jobs, 4):
first and last block, first and last row of the map; the place of each tile on a plane and on a map of whole tiles,
int64, as many as fill whole vectors; the places on a plane of the parts of filters, int64; the place of each channel's
weights in a filter and of its transformed pixels, int64, as many as fill whole vectors, with those of a channel of
zeros where there is none; zeros; the padding above and before the image; extents of a plane; and the rows, whole
columns and columns of the map.
"""
