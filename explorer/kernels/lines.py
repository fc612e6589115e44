"""Convolution at stride 1 by Winograd's algorithm along rows alone, for images of few channels.

Four neighbours in a row of the activation map are computed from a line of 8 pixels and rows of 5 taps, with 2/5 of the
products that their definition has. Lines cost so much less to transform than tiles that it pays for a single channel.
Vectors hold one element of as many lines as they have lanes. Lines follow each other along rows and then from row to
row, so that rows of taps shift over them as taps do over planes: the products are those of ``tile.add_taps``, a
convolution for each element of a line.
"""

from __future__ import annotations

from typing import Any

from explorer.kernels.fetching import fetch
from explorer.kernels.jit import inlined
from explorer.kernels.keeping import keep_positive
from explorer.kernels.packed import unpack
from explorer.kernels.planes import fill_dense_planes
from explorer.kernels.tile import add_taps
from explorer.kernels.transforms import LINE_EXTENT, transform_line_pixels, transform_line_sums
from explorer.kernels.vector import LANES, flat
from explorer.kernels.work import shared


@inlined
def _transform_pixels(
    image: Any, layout: Any, upper: int, places: Any, lines: int, own: Any, pixels: int, pitch: int,
    step: int,
) -> None:  # fmt: skip
    """Transform ``lines`` lines of each channel from row ``upper`` on.

    ``layout`` is the padding above and before the image and the extents of the plane that they are taken from; an image
    without padding is its own plane.
    """
    top, left, rows, columns = layout
    height, width, elements = image.shape[1], image.shape[2], flat(image)
    inside = left == 0 and top == 0 and columns == width and upper + rows <= height
    source = elements if inside else own
    for c in range(image.shape[0]):
        if not inside:
            fill_dense_planes(image, own, c, 1, upper, upper + rows, top, left, columns)
        first, v = (c * height + upper) * width if inside else 0, 0
        while v < lines:
            at = min(v, lines - LANES)
            target = pixels + c * pitch + at
            transform_line_pixels(source, places, at, first, own, target, step)
            v += LANES


@inlined
def _transform_sums(
    own: Any, source: int, step: int, bias: Any, filter_: int, targets: Any, lines: int, out: Any, place: int
) -> None:
    """Transform the products of one filter back, into rows of its map."""
    v = 0
    while v < lines:
        at = min(v, lines - LANES)
        transform_line_sums(own, source + at, step, bias, filter_, targets, at, out, place)
        v += LANES


@shared
def convolve_lines(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute filters over bands of rows.

    The arguments are the image, (C, H, W); the transformed weights,
    flat: element by element, filter by filter, tap by tap; the biases; the maps and their positive parts (or
    nothing), flat, and the most that these are, float32; scratch memory, (threads, elements); the pass and the first
    row whose lines each thread holds there, int64 (threads, 2 or more); ``passes.PASS``; the blocks of filters, int64
    (blocks, 2): the first filter and their number, one of ``tile.BLOCKS``; the jobs, int64 (jobs, 4): first and last
    block, first and last row; the offsets of the taps from a line, int64; the place of each line on the plane and of
    its sums in the map, int64; zeros; in the memory the places of transformed pixels and of products; the elements
    from one channel to the next, from one element of a line to the next, of pixels, and the same of filters and of
    products; the lines of a row of the map; the padding above and before the image; the extents of the plane; and the
    rows and columns of the map.
    """
    image, weights, bias, out, rectified, ceiling, scratch, bands, passes, blocks, jobs, offsets, \
        places, targets, zeros, pixels, products, pitch, step, sums_pitch, sums_step, across, top, left, rows, \
        columns, outputs, kept = unpack(arguments)  # fmt: skip
    own, taps, plane = scratch[thread], offsets.size, outputs * kept
    for j in range(first, last):
        upper, lower = jobs[j, 2], jobs[j, 3]
        lines, count = (lower - upper) * across, (lower - upper) * kept
        if passes[0] != bands[thread, 0] or upper != bands[thread, 1]:
            bands[thread, 0], bands[thread, 1] = passes[0], upper
            _transform_pixels(image, (top, left, rows, columns), upper, places, rows * across, own, pixels, pitch, step)
        for b in range(jobs[j, 0], jobs[j, 1]):
            base, size = blocks[b, 0], blocks[b, 1]
            for i in range(LINE_EXTENT):
                add_taps(
                    size, own, pixels + i * step, offsets, 0, taps, weights, (i * bias.size + base) * taps, taps,
                    zeros, 0, own, products + i * sums_step, sums_pitch, lines,
                )  # fmt: skip
            for k in range(size):
                place = (base + k) * plane + upper * kept
                for written in (out, rectified):
                    fetch(written, place + plane, count)
                source = products + k * sums_pitch
                _transform_sums(own, source, sums_step, bias, base + k, targets, lines, out, place)
                if rectified.size > 0:
                    keep_positive(out, rectified, ceiling, place, count, plane)
