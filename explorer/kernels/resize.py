"""Kernels that resample axes: each element is a sum of weighted elements of its axis."""

from __future__ import annotations

from typing import Any

from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.copying import copy
from explorer.kernels.gathering import load_near, load_picked
from explorer.kernels.jit import inlined
from explorer.kernels.packed import unpack
from explorer.kernels.vector import LANES, flat, load, splat, store
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
def _mix_vectors(x: Any, begin: int, columns: int, places: Any, weights: Any, row: int, out: Any, start: int) -> None:
    """As ``_mix_rows``, but in vectors: rows are read, and the sum is written, as far as the last one goes."""
    for v in range(0, columns, LANES):
        mixed = splat(weights[0, row]) * load(x, begin + places[0, row] * columns + v)
        for t in range(1, places.shape[0]):
            mixed = mixed + splat(weights[t, row]) * load(x, begin + places[t, row] * columns + v)
        store(out, start + v, mixed)


@inlined
def _mix_vector(x: Any, begin: int, across: Any, shares: Any, near: int, first: int) -> Any:
    """Return the sums of weighted elements from the ``first`` on."""
    places, weights, taps, pitch = flat(across), flat(shares), across.shape[0], across.shape[1]
    if near:
        mixed = load(weights, first) * load_near(x, begin, places, first)
        for t in range(1, taps):
            mixed = mixed + load(weights, first + t * pitch) * load_near(x, begin, places, first + t * pitch)
    else:
        mixed = load(weights, first) * load_picked(x, begin, places, first)
        for t in range(1, taps):
            mixed = mixed + load(weights, first + t * pitch) * load_picked(x, begin, places, first + t * pitch)
    return mixed


@inlined
def _mix_columns(
    x: Any, begin: int, across: Any, shares: Any, near: int, out: Any, start: int, count: int,
    own: Any, spare: int,
) -> None:  # fmt: skip
    """Write the ``count`` sums of weighted elements of the rows that begin at an element.

    The arguments are as for ``resample``; a vector of the thread's ``own`` memory is to spare.
    """
    if count < LANES:
        store(own, spare, _mix_vector(x, begin, across, shares, near, 0))
        for i in range(u64(count)):
            out[u64(start) + i] = own[u64(spare) + i]
    else:
        for v in range(0, count - LANES, LANES):
            store(out, start + v, _mix_vector(x, begin, across, shares, near, v))
        last = count - LANES
        store(out, start + last, _mix_vector(x, begin, across, shares, near, last))


@inlined
def _is_as_before(places: Any, weights: Any, row: int) -> bool:
    """Return whether a row is the same as the row before it, times the same number."""
    return bool(places[0, row] == places[0, row - 1] and weights[0, row] == weights[0, row - 1])


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

    Items are some rows of a result, of which the last ones may be fewer. The arguments begin as those of
    ``resample_rows``, but for the results; each tap's places rise from the one before. Then come the rows of an item;
    the columns of a row of a result; the places of all elements of an item in its rows, int32 (taps, elements), and
    their weights, float32, each as many as there are and at least a vector; whether the places of neighbours are
    ``near``, as ``load_near`` has it; the results, flat; and scratch memory, (threads, the rows of an item and two
    vectors).
    """
    x, rows, columns, places, weights, most, wide, across, shares, near, out, scratch = unpack(arguments)
    own, taps, results = scratch[thread], places.shape[0], places.shape[1]
    pieces, whole, spare = (results + most - 1) // most, (columns + LANES - 1) // LANES * LANES, most * columns + LANES
    for item in range(first, last):
        image, upper = item // pieces, item % pieces * most
        begin, start, count = image * rows * columns, (image * results + upper) * wide, min(most, results - upper)
        if taps == 1 and wide >= LANES:
            for row in range(count):
                source, target = begin + places[0, upper + row] * columns, start + row * wide
                if row > 0 and _is_as_before(places, weights, upper + row):
                    copy(out, target - wide, out, target, wide)
                    continue
                if weights[0, upper + row] == f32(1) and source + columns + LANES <= x.size:
                    read, place = x, source
                else:
                    _mix_rows(x, begin, columns, places, weights, upper + row, own, 0)
                    read, place = own, 0
                _mix_columns(read, place, across, shares, near, out, target, wide, own, spare)
        else:
            for row in range(count):
                if begin + places[taps - 1, upper + row] * columns + whole <= x.size:
                    _mix_vectors(x, begin, columns, places, weights, upper + row, own, row * columns)
                else:
                    _mix_rows(x, begin, columns, places, weights, upper + row, own, row * columns)
            _mix_columns(own, 0, across, shares, near, out, start, count * wide, own, spare)
