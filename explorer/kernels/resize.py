"""Kernels that resample axes: each element is a sum of weighted elements of its axis."""

from __future__ import annotations

from typing import Any

from numpy import uint64 as u64

from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.work import shared


@inlined
def _mix_rows(x: Any, begin: int, columns: int, places: Any, weights: Any, row: int, out: Any, start: int) -> None:
    """Write the sum of weighted rows of the image that begins at an element."""
    source, target = u64(begin + places[0, row] * columns), u64(start)
    weight = weights[0, row]
    for i in range(u64(columns)):
        out[target + i] = weight * x[source + i]
    for t in range(1, places.shape[0]):
        source, weight = u64(begin + places[t, row] * columns), weights[t, row]
        for i in range(u64(columns)):
            out[target + i] += weight * x[source + i]


@inlined
def _mix_columns(row: Any, places: Any, weights: Any, out: Any, start: int) -> None:
    """Write the sums of weighted elements of a row."""
    target = u64(start)
    for i in range(u64(places.shape[1])):
        out[target + i] = weights[0, i] * row[u64(places[0, i])]
    for t in range(1, places.shape[0]):
        for i in range(u64(places.shape[1])):
            out[target + i] += weights[t, i] * row[u64(places[t, i])]


@inlined
def _double_columns(row: Any, count: int, out: Any, start: int) -> None:
    """Write each element of a row twice."""
    target = u64(start)
    for i in range(u64(count)):
        out[target + u64(2) * i] = row[i]
        out[target + u64(2) * i + u64(1)] = row[i]


@inlined
def _is_as_before(places: Any, weights: Any, row: int) -> bool:
    """Return whether a row is the same sum as the row before it."""
    same = row > 0
    for t in range(places.shape[0]):
        same = same and places[t, row] == places[t, row - 1] and weights[t, row] == weights[t, row - 1]
    return same


@shared
def resample_rows(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write, for each row of the result, the sum of weighted rows of its image.

    Items are rows of all results. The arguments are the images, flat, and their rows and columns; the places, int64
    (taps, rows of a result), and their weights, float32; the results, flat.
    """
    x, rows, columns, places, weights, out = unpack(arguments)
    results = places.shape[1]
    for item in range(first, last):
        _mix_rows(x, item // results * rows * columns, columns, places, weights, item % results, out, item * columns)


@shared
def resample(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the sums of weighted rows, and of weighted columns of these.

    As ``resample_rows``, with the places and weights of the columns after those of the rows, and then whether each
    column is merely written twice; and scratch memory, (threads, columns).
    """
    x, rows, columns, places, weights, across, shares, doubled, out, scratch = unpack(arguments)
    own, results, wide = scratch[thread], places.shape[1], across.shape[1]
    for item in range(first, last):
        row, start = item % results, item * wide
        if item > first and _is_as_before(places, weights, row):
            for i in range(u64(wide)):
                out[u64(start) + i] = out[u64(start - wide) + i]
        else:
            _mix_rows(x, item // results * rows * columns, columns, places, weights, row, own, 0)
            if doubled:
                _double_columns(own, columns, out, start)
            else:
                _mix_columns(own, across, shares, out, start)
