"""Padded planes, split by the stride: what the taps of a convolution shift over."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from explorer.kernels.jit import inlined
from explorer.kernels.vector import LANES, load, load_evens, load_strided, splat, store


class Layout(NamedTuple):
    """Numbers that place an image on planes.

    There is a plane for each channel and, in it, each phase (a, b); element (u, v) of it is the image's element
    (u * stride_y + a - top, v * stride_x + b - left), or 0 outside the image.

    Attributes
    ----------
    stride_y, stride_x
        As many phases there are, where a tap reads them.
    top, left
        Elements of padding before the image.
    rows, columns
        Extents of a plane.
    """

    stride_y: int
    stride_x: int
    top: int
    left: int
    rows: int
    columns: int


@inlined
def fill_planes(
    image: Any,
    planes: Any,
    phases: Any,
    channel: int,
    count: int,
    first: int,
    last: int,
    stride_y: int,
    stride_x: int,
    top: int,
    left: int,
    rows: int,
    columns: int,
) -> None:
    """Write the rows from ``first`` to below ``last`` of the planes of ``count`` channels of an ``image`` (C, H, W).

    Planes are as high as that, and lie one behind the other; up to a vector is written past the last one. The last six
    numbers are those of a ``Layout``.
    """
    height, width = image.shape[1], image.shape[2]
    kinds, pixels, place, zeros = phases.shape[0], image.reshape(-1), 0, splat(np.float32(0))
    for c in range(channel, channel + count):
        for kind in range(kinds):
            shift = phases[kind, 1] - left
            begin = min(max(-(shift // stride_x), 0), columns)
            end = min(max(-((shift - width) // stride_x), begin), columns)
            # Margins of a vector at most, and every pixel or every second one, are what there is nearly always.
            narrow = begin <= LANES and columns - end <= LANES
            plain, halved = narrow and stride_x == 1, narrow and stride_x == 2
            for u in range(first, last):
                y = u * stride_y + phases[kind, 0] - top
                inside = 0 <= y < height and u < rows
                start = (c * height + y) * width + shift + begin * stride_x
                if plain and inside and start + columns + LANES <= pixels.size:
                    # Vectors that reach too far are overwritten by what comes after them.
                    store(planes, place, zeros)
                    for v in range(0, end - begin, LANES):
                        store(planes, place + begin + v, load(pixels, start + v))
                    store(planes, place + end, zeros)
                elif halved and inside and start + 2 * (columns + LANES) <= pixels.size:
                    store(planes, place, zeros)
                    for v in range(0, end - begin, LANES):
                        store(planes, place + begin + v, load_evens(pixels, start + 2 * v))
                    store(planes, place + end, zeros)
                elif inside and end > begin:
                    _clear(planes, place, begin)
                    _copy_every(pixels, start, stride_x, planes, place + begin, end - begin)
                    _clear(planes, place + end, columns - end)
                else:
                    _clear(planes, place, columns)
                place += columns


@inlined
def _clear(target: Any, place: int, count: int) -> None:
    """Write ``count`` zeros, in whole vectors."""
    zeros = splat(np.float32(0))
    if count > 0:
        store(target, place, zeros)
    if count > LANES:
        for v in range(LANES, count, LANES):
            store(target, place + v, zeros)


@inlined
def _copy_every(source: Any, start: int, step: int, target: Any, place: int, count: int) -> None:
    """Copy ``count`` elements of a flat array, every ``step``-th one, and write whole vectors."""
    if start + (count + LANES) * step > source.size:
        for v in range(count):
            target[place + v] = source[start + step * v]
    elif step == 1:
        for v in range(0, count, LANES):
            store(target, place + v, load(source, start + v))
    elif step == 2:
        for v in range(0, count, LANES):
            store(target, place + v, load_evens(source, start + 2 * v))
    else:
        for v in range(0, count, LANES):
            store(target, place + v, load_strided(source, start + step * v, step))
