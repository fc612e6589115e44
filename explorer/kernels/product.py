"""Products of a few vectors and a matrix, as fast as the matrix can be read."""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import pasted
from explorer.kernels.vector import LANES, load, splat, total
from explorer.kernels.work import shared, unpack

ROWS = 8
"""Rows of an item of ``multiply_rows``; the memory delivers as many streams faster than one."""

STRIP = 1024
"""Columns of an item of ``multiply_columns``."""


@pasted
def _keep(sums: Any, place: int, factor: Any, bias: Any, out: Any, rectified: Any) -> None:
    value = sums * factor + bias[place]
    out[place] = value
    if rectified.size > 0:
        rectified[place] = f32(0) if value <= f32(0) else value


@pasted
def _rest(matrix: Any, row: int, vectors: Any, vector: int, begin: int, columns: int) -> Any:
    """Return the sum of the products from column ``begin`` on."""
    sums = f32(0)
    for c in range(begin, columns):
        sums += matrix[row + c] * vectors[vector + c]
    return sums


@shared
def multiply_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the products of the rows of a matrix and vectors, times a number, plus biases.

    Items are ``ROWS`` rows. The arguments are the matrix (R, C), flat; the vectors, (M, C), flat; C; the number; the
    biases, (M, R), flat; the results like these, and their positive parts, or nothing.
    """
    matrix, vectors, columns, factor, bias, out, rectified = unpack(arguments)
    rows, whole = matrix.size // columns, columns // LANES * LANES
    for item in range(first, last):
        # Where there are fewer rows than an item has, the last one is computed several times.
        r, end = item * ROWS, rows - 1
        r1, r2, r3, r4 = min(r + 1, end), min(r + 2, end), min(r + 3, end), min(r + 4, end)
        r5, r6, r7 = min(r + 5, end), min(r + 6, end), min(r + 7, end)
        p0, p1, p2, p3 = r * columns, r1 * columns, r2 * columns, r3 * columns
        p4, p5, p6, p7 = r4 * columns, r5 * columns, r6 * columns, r7 * columns
        for m in range(out.size // rows):
            q, place = m * columns, m * rows
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = splat(f32(0))
            for c in range(0, whole, LANES):
                v = load(vectors, q + c)
                s0, s1 = s0 + load(matrix, p0 + c) * v, s1 + load(matrix, p1 + c) * v
                s2, s3 = s2 + load(matrix, p2 + c) * v, s3 + load(matrix, p3 + c) * v
                s4, s5 = s4 + load(matrix, p4 + c) * v, s5 + load(matrix, p5 + c) * v
                s6, s7 = s6 + load(matrix, p6 + c) * v, s7 + load(matrix, p7 + c) * v
            for row, p, s in (
                (r, p0, s0), (r1, p1, s1), (r2, p2, s2), (r3, p3, s3),
                (r4, p4, s4), (r5, p5, s5), (r6, p6, s6), (r7, p7, s7),
            ):  # fmt: skip
                rest = _rest(matrix, p, vectors, q, whole, columns)
                _keep(total(s) + rest, place + row, factor, bias, out, rectified)


@shared
def multiply_columns(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the products of vectors and the columns of a matrix, times a number, plus biases.

    Items are ``STRIP`` columns. The arguments are the matrix (R, C), flat; the vectors, (M, R), flat; C; the number;
    the biases, (M, C), flat; the results like these, and their positive parts, or nothing.
    """
    matrix, vectors, columns, factor, bias, out, rectified = unpack(arguments)
    rows = matrix.size // columns
    for item in range(first, last):
        begin, count = item * STRIP, min(STRIP, columns - item * STRIP)
        for m in range(out.size // columns):
            for c in range(u64(count)):
                out[u64(m * columns + begin) + c] = f32(0)
        for r in range(0, rows // 4 * 4, 4):
            p0 = r * columns + begin
            a, b, c, d = u64(p0), u64(p0 + columns), u64(p0 + 2 * columns), u64(p0 + 3 * columns)
            for m in range(out.size // columns):
                q, place = m * rows + r, u64(m * columns + begin)
                v, w, x, y = vectors[q], vectors[q + 1], vectors[q + 2], vectors[q + 3]
                for i in range(u64(count)):
                    out[place + i] += (
                        v * matrix[a + i] + w * matrix[b + i] + x * matrix[c + i] + y * matrix[d + i]
                    )
        for r in range(rows // 4 * 4, rows):
            a = u64(r * columns + begin)
            for m in range(out.size // columns):
                v, place = vectors[m * rows + r], u64(m * columns + begin)
                for i in range(u64(count)):
                    out[place + i] += v * matrix[a + i]
        for m in range(out.size // columns):
            for place in range(m * columns + begin, m * columns + begin + count):
                _keep(out[place], place, factor, bias, out, rectified)


@shared
def finish(first: int, last: int, thread: int, arguments: Any) -> None:
    """Multiply results by a number, add biases, and write the positive parts.

    Items are rows. The arguments are the results, (M, N); the number; the biases, (M, N); the positive parts, as many,
    or nothing.
    """
    out, factor, bias, rectified = unpack(arguments)
    columns, results = out.shape[1], out.reshape(-1)
    for place in range(first * columns, last * columns):
        _keep(results[place], place, factor, bias.reshape(-1), results, rectified.reshape(-1))
