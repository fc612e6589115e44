"""Kernels that reduce a window sliding over each channel to one number.

A window is given by the taps of every output row, ``rows`` int64 (OH, KH), with -1 for taps outside the image, and by
the windows whose tap j is inside, ``spans`` int64 (KW, 3): the first window, their number, and the image column of the
first one's tap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import pasted, scalar
from explorer.kernels.sharing import shared

LOWEST = f32(-np.inf)


@scalar
def _larger(v: Any, best: Any) -> Any:
    """Return the larger number; NaN if either is."""
    return v if (v > best) | np.isnan(v) else best


# Unsigned indices cannot mean places counted from the end, and a constant stride lets LLVM vectorise.


@pasted
def _raise_row(x: Any, c: int, h: int, span: Any, stride: int, out: Any, row: int) -> None:
    first, start = u64(span[0]), u64(span[2])
    if stride == 2:
        for i in range(u64(span[1])):
            out[c, row, first + i] = _larger(x[c, h, start + u64(2) * i], out[c, row, first + i])
    else:
        for i in range(u64(span[1])):
            out[c, row, first + i] = _larger(x[c, h, start + u64(stride) * i], out[c, row, first + i])


@pasted
def _add_row(x: Any, c: int, h: int, span: Any, stride: int, out: Any, row: int) -> None:
    first, start = u64(span[0]), u64(span[2])
    if stride == 2:
        for i in range(u64(span[1])):
            out[c, row, first + i] += x[c, h, start + u64(2) * i]
    else:
        for i in range(u64(span[1])):
            out[c, row, first + i] += x[c, h, start + u64(stride) * i]


@shared
def max_pool(x: Any, rows: Any, spans: Any, stride: int, out: Any) -> None:
    """Write the largest number of each window; -inf where a window lies outside, NaN where it holds one.

    ``x`` is float32 (C, H, W), ``out`` float32 (C, OH, OW), ``stride`` that of the columns.
    """
    for c in prange(x.shape[0]):
        for row in range(out.shape[1]):
            for i in range(out.shape[2]):
                out[c, row, i] = LOWEST
            for t in range(rows.shape[1]):
                if rows[row, t] >= 0:
                    for j in range(spans.shape[0]):
                        _raise_row(x, c, rows[row, t], spans[j], stride, out, row)


@shared
def max_pool_pairs(x: Any, out: Any) -> None:
    """Write the largest number of each window of 2 x 2, side by side; NaN where a window holds one.

    ``x`` is float32 (C, H, W), ``out`` float32 (C, H // 2, W // 2).
    """
    for c in prange(x.shape[0]):
        for row in range(out.shape[1]):
            upper, lower, target = x[c, 2 * row], x[c, 2 * row + 1], out[c, row]
            for i in range(u64(out.shape[2])):
                above = _larger(upper[u64(2) * i], upper[u64(2) * i + u64(1)])
                below = _larger(lower[u64(2) * i], lower[u64(2) * i + u64(1)])
                target[i] = _larger(above, below)


@shared
def sum_pool(x: Any, rows: Any, spans: Any, stride: int, row_share: Any, column_share: Any, out: Any) -> None:
    """Write the sum of each window, times a number for its row and one for its column.

    As ``max_pool``, with ``row_share`` (OH,) and ``column_share`` (OW,) float32.
    """
    for c in prange(x.shape[0]):
        for row in range(out.shape[1]):
            for i in range(out.shape[2]):
                out[c, row, i] = f32(0)
            for t in range(rows.shape[1]):
                if rows[row, t] >= 0:
                    for j in range(spans.shape[0]):
                        _add_row(x, c, rows[row, t], spans[j], stride, out, row)
            for i in range(out.shape[2]):
                out[c, row, i] *= row_share[row] * column_share[i]
