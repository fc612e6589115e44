"""Products of a few vectors and a matrix, as fast as the matrix can be read."""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import pasted
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, load, splat, store, total
from explorer.kernels.work import shared

ROWS = 8
"""Rows that are read side by side, and those of an item of ``multiply_rows``: memory delivers several streams
faster."""


@pasted
def _keep(sums: Any, place: int, factor: Any, bias: Any, out: Any, rectified: Any) -> None:
    value = sums * factor + bias[place]
    out[place] = value
    if rectified.size > 0:
        rectified[place] = f32(0) if value <= f32(0) else value


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
            out[place + r], out[place + r1] = total(s0), total(s1)
            out[place + r2], out[place + r3] = total(s2), total(s3)
            out[place + r4], out[place + r5] = total(s4), total(s5)
            out[place + r6], out[place + r7] = total(s6), total(s7)
            for row in range(r, r7 + 1):
                value = out[place + row]
                for c in range(whole, columns):
                    value += matrix[row * columns + c] * vectors[q + c]
                _keep(value, place + row, factor, bias, out, rectified)


@shared
def multiply_columns(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write parts of the products of vectors and the columns of a matrix: the sums over some of its rows.

    Items are parts of the rows. The arguments are the matrix (R, C), flat; the vectors, (M, R), flat; C; and the
    results, (parts, M * C), to be added up.
    """
    matrix, vectors, columns, parts = unpack(arguments)
    rows, count = matrix.size // columns, parts.shape[0]
    for item in range(first, last):
        sums, begin, end = parts[item], rows * item // count, rows * (item + 1) // count
        for i in range(u64(sums.size)):
            sums[i] = f32(0)
        whole = begin + (end - begin) // ROWS * ROWS
        for r in range(begin, whole, ROWS):
            for m in range(sums.size // columns):
                _add_rows(matrix, r * columns, columns, vectors, m * rows + r, sums, m * columns)
        for r in range(whole, end):
            for m in range(sums.size // columns):
                number, row, place = vectors[m * rows + r], u64(r * columns), u64(m * columns)
                for i in range(u64(columns)):
                    sums[place + i] += number * matrix[row + i]


@pasted
def _add_rows(matrix: Any, row: int, columns: int, vectors: Any, q: int, sums: Any, place: int) -> None:
    """Add ``ROWS`` rows of the matrix, each times its number."""
    v0, v1, v2, v3 = splat(vectors[q]), splat(vectors[q + 1]), splat(vectors[q + 2]), splat(vectors[q + 3])
    v4, v5, v6, v7 = splat(vectors[q + 4]), splat(vectors[q + 5]), splat(vectors[q + 6]), splat(vectors[q + 7])
    p1, p2, p3, p4 = row + columns, row + 2 * columns, row + 3 * columns, row + 4 * columns
    p5, p6, p7 = row + 5 * columns, row + 6 * columns, row + 7 * columns
    whole = columns // LANES * LANES
    for i in range(0, whole, LANES):
        even = load(sums, place + i) + v0 * load(matrix, row + i)
        odd = v1 * load(matrix, p1 + i)
        even, odd = even + v2 * load(matrix, p2 + i), odd + v3 * load(matrix, p3 + i)
        even, odd = even + v4 * load(matrix, p4 + i), odd + v5 * load(matrix, p5 + i)
        even, odd = even + v6 * load(matrix, p6 + i), odd + v7 * load(matrix, p7 + i)
        store(sums, place + i, even + odd)
    for i in range(whole, columns):
        number = sums[place + i]
        for k in range(ROWS):
            number += vectors[q + k] * matrix[row + k * columns + i]
        sums[place + i] = number


@shared
def finish(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write sums of parts, times a number, plus biases.

    Items are results. The arguments are the parts, (parts, results); the number; the biases, one for each result;
    the results, which may be the only part, and their positive parts, or nothing.
    """
    parts, factor, bias, out, rectified = unpack(arguments)
    for place in range(first, last):
        value = f32(0)
        for part in range(parts.shape[0]):
            value += parts[part, place]
        _keep(value, place, factor, bias, out, rectified)
