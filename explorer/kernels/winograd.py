"""Convolution with 3x3 filters at stride 1 by Winograd's algorithm: fewer products, of transformed tiles.

A tile of the activation map, 4x4 or 2x2, is computed from a tile of the image that is two pixels larger. Vectors hold one
pixel of as many tiles as they have lanes, so that transforms are sums of vectors; the products of transformed pixels and
filters, summed over channels, are those of ``tile.add_taps``, one product of matrices for each pixel of a tile.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.kernels.convolution import keep
from explorer.kernels.jit import pasted
from explorer.kernels.planes import fill_planes
from explorer.kernels.tile import add_taps
from explorer.kernels.transforms import (
    filter_line_2,
    filter_line_4,
    image_line_2,
    image_line_4,
    sums_line_2,
    sums_line_4,
)
from explorer.kernels.vector import (
    LANES,
    LINE,
    load,
    load_quads,
    splat,
    store,
    store_quads,
    store_pairs,
    transpose_quads,
)
from explorer.kernels.work import shared, unpack

_STEP = LANES // 4

_RUN = 64
"""Channels whose products are added before those of the next ones, to find their pixels in a first-level cache again."""


@pasted
def _load_columns(own: Any, places: Any, t: int, shift: int) -> Any:
    """Return four neighbouring pixels of the tiles from ``t`` on, each a vector over tiles."""
    a, b = load_quads(own, places, t, shift), load_quads(own, places, t + _STEP, shift)
    c, d = load_quads(own, places, t + 2 * _STEP, shift), load_quads(own, places, t + 3 * _STEP, shift)
    return transpose_quads(a, b, c, d)


@pasted
def _transform_image_4(own: Any, places: Any, t: int, pitch: int, scratch: int, target: int, step: int) -> None:
    """Transform a vector of tiles of a plane; their pixels go ``step`` elements apart from ``target`` on."""
    for r in range(6):
        d0, d1, d2, d3 = _load_columns(own, places, t, r * pitch)
        d4, d5, _, _ = _load_columns(own, places, t, r * pitch + 4)
        v0, v1, v2, v3, v4, v5 = image_line_4(d0, d1, d2, d3, d4, d5)
        _store_line_6(own, scratch + r * 6 * LANES, LANES, v0, v1, v2, v3, v4, v5)
    for s in range(6):
        d0, d1, d2, d3, d4, d5 = _load_line_6(own, scratch + s * LANES, 6 * LANES)
        v0, v1, v2, v3, v4, v5 = image_line_4(d0, d1, d2, d3, d4, d5)
        _store_line_6(own, target + s * step, 6 * step, v0, v1, v2, v3, v4, v5)


@pasted
def _transform_image_2(own: Any, places: Any, t: int, pitch: int, scratch: int, target: int, step: int) -> None:
    for r in range(4):
        d0, d1, d2, d3 = _load_columns(own, places, t, r * pitch)
        v0, v1, v2, v3 = image_line_2(d0, d1, d2, d3)
        _store_line_4(own, scratch + r * 4 * LANES, LANES, v0, v1, v2, v3)
    for s in range(4):
        d0, d1, d2, d3 = _load_line_4(own, scratch + s * LANES, 4 * LANES)
        v0, v1, v2, v3 = image_line_2(d0, d1, d2, d3)
        _store_line_4(own, target + s * step, 4 * step, v0, v1, v2, v3)


@pasted
def _transform_filter_4(
    weights: Any, row: int, places: Any, c: int, own: Any, scratch: int, out: Any, target: int, step: int
) -> None:
    """Transform the weights of one filter, which begin at ``row``, for a vector of channels from ``c`` on."""
    a, b, c_, d = _load_columns(weights, places, c, row)
    _start_filter_4(own, scratch, a, b, c_)
    e, f, g, h = _load_columns(weights, places, c, row + 4)
    _start_filter_4(own, scratch + 6 * LANES, d, e, f)
    _, _, _, i = _load_columns(weights, places, c, row + 5)
    _start_filter_4(own, scratch + 12 * LANES, g, h, i)
    for s in range(6):
        place = scratch + s * LANES
        g0, g1, g2 = load(own, place), load(own, place + 6 * LANES), load(own, place + 12 * LANES)
        v0, v1, v2, v3, v4, v5 = filter_line_4(g0, g1, g2)
        _store_line_6(out, target + s * step, 6 * step, v0, v1, v2, v3, v4, v5)


@pasted
def _start_filter_4(own: Any, place: int, g0: Any, g1: Any, g2: Any) -> None:
    v0, v1, v2, v3, v4, v5 = filter_line_4(g0, g1, g2)
    _store_line_6(own, place, LANES, v0, v1, v2, v3, v4, v5)


@pasted
def _transform_filter_2(
    weights: Any, row: int, places: Any, c: int, own: Any, scratch: int, out: Any, target: int, step: int
) -> None:
    a, b, c_, d = _load_columns(weights, places, c, row)
    _start_filter_2(own, scratch, a, b, c_)
    e, f, g, h = _load_columns(weights, places, c, row + 4)
    _start_filter_2(own, scratch + 4 * LANES, d, e, f)
    _, _, _, i = _load_columns(weights, places, c, row + 5)
    _start_filter_2(own, scratch + 8 * LANES, g, h, i)
    for s in range(4):
        place = scratch + s * LANES
        g0, g1, g2 = load(own, place), load(own, place + 4 * LANES), load(own, place + 8 * LANES)
        v0, v1, v2, v3 = filter_line_2(g0, g1, g2)
        _store_line_4(out, target + s * step, 4 * step, v0, v1, v2, v3)


@pasted
def _start_filter_2(own: Any, place: int, g0: Any, g1: Any, g2: Any) -> None:
    v0, v1, v2, v3 = filter_line_2(g0, g1, g2)
    _store_line_4(own, place, LANES, v0, v1, v2, v3)


@pasted
def _transform_sums_4(
    own: Any, source: int, step: int, scratch: int, bias: Any, places: Any, t: int, target: int, pitch: int
) -> None:
    """Transform products back, and write the sums of each tile into a map of whole tiles."""
    for s in range(6):
        m0, m1, m2, m3, m4, m5 = _load_line_6(own, source + s * step, 6 * step)
        y0, y1, y2, y3 = sums_line_4(m0, m1, m2, m3, m4, m5)
        _store_line_4(own, scratch + s * LANES, 6 * LANES, y0, y1, y2, y3)
    for j in range(4):
        m0, m1, m2, m3, m4, m5 = _load_line_6(own, scratch + j * 6 * LANES, LANES)
        y0, y1, y2, y3 = sums_line_4(m0, m1, m2, m3, m4, m5)
        a, b, c, d = transpose_quads(y0 + bias, y1 + bias, y2 + bias, y3 + bias)
        store_quads(own, places, t, target + j * pitch, a)
        store_quads(own, places, t + _STEP, target + j * pitch, b)
        store_quads(own, places, t + 2 * _STEP, target + j * pitch, c)
        store_quads(own, places, t + 3 * _STEP, target + j * pitch, d)


@pasted
def _transform_sums_2(
    own: Any, source: int, step: int, scratch: int, bias: Any, places: Any, t: int, target: int, pitch: int
) -> None:
    for s in range(4):
        m0, m1, m2, m3 = _load_line_4(own, source + s * step, 4 * step)
        y0, y1 = sums_line_2(m0, m1, m2, m3)
        store(own, scratch + s * LANES, y0)
        store(own, scratch + (4 + s) * LANES, y1)
    m0, m1, m2, m3 = _load_line_4(own, scratch, LANES)
    y0, y1 = sums_line_2(m0, m1, m2, m3)
    m0, m1, m2, m3 = _load_line_4(own, scratch + 4 * LANES, LANES)
    y2, y3 = sums_line_2(m0, m1, m2, m3)
    a, b, c, d = transpose_quads(y0 + bias, y1 + bias, y2 + bias, y3 + bias)
    store_pairs(own, places, t, target, pitch, a)
    store_pairs(own, places, t + _STEP, target, pitch, b)
    store_pairs(own, places, t + 2 * _STEP, target, pitch, c)
    store_pairs(own, places, t + 3 * _STEP, target, pitch, d)


@pasted
def _load_line_6(own: Any, place: int, step: int) -> Any:
    a, b, c = load(own, place), load(own, place + step), load(own, place + 2 * step)
    d, e, f = load(own, place + 3 * step), load(own, place + 4 * step), load(own, place + 5 * step)
    return a, b, c, d, e, f


@pasted
def _store_line_6(own: Any, place: int, step: int, a: Any, b: Any, c: Any, d: Any, e: Any, f: Any) -> None:
    store(own, place, a)
    store(own, place + step, b)
    store(own, place + 2 * step, c)
    store(own, place + 3 * step, d)
    store(own, place + 4 * step, e)
    store(own, place + 5 * step, f)


@pasted
def _load_line_4(own: Any, place: int, step: int) -> Any:
    return load(own, place), load(own, place + step), load(own, place + 2 * step), load(own, place + 3 * step)


@pasted
def _store_line_4(own: Any, place: int, step: int, a: Any, b: Any, c: Any, d: Any) -> None:
    store(own, place, a)
    store(own, place + step, b)
    store(own, place + 2 * step, c)
    store(own, place + 3 * step, d)


@pasted
def _transform_filters(
    weights: Any, base: int, count: int, size: int, places: Any, own: Any, scratch: int, out: Any, place: int
) -> None:
    """Transform the weights of ``count`` filters from ``base`` on, pixel after pixel of all of them."""
    channels, together = weights.shape[1] // 9, places.size
    flat, step = weights.reshape(-1), count * places.size + LINE
    for k in range(count):
        row, target = (base + k) * channels * 9, place + k * together
        for c in range(0, together, LANES):
            if size == 4:
                _transform_filter_4(flat, row, places, c, own, scratch, out, target + c, step)
            else:
                _transform_filter_2(flat, row, places, c, own, scratch, out, target + c, step)


@pasted
def _place_of(group: int, base: int, size: int, together: int) -> int:
    """Return where the transformed filters of a group of blocks lie that are kept."""
    return (size + 2) * (size + 2) * (base * together + group * LINE)


@shared
def transform_filters(first: int, last: int, thread: int, arguments: Any) -> None:
    """Transform groups of filters, to be kept.

    The arguments are the weights, (K, taps); the extent of a tile; the places of channels, as ``convolve_tiles`` takes
    them; the blocks; the groups, int64 (groups, 2): first and last block; scratch memory, (threads, elements); and
    where they are kept, flat.
    """
    weights, size, sources, blocks, groups, scratch, out = unpack(arguments)
    for g in range(first, last):
        group, end = groups[g, 0], groups[g, 1]
        base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
        place = _place_of(group, base, size, sources.size)
        _transform_filters(weights, base, count, size, sources, scratch[thread], 0, out, place)


@shared
def convolve_tiles(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters over bands of tiles.

    The arguments are the image, (C, H, W); the extent of a tile of the map, 2 or 4; the weights, (K, taps), or the
    transformed ones, flat, as ``transform_filters`` writes them, the other empty; the biases; the maps and their positive parts (or nothing), flat; scratch memory, (threads, elements); the band whose tiles
    each thread holds there, int64 (threads, 1 or more), see ``forget``; in it the places of transformed pixels, transformed filters, products and sums; blocks of filters, int64 (blocks, 2): the
    first filter and their number, one of ``tile.BLOCKS``; the blocks that are transformed at a time; the jobs, int64
    (jobs, 4): first and last block, first and last row of the map; the place of each tile on a plane and on a map of
    whole tiles, int64, as many as fill whole vectors; the place of each channel's weights in a filter and of its
    transformed pixels, int64, as many as fill whole vectors, with those of a channel of zeros where there is none; zeros;
    the padding above and before the image; extents of a plane; and the rows and columns of the map.
    """
    image, size, weights, kept_filters, bias, out, rectified, scratch, bands, pixels, filters, products, sums, blocks, most, jobs, places, \
        targets, sources, offsets, zeros, top, left, rows, columns, outputs, kept = unpack(arguments)  # fmt: skip
    own, channels, tiles = scratch[thread], image.shape[0], places.size
    phases = np.zeros((1, 2), np.int64)
    square, width = (size + 2) * (size + 2), columns - 2
    work = rows * columns + 2 * LANES
    # Pixels of transformed tiles lie a cache line further apart than need be: a cache keeps few lines that are a power
    # of two apart.
    image_step, together = (channels + 1) * tiles + LINE, offsets.size
    known = kept_filters if kept_filters.size > 0 else own
    for j in range(first, last):
        upper, lower = jobs[j, 2], jobs[j, 3]
        if upper != bands[thread, 0]:
            bands[thread, 0] = upper
            for i in range(square):
                place = pixels + i * image_step + channels * tiles
                own[place : place + tiles] = 0
            for c in range(channels):
                fill_planes(image, own, phases, c, 1, upper, upper + rows, 1, 1, top, left, outputs + 2, columns)
                for t in range(0, tiles, LANES):
                    target = pixels + c * tiles + t
                    if size == 4:
                        _transform_image_4(own, places, t, columns, work, target, image_step)
                    else:
                        _transform_image_2(own, places, t, columns, work, target, image_step)
        for group in range(jobs[j, 0], jobs[j, 1], most):
            end = min(group + most, jobs[j, 1])
            base, count = blocks[group, 0], blocks[end - 1, 0] + blocks[end - 1, 1] - blocks[group, 0]
            filter_step, sums_step = count * together + LINE, count * tiles + LINE
            place = _place_of(group, base, size, together)
            if kept_filters.size == 0:
                place = filters
                _transform_filters(weights, base, count, size, sources, own, work, own, filters)
            for i in range(square):
                for channel in range(0, together, _RUN):
                    stop = min(channel + _RUN, together)
                    for b in range(group, end):
                        k = blocks[b, 0] - base
                        add_taps(
                            blocks[b, 1], own, pixels + i * image_step, offsets, channel, stop, known,
                            place + i * filter_step + k * together, together, zeros, own,
                            products + i * sums_step + k * tiles, tiles, tiles,
                        )  # fmt: skip
            for k in range(count):
                start = splat(bias[base + k])
                for t in range(0, tiles, LANES):
                    source = products + k * tiles + t
                    if size == 4:
                        _transform_sums_4(own, source, sums_step, work, start, targets, t, sums, width)
                    else:
                        _transform_sums_2(own, source, sums_step, work, start, targets, t, sums, width)
                begin, end_ = upper * width, (lower - 1) * width + kept
                keep(own, sums, begin, end_, out, rectified, (base + k) * outputs * kept, width, kept)
