"""Kernels that reduce a window sliding over each channel to one number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32

from explorer.kernels.jit import parallel_kernel, scalar
from explorer.kernels.parts import part


@scalar
def _columns(tap: Any, stride: Any, extent: Any, count: Any) -> Any:
    """Return the first and the end of those of ``count`` windows whose tap, at ``tap`` in window 0, is in the image."""
    first = 0 if tap >= 0 else (-tap + stride - 1) // stride
    end = 0 if tap >= extent else (extent - 1 - tap) // stride + 1
    return min(first, count), max(min(first, count), min(end, count))


@scalar
def _larger(v: Any, best: Any) -> Any:
    """Return the larger number; NaN if either is."""
    return v if (v > best) | np.isnan(v) else best


@scalar
def _raise_row(source: Any, stride: Any, target: Any) -> None:
    # Constant strides let LLVM vectorise.
    if stride == 1:
        for i in range(target.shape[0]):
            target[i] = _larger(source[i], target[i])
    elif stride == 2:
        for i in range(target.shape[0]):
            target[i] = _larger(source[2 * i], target[i])
    else:
        for i in range(target.shape[0]):
            target[i] = _larger(source[stride * i], target[i])


@scalar
def _add_row(source: Any, stride: Any, target: Any) -> None:
    if stride == 1:
        for i in range(target.shape[0]):
            target[i] += source[i]
    elif stride == 2:
        for i in range(target.shape[0]):
            target[i] += source[2 * i]
    else:
        for i in range(target.shape[0]):
            target[i] += source[stride * i]


@scalar
def _max_map(image: Any, target: Any, window: Any) -> None:
    kh, kw, sh, sw, dh, dw, ph, pw = window
    for row in range(target.shape[0]):
        for i in range(target.shape[1]):
            target[row, i] = f32(-np.inf)
        for i in range(kh):
            h = row * sh + i * dh - ph
            if 0 <= h < image.shape[0]:
                for j in range(kw):
                    first, end = _columns(j * dw - pw, sw, image.shape[1], target.shape[1])
                    _raise_row(image[h, first * sw + j * dw - pw :], sw, target[row, first:end])


@scalar
def _sum_map(image: Any, target: Any, window: Any) -> None:
    kh, kw, sh, sw, dh, dw, ph, pw = window
    for row in range(target.shape[0]):
        for i in range(target.shape[1]):
            target[row, i] = f32(0)
        for i in range(kh):
            h = row * sh + i * dh - ph
            if 0 <= h < image.shape[0]:
                for j in range(kw):
                    first, end = _columns(j * dw - pw, sw, image.shape[1], target.shape[1])
                    _add_row(image[h, first * sw + j * dw - pw :], sw, target[row, first:end])


@parallel_kernel
def max_pool(x: Any, window: Any, out: Any, parts: int) -> None:
    """Write the largest number of each window; -inf where a window lies outside, NaN where it holds one.

    ``x`` is float32 (C, H, W), ``out`` float32 (C, OH, OW), ``window`` eight int64: extents of the kernel,
    strides, dilations and pads before the image, each for H and W.
    """
    for p in prange(parts):
        images, maps = part(x, p, parts), part(out, p, parts)
        for c in range(maps.shape[0]):
            _max_map(images[c], maps[c], window)


@parallel_kernel
def sum_pool(x: Any, window: Any, rows: Any, columns: Any, out: Any, parts: int) -> None:
    """Write the sum of each window, times a number for its row and one for its column.

    As ``max_pool``, with ``rows`` (OH,) and ``columns`` (OW,) float32.
    """
    for p in prange(parts):
        images, maps = part(x, p, parts), part(out, p, parts)
        for c in range(maps.shape[0]):
            _sum_map(images[c], maps[c], window)
            for row in range(maps.shape[1]):
                for i in range(maps.shape[2]):
                    maps[c, row, i] *= rows[row] * columns[i]
