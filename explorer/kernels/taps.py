"""The tap-list microkernel: every convolution as shifted planes, each times one number, summed in registers."""

from __future__ import annotations

from typing import Any

from explorer.kernels.jit import pasted
from explorer.kernels.vector import LANES, REGISTERS, Map, make_tile

BLOCKS = ((14, 2), (8, 3), (4, 6), (2, 8), (1, 8)) if REGISTERS >= 32 else ((6, 2), (4, 3), (3, 3), (2, 5), (1, 8))
"""Filters of a block, and vectors of positions, whose sums fill the registers together; measured."""

_FILTERS = tuple(filters for filters, _ in BLOCKS)


def _make_strip(filters: int, vectors: int) -> Any:
    """Return the kernel that computes a block of ``filters`` over a strip of positions."""
    tile, narrow = make_tile(filters, vectors), make_tile(filters, 1)
    step = vectors * LANES

    @pasted
    def strip(
        source: Any,
        offsets: Any,
        weights: Any,
        bias: Any,
        out: Any,
        rectified: Any,
        first: int,
        last: int,
        latest: int,
        shape: Map,
    ) -> None:
        position = first
        while position + step <= last:
            tile(source, offsets, weights, bias, out, rectified, position, shape)
            position += step
        while position < last:
            narrow(source, offsets, weights, bias, out, rectified, min(position, latest), shape)
            position += LANES

    return strip


_STRIP_0, _STRIP_1, _STRIP_2, _STRIP_3, _STRIP_4 = (_make_strip(filters, vectors) for filters, vectors in BLOCKS)


@pasted
def sum_taps(
    filters: int,
    source: Any,
    offsets: Any,
    weights: Any,
    bias: Any,
    out: Any,
    rectified: Any,
    first: int,
    last: int,
    latest: int,
    shape: Map,
) -> None:
    """Compute positions ``first`` to ``last`` of ``filters`` activation maps, as ``vector.make_tile`` says.

    Parameters
    ----------
    filters
        One of the numbers of ``BLOCKS``.
    source
        Flat planes, read up to ``LANES`` elements past the last tap of the last position.
    offsets
        Element of each tap from that of the position.
    weights
        One for each filter of the block, tap after tap.
    bias, out, rectified
        They begin at the block's first filter; ``rectified`` may be empty.
    first, last
        Multiples of ``LANES``, or ``last`` is the end of the map.
    latest
        Where the last vector may begin, so as not to read past the source.
    """
    if filters == _FILTERS[0]:
        _STRIP_0(source, offsets, weights, bias, out, rectified, first, last, latest, shape)
    elif filters == _FILTERS[1]:
        _STRIP_1(source, offsets, weights, bias, out, rectified, first, last, latest, shape)
    elif filters == _FILTERS[2]:
        _STRIP_2(source, offsets, weights, bias, out, rectified, first, last, latest, shape)
    elif filters == _FILTERS[3]:
        _STRIP_3(source, offsets, weights, bias, out, rectified, first, last, latest, shape)
    else:
        _STRIP_4(source, offsets, weights, bias, out, rectified, first, last, latest, shape)
