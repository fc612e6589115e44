"""Pixels of channels abreast: vectors that hold one pixel of as many channels as they have lanes, and back."""

from __future__ import annotations

from typing import Any

from explorer.kernels.emit import QUAD, program, transpose, turn
from explorer.kernels.jit import inlined
from explorer.kernels.keeping import keep_positive
from explorer.kernels.vector import LANES


@program
def turn_in(image: Any, channels: Any, first: Any, shift: Any, own: Any, target: Any) -> None:
    """Write four pixels as vectors, one behind the other, of the channels whose places lie from ``first`` on."""
    rows = [image.load_quads(channels, first + i, shift) for i in range(QUAD)]
    for i, pixel in enumerate(transpose(rows)):
        own.store(target + i * LANES, pixel)


@program
def turn_square(rows: Any, places: Any, first: Any, shift: Any, own: Any, target: Any) -> None:
    """Write as many numbers of as many rows as vectors have lanes: vectors of one of each row, one behind the other.

    The rows lie at the places from ``first`` on, ``shift`` elements further.
    """
    for i, numbers in enumerate(turn([rows.load(places.number(first + r) + shift) for r in range(LANES)])):
        own.store(target + i * LANES, numbers)


@program
def _turn_out(own: Any, source: Any, step: Any, maps: Any, first: Any, out: Any, target: Any) -> None:
    """Write a vector of filters at four points into their maps."""
    columns = [own.load(source + step * i) for i in range(QUAD)]
    for i, filters in enumerate(transpose(columns)):
        out.store_quads(maps, first + i, target, filters)


@inlined
def write_turned(
    own: Any, sums: int, step: int, count: int, maps: Any, first: int, out: Any, rectified: Any, ceiling: Any,
    target: int,
) -> None:  # fmt: skip
    """Write vectors of filters at ``count`` points, four or more, into their maps, and their positive parts.

    Vectors lie ``step`` elements apart from ``sums`` on; maps begin at the places from ``first`` on, and what is
    written of them at ``target``.
    """
    for point in range(0, count, QUAD):
        at = min(point, count - QUAD)
        _turn_out(own, sums + at * step, step, maps, first, out, target + at)
    if rectified.size > 0:
        for k in range(first, first + LANES):
            keep_positive(out, rectified, ceiling, target + maps[k], count, 0)
