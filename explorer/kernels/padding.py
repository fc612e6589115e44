"""Padded planes, split by the stride: what the taps of a convolution shift over."""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.kernels.jit import pasted
from explorer.kernels.vector import copy_inside, copy_padded


@pasted
def fill_planes(
    image: Any,
    planes: Any,
    phases: Any,
    table: Any,
    layout: tuple[int, int, int, int, int, int],
    share: tuple[int, int, int, int],
) -> None:
    """Write some rows of the planes of some channels.

    There is a plane for each channel and, in it, each phase (a, b); element (u, v) of it is the image's element
    (u * SH + a - top, v * SW + b - left), or 0 outside the image.

    Parameters
    ----------
    image
        (C, H, W), float32.
    planes
        Flat, float32; written.
    phases
        (phases, 2), int64: row and column modulo the stride of each kind of plane.
    table
        For every element of one channel's planes its place in the channel's image, -1 outside; int32. Empty where
        rows are long enough to be copied as such.
    layout
        Strides, zeros before the image (top, left), extents of a plane: each along rows, then along columns.
    share
        First and last channel, first and last row.
    """
    if table.size > 0:
        _look_up(image, planes, phases, table, layout, share)
    else:
        _copy_rows(image, planes, phases, layout, share)


@pasted
def _look_up(image: Any, planes: Any, phases: Any, table: Any, layout: Any, share: Any) -> None:
    stride_y, stride_x, top, left, rows, columns = layout
    size = image.shape[1] * image.shape[2]
    pixels = image.reshape(-1)
    # Rows as long as the image's lie as in the image, only shifted.
    shifted = columns == image.shape[2] and stride_x == 1 and stride_y == 1
    for channel in range(share[0], share[1]):
        source = pixels[channel * size :]
        for kind in range(phases.shape[0]):
            first, last = (kind * rows + share[2]) * columns, (kind * rows + share[3]) * columns
            places = table[first:last]
            if shifted:
                start = channel * size + (share[2] - top) * columns + phases[kind, 1] - left
                copy_inside(pixels, start, planes, channel * table.size + first, places)
                continue
            target = planes[channel * table.size + first :]
            for e in range(places.size):
                place = places[e]
                target[e] = source[place] if place >= 0 else np.float32(0)


@pasted
def _copy_rows(image: Any, planes: Any, phases: Any, layout: Any, share: Any) -> None:
    _, height, width = image.shape
    stride_y, stride_x, top, left, rows, columns = layout
    kinds = phases.shape[0]
    pixels = image.reshape(-1)
    for channel in range(share[0], share[1]):
        for kind in range(kinds):
            shift = phases[kind, 1] - left
            begin = min(max(-(shift // stride_x), 0), columns)
            end = min(max(-((shift - width) // stride_x), begin), columns)
            place = ((channel * kinds + kind) * rows + share[2]) * columns
            for u in range(share[2], share[3]):
                y = u * stride_y + phases[kind, 0] - top
                start = (channel * height + y) * width + shift
                stop = end if 0 <= y < height else begin
                if stride_x == 1:
                    copy_padded(pixels, start, planes, place, begin, stop, columns)
                else:
                    _pick(pixels, start, planes[place : place + columns], begin, stop, stride_x)
                place += columns


@pasted
def _pick(pixels: Any, start: int, row: Any, begin: int, end: int, stride: int) -> None:
    """Fill a row with every ``stride``-th pixel, and 0 before ``begin`` and from ``end`` on."""
    row[:] = 0
    if stride == 2:  # a loop of its own, which LLVM makes vectors of
        for v in range(begin, end):
            row[v] = pixels[start + 2 * v]
    else:
        for v in range(begin, end):
            row[v] = pixels[start + stride * v]
