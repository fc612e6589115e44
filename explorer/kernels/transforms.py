"""Winograd's transforms of tiles, as programs over vectors.

F sums of three products each cost F + 2 products: of a line of F + 2 pixels and a line of three weights, both
transformed, element by element; they transform back to F sums. With the points 0, p, -p and so on, and infinity: Lavin
and Gray, Fast Algorithms for Convolutional Neural Networks (2016). For F = 4 the points 1/sqrt(2) and sqrt(2) round
four times less than the customary 1 and 2. A tile of F x F sums is transformed along its lines and then along its
columns. Vectors hold one element of as many tiles, or channels of a filter, as they have lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from explorer.kernels.emit import QUAD, Lanes, Memory, Place, program, transpose
from explorer.kernels.vector import LANES

_A, _B = 2**-0.5, 2**0.5
_P, _Q = 0.5, 2.0
_C, _D = 1 / (2 * _P * (_P - _Q)), 1 / (2 * _Q * (_Q - _P))
_STEP = LANES // QUAD


def _pixels_4(d: Sequence[Lanes]) -> list[Lanes]:
    """Transform a line of six pixels."""
    near, near_odd = d[4] - d[2] * _Q, (d[3] - d[1] * _Q) * _A
    far, far_odd = d[4] - d[2] * _P, (d[3] - d[1] * _P) * _B
    first, last = d[0] - d[2] * (_P + _Q) + d[4], d[1] - d[3] * (_P + _Q) + d[5]
    return [first, near + near_odd, near - near_odd, far + far_odd, far - far_odd, last]


def _weights_4(g: Sequence[Lanes]) -> list[Lanes]:
    """Transform a line of three weights into six."""
    near, near_odd = g[0] * _C + g[2] * (_C * _P), g[1] * (_C * _A)
    far, far_odd = g[0] * _D + g[2] * (_D * _Q), g[1] * (_D * _B)
    return [g[0], near + near_odd, near - near_odd, far + far_odd, far - far_odd, g[2]]


def _sums_4(m: Sequence[Lanes]) -> list[Lanes]:
    """Transform six products back to four sums."""
    near, near_odd, far, far_odd = m[1] + m[2], m[1] - m[2], m[3] + m[4], m[3] - m[4]
    second = near_odd * _A + far_odd * _B
    return [m[0] + near + far, second, near * _P + far * _Q, near_odd * (_A * _P) + far_odd * (_B * _Q) + m[5]]


def _pixels_2(d: Sequence[Lanes]) -> list[Lanes]:
    """Transform a line of four pixels."""
    return [d[0] - d[2], d[1] + d[2], d[2] - d[1], d[3] - d[1]]


def _weights_2(g: Sequence[Lanes]) -> list[Lanes]:
    """Transform a line of three weights into four."""
    ends, middle = (g[0] + g[2]) * 0.5, g[1] * 0.5
    return [g[0], ends + middle, ends - middle, g[2]]


def _sums_2(m: Sequence[Lanes]) -> list[Lanes]:
    """Transform four products back to two sums."""
    return [m[0] + m[1] + m[2], m[1] - m[2] + m[3]]


def _along_both(line: Callable[[Sequence[Lanes]], list[Lanes]], tile: Sequence[Sequence[Lanes]]) -> list[list[Lanes]]:
    """Return a tile, row after row, transformed along its lines and its columns."""
    lines = [line(row) for row in tile]
    return [list(row) for row in zip(*(line(column) for column in zip(*lines, strict=True)), strict=True)]


def _load_columns(memory: Memory, places: Memory, first: Place, shift: Place) -> list[Lanes]:
    """Return four neighbours of each place, one a vector over places."""
    return transpose([memory.load_quads(places, first + i * _STEP, shift) for i in range(QUAD)])


def _store_all(memory: Memory, place: Place, step: Place, tile: Sequence[Sequence[Lanes]]) -> None:
    for i, vector in enumerate(vector for row in tile for vector in row):
        memory.store(place + step * i, vector)


@program
def transform_pixels_4(own: Any, places: Any, t: Any, plane: Any, pitch: Any, target: Any, step: Any) -> None:
    """Transform the tiles of 6x6 pixels from ``t`` on; their elements go ``step`` elements apart from ``target`` on."""
    lines = [plane + pitch * r for r in range(6)]
    tile = [_load_columns(own, places, t, line) + _load_columns(own, places, t, line + 4)[:2] for line in lines]
    _store_all(own, target, step, _along_both(_pixels_4, tile))


@program
def transform_pixels_2(own: Any, places: Any, t: Any, plane: Any, pitch: Any, target: Any, step: Any) -> None:
    """Transform the tiles of 4x4 pixels from ``t`` on, as ``transform_pixels_4`` does."""
    tile = [_load_columns(own, places, t, plane + pitch * r) for r in range(4)]
    _store_all(own, target, step, _along_both(_pixels_2, tile))


def _load_weights(weights: Memory, row: Place, places: Memory, c: Place) -> list[list[Lanes]]:
    """Return the 3x3 weights of one filter for a vector of channels."""
    nine = [*_load_columns(weights, places, c, row), *_load_columns(weights, places, c, row + 4)]
    nine.append(_load_columns(weights, places, c, row + 5)[-1])
    return [nine[:3], nine[3:6], nine[6:]]


@program
def transform_weights_4(weights: Any, row: Any, places: Any, c: Any, out: Any, target: Any, step: Any) -> None:
    """Transform the weights of the filter that begins at ``row`` for the channels from ``c`` on, to 6x6."""
    _store_all(out, target, step, _along_both(_weights_4, _load_weights(weights, row, places, c)))


@program
def transform_weights_2(weights: Any, row: Any, places: Any, c: Any, out: Any, target: Any, step: Any) -> None:
    """Transform the weights of the filter that begins at ``row`` for the channels from ``c`` on, to 4x4."""
    _store_all(out, target, step, _along_both(_weights_2, _load_weights(weights, row, places, c)))


def _load_products(own: Memory, source: Place, step: Place, extent: int) -> list[list[Lanes]]:
    return [[own.load(source + step * (r * extent + s)) for s in range(extent)] for r in range(extent)]


@program
def transform_sums_4(
    own: Any, source: Any, step: Any, bias: Any, k: Any, places: Any, t: Any, target: Any, pitch: Any
) -> None:
    """Transform products back to 4x4 sums, add the bias of filter ``k``, and write them into a map of whole tiles."""
    start = bias.everywhere(k)
    for j, row in enumerate(_along_both(_sums_4, _load_products(own, source, step, 6))):
        for i, vector in enumerate(transpose([sums + start for sums in row])):
            own.store_quads(places, t + i * _STEP, target + pitch * j, vector)


@program
def transform_sums_2(
    own: Any, source: Any, step: Any, bias: Any, k: Any, places: Any, t: Any, target: Any, pitch: Any
) -> None:
    """Transform products back to 2x2 sums, as ``transform_sums_4`` does."""
    start = bias.everywhere(k)
    upper, lower = _along_both(_sums_2, _load_products(own, source, step, 4))
    for i, vector in enumerate(transpose([sums + start for sums in (*upper, *lower)])):
        own.store_pairs(places, t + i * _STEP, target, pitch, vector)
