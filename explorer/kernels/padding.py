"""Padded planes, split by the stride: what the taps of a convolution shift over."""

from __future__ import annotations

from typing import Any

from explorer.kernels.jit import inlined


@inlined
def fill_rows(
    image: Any,
    planes: Any,
    phases: Any,
    strides: tuple[int, int],
    pads: tuple[int, int],
    extents: tuple[int, int],
    first: int,
    last: int,
) -> None:
    """Write rows ``first`` to ``last`` of the planes.

    Row r belongs to channel r // (phases * rows of a plane), to phase (a, b), and is row u of that plane; element
    v of it is the image's element (u * SH + a - pad top, v * SW + b - pad left), or 0 outside the image.

    Parameters
    ----------
    image
        (C, H, W), float32.
    planes
        Flat, float32, C * phases * rows * columns elements at least; written.
    phases
        (phases, 2), int64: row and column modulo the stride of each kind of plane.
    strides, pads
        Of rows, of columns; ``pads`` before the image.
    extents
        Rows and columns of a plane.
    """
    _, height, width = image.shape
    rows, columns = extents
    kinds = phases.shape[0]
    for r in range(first, last):
        channel, rest = divmod(r, kinds * rows)
        kind, u = divmod(rest, rows)
        y = u * strides[0] + phases[kind, 0] - pads[0]
        shift = phases[kind, 1] - pads[1]
        begin = min(max(-(shift // strides[1]), 0), columns)
        end = min(max(-((shift - width) // strides[1]), begin), columns) if 0 <= y < height else begin
        target = planes[r * columns : (r + 1) * columns]
        target[:begin] = 0
        target[end:] = 0
        if end <= begin:
            continue
        start = begin * strides[1] + shift
        if strides[1] == 1:
            target[begin:end] = image[channel, y, start : start + end - begin]
        else:
            for v in range(begin, end):
                target[v] = image[channel, y, v * strides[1] + shift]
