"""Padded planes, split by the stride: what the taps of a convolution shift over."""

from __future__ import annotations

from typing import Any

from explorer.kernels.jit import pasted
from explorer.kernels.vector import copy_padded


@pasted
def fill_rows(
    image: Any,
    planes: Any,
    phases: Any,
    layout: tuple[int, int, int, int, int, int],
    first: int,
    last: int,
) -> None:
    """Write rows ``first`` to ``last`` of the planes.

    Row r belongs to channel r // (phases * rows of a plane), to phase (a, b), and is row u of that plane; element
    v of it is the image's element (u * SH + a - top, v * SW + b - left), or 0 outside the image and after the last
    channel.

    Parameters
    ----------
    image
        (C, H, W), float32.
    planes
        Flat, float32; written.
    phases
        (phases, 2), int64: row and column modulo the stride of each kind of plane.
    layout
        Strides, zeros before the image (top, left), extents of a plane: each along rows, then along columns.
    """
    channels, height, width = image.shape
    stride_y, stride_x, top, left, rows, columns = layout
    kinds = phases.shape[0]
    pixels = image.reshape(-1)
    channel, rest = divmod(first, kinds * rows)
    kind, u = divmod(rest, rows)
    for r in range(first, last):
        y = u * stride_y + phases[kind, 0] - top
        shift = phases[kind, 1] - left
        begin = end = 0
        if 0 <= y < height and channel < channels:
            begin = min(max(-(shift // stride_x), 0), columns)
            end = min(max(-((shift - width) // stride_x), begin), columns)
        start = (channel * height + y) * width + shift
        if stride_x == 1:
            copy_padded(pixels, start, planes, r * columns, begin, end, columns)
        else:
            target = planes[r * columns : (r + 1) * columns]
            target[:] = 0
            for v in range(begin, end):
                target[v] = pixels[start + v * stride_x]
        u += 1
        if u == rows:
            u, kind = 0, kind + 1
        if kind == kinds:
            kind, channel = 0, channel + 1
