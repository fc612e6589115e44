"""Products of a matrix and a vector, as fast as the matrix can be read."""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import pasted
from explorer.kernels.vector import LANES, load, splat, total
from explorer.kernels.work import shared, unpack

ROWS = 4
"""Rows of an item of ``multiply_rows``."""

STRIP = 512
"""Columns of an item of ``multiply_columns``."""


@pasted
def _finish(place: int, value: Any, out: Any, rectified: Any) -> None:
    out[place] = value
    if rectified.size > 0:
        rectified[place] = f32(0) if value <= f32(0) else value


@shared
def multiply_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the product of a matrix and a vector, times a number, plus a bias.

    Items are ``ROWS`` rows. The arguments are the matrix, flat; the vector; the number; the biases, one for each row;
    the result, and its positive part or nothing.
    """
    matrix, vector, factor, bias, out, rectified = unpack(arguments)
    columns, rows = vector.size, out.size
    whole = columns // (2 * LANES) * (2 * LANES)
    for item in range(first, last):
        # The last item may have fewer rows: it computes the last one several times.
        r = item * ROWS
        r0, r1, r2, r3 = r, min(r + 1, rows - 1), min(r + 2, rows - 1), min(r + 3, rows - 1)
        p0, p1, p2, p3 = r0 * columns, r1 * columns, r2 * columns, r3 * columns
        a0 = a1 = a2 = a3 = b0 = b1 = b2 = b3 = splat(f32(0))
        for c in range(0, whole, 2 * LANES):
            v, w = load(vector, c), load(vector, c + LANES)
            a0, b0 = a0 + load(matrix, p0 + c) * v, b0 + load(matrix, p0 + c + LANES) * w
            a1, b1 = a1 + load(matrix, p1 + c) * v, b1 + load(matrix, p1 + c + LANES) * w
            a2, b2 = a2 + load(matrix, p2 + c) * v, b2 + load(matrix, p2 + c + LANES) * w
            a3, b3 = a3 + load(matrix, p3 + c) * v, b3 + load(matrix, p3 + c + LANES) * w
        s0, s1, s2, s3 = total(a0 + b0), total(a1 + b1), total(a2 + b2), total(a3 + b3)
        for c in range(whole, columns):
            s0 += matrix[p0 + c] * vector[c]
            s1 += matrix[p1 + c] * vector[c]
            s2 += matrix[p2 + c] * vector[c]
            s3 += matrix[p3 + c] * vector[c]
        _finish(r0, s0 * factor + bias[r0], out, rectified)
        _finish(r1, s1 * factor + bias[r1], out, rectified)
        _finish(r2, s2 * factor + bias[r2], out, rectified)
        _finish(r3, s3 * factor + bias[r3], out, rectified)


@shared
def multiply_columns(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the product of a vector and a matrix, times a number, plus a bias.

    Items are ``STRIP`` columns. The arguments are as for ``multiply_rows``, but for one bias for each column.
    """
    matrix, vector, factor, bias, out, rectified = unpack(arguments)
    rows, columns = vector.size, out.size
    for item in range(first, last):
        begin, end = item * STRIP, min((item + 1) * STRIP, columns)
        for c in range(u64(begin), u64(end)):
            out[c] = f32(0)
        for r in range(0, rows // 4 * 4, 4):
            v0, v1, v2, v3 = vector[r], vector[r + 1], vector[r + 2], vector[r + 3]
            p0, p1, p2, p3 = u64(r * columns), u64((r + 1) * columns), u64((r + 2) * columns), u64((r + 3) * columns)
            for c in range(u64(begin), u64(end)):
                out[c] += v0 * matrix[p0 + c] + v1 * matrix[p1 + c] + v2 * matrix[p2 + c] + v3 * matrix[p3 + c]
        for r in range(rows // 4 * 4, rows):
            v, p = vector[r], u64(r * columns)
            for c in range(u64(begin), u64(end)):
                out[c] += v * matrix[p + c]
        for c in range(begin, end):
            _finish(c, out[c] * factor + bias[c], out, rectified)
