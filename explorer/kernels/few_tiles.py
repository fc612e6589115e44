"""Winograd's algorithm for maps of few tiles: vectors hold one element of as many filters as they have lanes.

What is a row of a product in ``winograd.py`` is a column here. Each transformed weight is loaded once for all tiles,
and each transformed pixel is multiplied by a vector of filters. Tiles of the map are 4x4 or 2x2, filters 3x3.
"""

from __future__ import annotations

from typing import Any

from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined
from explorer.kernels.keeping import keep
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_dense_planes
from explorer.kernels.tile import add_taps
from explorer.kernels.transforms import (
    transform_pixels_4,
    transform_pixels_6,
    transform_sums_of_filters_4,
    transform_sums_of_filters_6,
    transform_turned_weights_4,
    transform_turned_weights_6,
)
from explorer.kernels.turning import turn_square
from explorer.kernels.vector import LANES, LINE
from explorer.kernels.work import Kernel, shared

_TAPS = 9
"""Weights of a filter for a channel."""

NEAR = LANES * _TAPS * LANES
"""Elements of a thread's memory for weights that are transformed next: vectors of filters, for as many channels."""


@inlined
def _find_filters(
    transformed: Any, group: int, filters: Any, count: int, channels: int, first: int, last: int, own: Any, near: int,
    place: int, extent: int, step: int,
) -> tuple[Any, int]:  # fmt: skip
    """Return where the transformed filters of a group lie that are kept, for the channels from ``first`` on."""
    return transformed, group * extent * extent * step + first * filters.size


@inlined
def _transform_filters(
    weights: Any, group: int, filters: Any, count: int, channels: int, first: int, last: int, own: Any, near: int,
    place: int, extent: int, step: int,
) -> tuple[Any, int]:  # fmt: skip
    """Transform some channels of a group of filters, to where ``_find_filters`` finds those that are kept.

    The weights become vectors of filters first, from ``near`` on in the thread's memory: filter by filter, as they lie,
    they would be fetched from thousands of bytes apart, for which a cache may have but few lines.
    """
    begin = group * filters.size * channels * _TAPS
    for f in range(0, count, LANES):
        for channel in range(first, last, LANES):
            start = min(channel, max(last - LANES, 0))
            for lane in range(LANES):
                fetch(weights, begin + filters[f + lane] + (start + LANES) * _TAPS, LANES * _TAPS)
            for i in range(_TAPS):
                turn_square(weights, filters, f, begin + start * _TAPS + i * LANES, own, near + i * LANES * LANES)
            for c in range(channel, min(channel + LANES, last)):
                source, target = near + (c - start) * _TAPS * LANES, place + (c - first) * filters.size + f
                if extent == 4:
                    transform_turned_weights_4(own, source, target, step)
                else:
                    transform_turned_weights_6(own, source, target, step)
    return own, place


@inlined
def _transform_image(
    extent: int, image: Any, layout: Any, planes: Any, places: Any, own: Any, pixels: int, pitch: int, step: int
) -> None:
    """Transform all tiles of the image: tile by tile, ``pitch`` apart, channel by channel.

    ``planes`` are the places of as many planes as there are lanes; the others are as in ``winograd._make_band``.
    """
    top, left, rows, columns = layout
    for c in range(0, image.shape[0], LANES):
        fill_dense_planes(image, own, c, min(LANES, image.shape[0] - c), 0, rows, top, left, columns)
        for t in range(places.size):
            target = pixels + t * pitch + c
            if extent == 4:
                transform_pixels_4(own, planes, 0, places[t], columns, target, step)
            else:
                transform_pixels_6(own, planes, 0, places[t], columns, target, step)


