"""Winograd's transforms of tiles, as programs over vectors.

F sums of T products each cost E = F + T - 1 products: of a line of E pixels and a line of T weights, both transformed,
element by element; they transform back to F sums. Lines are taken for polynomials, and transformed to their values at
the points 0, p, -p and so on, and infinity: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks (2016).
What the values at p and at -p have in common is computed once. A tile of F x F sums is transformed along its lines and
then along its columns; lines can be taken alone, too. Vectors hold one element of as many tiles, channels of a
filter or filters as they have lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from math import prod, sqrt
from typing import Any

import numpy as np

from explorer.kernels.emit import QUAD, Lanes, Memory, Place, program, transpose
from explorer.kernels.vector import LANES

_SQUARES = {4: (1.0,), 6: (1 / 2, 2.0), 8: (25 / 81, 1.0, 81 / 25)}
"""The squares of the points p, for lines of so many pixels: those whose sums are rounded least, among those whose
product is 1. The customary points 1 and 2 round four times as much, 1/2, 1 and 2 three times."""

_SIZES = {4: 2, 6: 4, 8: 4}
"""Sums that a line of so many pixels makes."""

LINE_EXTENT = 8
"""Pixels of lines that are no part of a tile."""

LINE_SUMS = _SIZES[LINE_EXTENT]
"""Sums that such a line makes."""


def _add(numbers: Sequence[Lanes], factors: Sequence[float]) -> Lanes:
    """Return the sum of the numbers, each times its factor."""
    *products, total = (number * factor for number, factor in zip(numbers, factors, strict=True))
    for product in reversed(products):
        total = total + product
    return total


def _expand(roots: Sequence[float]) -> list[float]:
    """Return the coefficients of the product of all x - root, the constant first."""
    coefficients = [1.0]
    for root in roots:
        pairs = zip([0.0, *coefficients], [*coefficients, 0.0], strict=True)
        coefficients = [lower - root * same for lower, same in pairs]
    return coefficients


def _but(squares: Sequence[float], square: float) -> list[float]:
    return [other for other in squares if other != square]


def _transform_pixels(squares: Sequence[float], d: Sequence[Lanes]) -> list[Lanes]:
    """Transform a line of pixels."""
    whole, sign = _expand(squares), (-1) ** len(squares)
    transformed = [_add(d[::2], [sign * factor for factor in whole])]
    for square in squares:
        factors = _expand(_but(squares, square))
        even, odd = _add(d[2::2], factors), _add(d[1:-2:2], factors) * sqrt(square)
        transformed += [even + odd, even - odd]
    return [*transformed, _add(d[1::2], whole)]


def _transform_weights(squares: Sequence[float], g: Sequence[Lanes]) -> list[Lanes]:
    """Transform a line of weights."""
    transformed = [g[0]]
    for square in squares:
        scale = 1 / (2 * square * prod(square - other for other in _but(squares, square)))
        factors = [scale * sqrt(square) ** n for n in range(len(g))]
        even, odd = _add(g[::2], factors[::2]), _add(g[1::2], factors[1::2])
        transformed += [even + odd, even - odd]
    return [*transformed, g[-1]]


def _transform_back(squares: Sequence[float], size: int, m: Sequence[Lanes]) -> list[Lanes]:
    """Transform products to sums."""
    pairs = list(zip(m[1:-1:2], m[2:-1:2], strict=True))
    halves = [a + b for a, b in pairs], [a - b for a, b in pairs]
    sums = [_add(halves[n % 2], [sqrt(square) ** n for square in squares]) for n in range(size)]
    return [sums[0] + m[0], *sums[1:-1], sums[-1] + m[-1]]


def _transform_both(
    line: Callable[[Sequence[Lanes]], list[Lanes]], tile: Iterable[Sequence[Lanes]]
) -> Iterator[list[Lanes]]:
    """Yield the columns of a tile that is transformed along its rows and its columns.

    Rows are taken and columns yielded one at a time, so that few vectors are held in registers.
    """
    lines = [line(row) for row in tile]
    yield from (line(column) for column in zip(*lines, strict=True))


def _load_columns(memory: Memory, places: Memory, first: Place, shift: Place) -> list[Lanes]:
    """Return four neighbours of each place, one a vector over places."""
    return transpose([memory.load_quads(places, first + i, shift) for i in range(QUAD)])


def _load_neighbours(memory: Memory, places: Memory, first: Place, shift: Place, count: int) -> list[Lanes]:
    """Return ``count`` neighbours of each place, four or more, reading nothing behind them."""
    whole = count // QUAD * QUAD
    quads = [_load_columns(memory, places, first, shift + start) for start in range(0, whole, QUAD)]
    rest = _load_columns(memory, places, first, shift + (count - QUAD)) if whole < count else []
    return [*(vector for quad in quads for vector in quad), *rest[QUAD - count % QUAD :]]


def _store_all(memory: Memory, place: Place, step: Place, columns: Iterable[Sequence[Lanes]]) -> None:
    """Store the elements of a tile ``step`` apart, row after row."""
    for s, column in enumerate(columns):
        for r, vector in enumerate(column):
            memory.store(place + step * (r * len(column) + s), vector)


def _make_pixels(extent: int) -> Callable[..., None]:
    """Return what transforms the tiles of ``extent`` x ``extent`` pixels from ``t`` on.

    Their elements go ``step`` elements apart from ``target`` on.
    """
    line = partial(_transform_pixels, _SQUARES[extent])

    @program
    def transform_pixels(own: Any, places: Any, t: Any, plane: Any, pitch: Any, target: Any, step: Any) -> None:
        tile = (_load_neighbours(own, places, t, plane + pitch * r, extent) for r in range(extent))
        _store_all(own, target, step, _transform_both(line, tile))

    return transform_pixels


def _make_weights(extent: int) -> Callable[..., None]:
    """Return what transforms the weights of the filter that begins at ``row``, for the channels from ``c`` on."""
    taps, line = extent - _SIZES[extent] + 1, partial(_transform_weights, _SQUARES[extent])

    @program
    def transform_weights(weights: Any, row: Any, places: Any, c: Any, out: Any, target: Any, step: Any) -> None:
        loaded = _load_neighbours(weights, places, c, row, taps * taps)
        _store_all(
            out, target, step, _transform_both(line, [loaded[r : r + taps] for r in range(0, taps * taps, taps)])
        )

    return transform_weights


def _make_turned_weights(extent: int) -> Callable[..., None]:
    """Return what transforms weights that lie from ``place`` on as vectors of filters, one behind the other."""
    taps, line = extent - _SIZES[extent] + 1, partial(_transform_weights, _SQUARES[extent])

    @program
    def transform_turned_weights(own: Any, place: Any, target: Any, step: Any) -> None:
        rows = ([own.load(place + LANES * (r * taps + s)) for s in range(taps)] for r in range(taps))
        _store_all(own, target, step, _transform_both(line, rows))

    return transform_turned_weights


def _make_sums(extent: int, *, of_filters: bool = False) -> Callable[..., None]:
    """Return what transforms products back, adds the bias of filter ``k``, and writes a map of whole tiles.

    Vectors hold tiles of one filter; or the same tile of filters, whose biases follow ``k``.
    """
    size = _SIZES[extent]
    line = partial(_transform_back, _SQUARES[extent], size)

    @program
    def transform_sums(
        own: Any, source: Any, step: Any, bias: Any, k: Any, places: Any, t: Any, target: Any, pitch: Any
    ) -> None:
        start = bias.load(k) if of_filters else bias.everywhere(k)
        columns = ([own.load(source + step * (r * extent + s)) for r in range(extent)] for s in range(extent))
        tile = ([total + start for total in row] for row in _transform_both(line, columns))
        if size == QUAD:
            for j, row in enumerate(tile):
                for i, vector in enumerate(transpose(row)):
                    own.store_quads(places, t + i, target + pitch * j, vector)
        else:
            for i, vector in enumerate(transpose([total for row in tile for total in row])):
                own.store_pairs(places, t + i, target, pitch, vector)

    return transform_sums


@program
def transform_line_pixels(pixels: Any, places: Any, t: Any, first: Any, own: Any, target: Any, step: Any) -> None:
    """Transform the lines from ``t`` on, whose places are told from ``first`` on; elements go ``step`` apart."""
    line = _load_neighbours(pixels, places, t, first, LINE_EXTENT)
    for i, vector in enumerate(_transform_pixels(_SQUARES[LINE_EXTENT], line)):
        own.store(target + step * i, vector)


@program
def transform_line_sums(
    own: Any, source: Any, step: Any, bias: Any, k: Any, places: Any, t: Any, out: Any, target: Any
) -> None:
    """Transform products of lines back, add the bias of filter ``k``, and write the sums of each line to its place."""
    start, products = bias.everywhere(k), [own.load(source + step * i) for i in range(LINE_EXTENT)]
    sums = [total + start for total in _transform_back(_SQUARES[LINE_EXTENT], LINE_SUMS, products)]
    for i, vector in enumerate(transpose(sums)):
        out.store_quads(places, t + i, target, vector)


@np.errstate(all="ignore")
def transform_tile_weights(extent: int, weights: Any) -> Any:
    """Return the transformed tiles of an array, which are its last axis, element by element; NumPy computes them."""
    taps, line = extent - _SIZES[extent] + 1, partial(_transform_weights, _SQUARES[extent])
    elements = np.ascontiguousarray(np.moveaxis(weights, -1, 0))
    columns = _transform_both(line, (list(elements[r : r + taps]) for r in range(0, taps * taps, taps)))
    return np.stack([np.stack(column) for column in columns], axis=1).reshape(-1, *elements.shape[1:])


@np.errstate(all="ignore")
def transform_line_weights(weights: Any) -> Any:
    """Return the transformed lines of an array, which are its last axis, element by element; NumPy computes them."""
    return np.stack(_transform_weights(_SQUARES[LINE_EXTENT], np.moveaxis(weights, -1, 0)))


pixel_transforms = {extent: _make_pixels(extent) for extent in (4, 6, 8)}
weight_transforms = {extent: _make_weights(extent) for extent in (4, 6, 8)}
sum_transforms = {extent: _make_sums(extent) for extent in (4, 6, 8)}
transform_pixels_4, transform_pixels_6 = pixel_transforms[4], pixel_transforms[6]
transform_turned_weights_4, transform_turned_weights_6 = map(_make_turned_weights, (4, 6))
transform_sums_of_filters_4, transform_sums_of_filters_6 = (_make_sums(extent, of_filters=True) for extent in (4, 6))
