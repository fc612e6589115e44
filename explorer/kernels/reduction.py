"""Kernels that reduce each row to one number, and what other kernels take of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import inlined, scalar
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, larger, largest, load
from explorer.kernels.work import shared


@scalar
def larger_number(v: Any, w: Any) -> Any:
    """Return the larger number, NaN where either is."""
    return w if (w > v) | np.isnan(w) else v


@inlined
def mean(row: Any) -> Any:
    """Return the mean of an array of one axis."""
    total = f32(0)
    for i in range(u64(row.size)):
        total += row[i]
    return total / f32(row.size)


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
def means(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the mean of each row; items are rows, the arguments the numbers, (rows, columns), and the means."""
    x, out = unpack(arguments)
    for r in range(first, last):
        out[r] = mean(x[r])


@shared
def maxima(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the largest number of each row, NaN where it holds one; items and arguments as for ``means``."""
    x, out = unpack(arguments)
    for r in range(first, last):
        out[r] = maximum(x[r])