@inlined
def _multiply(
    square: int, own: Any, pixels: int, pixels_step: int, pitch: int, kernels: Any, source: int, filters_step: int,
    offsets: Any, first: int, last: int, blocks: Any, zeros: Any, products: int, sums_step: int, together: int,
    count: int,
) -> None:  # fmt: skip
    """Sum the products of ``count`` filters over the channels from ``first`` on, for each element of each tile."""
    for i in range(square):
        for b in range(blocks.shape[0]):
            tile = blocks[b, 0]
            add_taps(
                blocks[b, 1], kernels, source + i * filters_step, offsets, first, last, own,
                pixels + i * pixels_step + tile * pitch, pitch, zeros, 0, own,
                products + i * sums_step + tile * together, together, count,
            )  # fmt: skip


def _make_few_tiles(take_filters: Any) -> Kernel:
    """Return what convolves by filters that are known and kept transformed, or not."""

    @shared
    def convolve_few_tiles(first: int, last: int, thread: int, arguments: Any) -> None:
        image, extent, weights, bias, out, rectified, ceiling, scratch, bands, passes, pixels, transformed, \
            products, sums, biases, near, run, blocks, places, targets, planes, filters, maps, offsets, pitch, zeros, \
            top, left, rows, columns, outputs, width, kept = unpack(arguments)  # fmt: skip
        own, tiles, together, channels = scratch[thread], places.size, filters.size, image.shape[0]
        pixels_step, filters_step, sums_step = tiles * pitch + LINE, run * together + LINE, tiles * together + LINE
        if passes[0] != bands[thread, 0]:
            bands[thread, 0] = passes[0]
            layout = top, left, rows, columns
            _transform_image(extent, image, layout, planes, places, own, pixels, pitch, pixels_step)
        for group in range(first, last):
            base = group * together
            count = min(together, bias.size - base)
            for channel in range(0, channels, run):
                stop = min(channel + run, channels)
                kernels, place = take_filters(
                    weights, group, filters, count, channels, channel, stop, own, near, transformed, extent,
                    filters_step,
                )  # fmt: skip
                source = place - channel * together
                _multiply(
                    extent * extent, own, pixels, pixels_step, pitch, kernels, source, filters_step, offsets, channel,
                    stop, blocks, zeros, products, sums_step, together, count,
                )  # fmt: skip
            for k in range(count):
                own[biases + k] = bias[base + k]
            for f in range(0, count, LANES):
                for t in range(tiles):
                    source, target = products + t * together + f, sums + targets[t]
                    if extent == 4:
                        transform_sums_of_filters_4(own, source, sums_step, own, biases + f, maps, f, target, width)
                    else:
                        transform_sums_of_filters_6(own, source, sums_step, own, biases + f, maps, f, target, width)
            for k in range(count):
                map_ = (base + k) * outputs * kept
                keep(own, sums + maps[k], 0, (outputs - 1) * width + kept, out, rectified, ceiling, map_, width, kept)

    return convolve_few_tiles


convolve_few_tiles = {True: _make_few_tiles(_find_filters), False: _make_few_tiles(_transform_filters)}
"""Compute groups of filters over all tiles, by whether they are kept transformed.

The arguments are the image, (C, H, W); the extent of a tile of the
image, 4 or 6; the weights, flat, with as many behind them as fill vectors of filters, and of channels, or the
transformed ones, flat: group by group, element by element, channel by channel; the biases; the maps and their positive
parts (or nothing), flat, and the most that these are, float32; scratch memory, (threads, elements); the pass whose
pixels each thread holds there, int64 (threads, 1 or more); ``passes.PASS``; in that memory the places of transformed
pixels, transformed filters, products, sums, biases and weights that are transformed next; the channels that are
multiplied before the next ones, all of them where filters are kept; the blocks of tiles, int64 (blocks, 2): the first
tile and their number, one of ``tile.BLOCKS``; the place of each tile on a plane and on a map of whole tiles, int64; the
places of ``LANES`` planes; those of the weights and of the maps of the filters of a group, int64; the place of the
weights of each channel in a group, int64; the elements from the pixels of one tile to the next; zeros; the padding
above and before the image; extents of a plane; and the rows, whole columns and columns of the map.
"""
