"""Products of a few vectors and a matrix, as fast as the matrix can be read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, load, rectify, splat, store, total
from explorer.kernels.work import shared

BLOCK = 64
"""Results of an item of ``finish``."""

ROWS = 8
"""Rows that are read side by side, and those of an item of ``multiply_rows``: memory delivers several streams
faster."""


@inlined
def _keep(sums: Any, place: int, factor: Any, bias: Any, out: Any, rectified: Any) -> None:
    value = sums * factor + bias[place]
    out[place] = value
    if rectified.size > 0:
        rectified[place] = f32(0) if value <= f32(0) else value


@inlined
def write_dots(
    matrix: Any, first: int, last: int, columns: int, low: int, high: int, vectors: Any, start: int, out: Any,
    place: int,
) -> None:  # fmt: skip
    """Write the products of the rows from ``first`` to below ``last`` of a matrix, ``ROWS`` at most, and a vector.

    They are summed from column ``low`` to below ``high``. The matrix, (R, ``columns``), the vector, whose column 0 is
    at ``start``, and what is written, from ``place`` on, are flat.
    """
    # Where there are fewer rows, the last one is computed several times.
    end, whole = last - first - 1, low + (high - low) // LANES * LANES
    r1, r2, r3, r4 = min(1, end), min(2, end), min(3, end), min(4, end)
    r5, r6, r7 = min(5, end), min(6, end), min(7, end)
    p0 = first * columns
    p1, p2, p3, p4 = p0 + r1 * columns, p0 + r2 * columns, p0 + r3 * columns, p0 + r4 * columns
    p5, p6, p7 = p0 + r5 * columns, p0 + r6 * columns, p0 + r7 * columns
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = splat(f32(0))
    for c in range(low, whole, LANES):
        v = load(vectors, start + c)
        s0, s1 = s0 + load(matrix, p0 + c) * v, s1 + load(matrix, p1 + c) * v
        s2, s3 = s2 + load(matrix, p2 + c) * v, s3 + load(matrix, p3 + c) * v
        s4, s5 = s4 + load(matrix, p4 + c) * v, s5 + load(matrix, p5 + c) * v
        s6, s7 = s6 + load(matrix, p6 + c) * v, s7 + load(matrix, p7 + c) * v
    out[place], out[place + r1] = total(s0), total(s1)
    out[place + r2], out[place + r3] = total(s2), total(s3)
    out[place + r4], out[place + r5] = total(s4), total(s5)
    out[place + r6], out[place + r7] = total(s6), total(s7)
    for r in range(last - first):
        for c in range(whole, high):
            out[place + r] += matrix[p0 + r * columns + c] * vectors[start + c]


@shared
def multiply_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the products of the rows of a matrix and vectors, times a number, plus biases.

    Items are ``ROWS`` rows. The arguments are the matrix (R, C), flat; the vectors, (M, C), flat; C; the number; the
    biases, (M, R), flat; the results like these, and their positive parts, or nothing.
    """
    matrix, vectors, columns, factor, bias, out, rectified = unpack(arguments)
    rows = matrix.size // columns
    for item in range(first, last):
        low, high = item * ROWS, min((item + 1) * ROWS, rows)
        for m in range(out.size // rows):
            place = m * rows
            write_dots(matrix, low, high, columns, 0, columns, vectors, m * columns, out, place + low)
            for row in range(low, high):
                _keep(out[place + row], place + row, factor, bias, out, rectified)


@shared
def multiply_columns(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write parts of the products of vectors and the columns of a matrix: the sums over some of its rows.

    Items are parts of the rows. The arguments are the matrix (R, C), flat; the vectors, (M, R), flat; C; and the
    results, (parts, M * C), to be added up.
    """
    matrix, vectors, columns, parts = unpack(arguments)
    rows, count = matrix.size // columns, parts.shape[0]
    blocks = (rows + ROWS - 1) // ROWS
    for item in range(first, last):
        begin, end = blocks * item // count * ROWS, min(blocks * (item + 1) // count * ROWS, rows)
        sums = parts[item]
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


@inlined
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

    Items are ``BLOCK`` results. The arguments are the parts, flat, one after another, each as many as the results; the
    number; the biases, one for each result; the results, which may be the only part, and their positive parts, or
    nothing.
    """
    parts, factor, bias, out, rectified = unpack(arguments)
    count, end = out.size, min(last * BLOCK, out.size)
    whole = end - (end - first * BLOCK) % LANES
    for place in range(first * BLOCK, whole, LANES):
        value = load(parts, place)
        for part in range(count, parts.size, count):
            value = value + load(parts, part + place)
        value = value * splat(factor) + load(bias, place)
        store(out, place, value)
        if rectified.size > 0:
            store(rectified, place, rectify(value, f32(np.inf)))
    for place in range(whole, end):
        value = f32(0)
        for part in range(0, parts.size, count):
            value += parts[part + place]
        _keep(value, place, factor, bias, out, rectified)
