"""Kernels that reduce each row, or each column, to one number, and what other kernels take of them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import inlined, scalar
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, flat, larger, largest, load, splat, store
from explorer.kernels.work import shared

BLOCK = 4 * LANES
"""Columns that are reduced side by side."""


@scalar
def larger_number(v: Any, w: Any) -> Any:
    """Return the larger number, NaN where either is."""
    return w if (w > v) | np.isnan(w) else v


@inlined
def _total(row: Any) -> Any:
    total = f32(0)
    for i in range(u64(row.size)):
        total += row[i]
    return total


@inlined
def mean(row: Any) -> Any:
    """Return the mean of an array of one axis."""
    return _total(row) / f32(row.size)


@inlined
def maximum(row: Any) -> Any:
    """Return the largest number of an array of one axis, NaN where it holds one."""
    best, count = f32(-np.inf), row.size
    if count >= LANES:
        highest, i = load(row, 0), LANES
        while i < count:
            highest = larger(highest, load(row, min(i, count - LANES)))
            i += LANES
        best = largest(highest)
    else:
        for i in range(count):
            best = larger_number(best, row[i])
    return best


@shared
def sums(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the sum of each row over a number.

    Items are rows; the arguments are the numbers, (rows, columns), what to divide by, float32, and the quotients.
    """
    x, divisor, out = unpack(arguments)
    for r in range(first, last):
        out[r] = _total(x[r]) / divisor


@shared
def maxima(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the largest number of each row, NaN where it holds one; items and arguments as for ``sums``."""
    x, _, out = unpack(arguments)
    for r in range(first, last):
        out[r] = maximum(x[r])


def _make_columns(combine: Callable[[Any, Any], Any], combine_numbers: Callable[[Any, Any], Any]) -> Any:
    """Return what reduces columns; ``combine`` takes two vectors, the other two numbers."""

    @inlined
    def reduce_block(x: Any, place: int, count: int, pitch: int, divisor: Any, out: Any, target: int, v: int) -> None:
        by, end = splat(divisor), pitch - LANES
        a, b, c, d = min(v, end), min(v + LANES, end), min(v + 2 * LANES, end), min(v + 3 * LANES, end)
        one, two, three, four = load(x, place + a), load(x, place + b), load(x, place + c), load(x, place + d)
        for _ in range(1, count):
            place += pitch
            one, two = combine(one, load(x, place + a)), combine(two, load(x, place + b))
            three, four = combine(three, load(x, place + c)), combine(four, load(x, place + d))
        store(out, target + a, one / by)
        store(out, target + b, two / by)
        store(out, target + c, three / by)
        store(out, target + d, four / by)

    @inlined
    def reduce_columns(first: int, last: int, arguments: Any) -> None:
        x, divisor, out = unpack(arguments)
        numbers, count, columns = flat(x), x.shape[1], x.shape[2]
        blocks = -(-columns // BLOCK)
        for item in range(first, last):
            matrix = item // blocks
            place, target = matrix * count * columns, matrix * columns
            if columns >= LANES:
                reduce_block(numbers, place, count, columns, divisor, out, target, item % blocks * BLOCK)
            else:
                for i in range(columns):
                    number = numbers[place + i]
                    for k in range(1, count):
                        number = combine_numbers(number, numbers[place + k * columns + i])
                    out[target + i] = number / divisor

    return reduce_columns


_add_columns, _raise_columns = _make_columns(operator.add, operator.add), _make_columns(larger, larger_number)


@shared
def column_sums(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the sum of each column over a number.

    Items are blocks of ``BLOCK`` columns, those of each matrix by themselves. The arguments are the matrices,
    (matrices, rows, columns), what to divide by, float32, and the quotients, flat.
    """
    _add_columns(first, last, arguments)


@shared
def column_maxima(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the largest number of each column over 1, NaN where it holds one; as ``column_sums``."""
    _raise_columns(first, last, arguments)
