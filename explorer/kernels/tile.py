"""The innermost loop of convolutions and products: sums that LLVM keeps in registers while taps are added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.fetching import fetch_line
from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.vector import (
    LANES,
    LINE,
    REGISTERS,
    VECTOR,
    data,
    fma,
    load_vector,
    rectified_vector,
    splat_vector,
    store_vector,
    store_vectors,
)

BLOCKS = ((8, 3), (6, 4), (4, 6), (2, 8), (1, 8)) if REGISTERS >= 32 else ((6, 2), (4, 3), (3, 3), (2, 5), (1, 8))
"""Filters of a block, and vectors of positions, whose sums fill the registers together; measured.

There are no blocks of more filters: rows of weights that lie a power of two apart compete for the eight lines of a
cache that such addresses share, and LLVM takes registers that hold sums for what it loads ahead.
"""

_I64 = cgutils.intp_t


def _numpy_add_taps(
    filters: int,
    source: Any,
    begin: int,
    offsets: Any,
    first: int,
    last: int,
    weights: Any,
    row: int,
    stride: int,
    bias: Any,
    bias_place: int,
    sums: Any,
    place: int,
    pitch: int,
    count: int,
) -> None:
    taps, block = np.arange(first, last), np.arange(filters)[:, None]
    positions = np.arange(-(-count // LANES) * LANES)
    places = place + block * pitch + positions
    start = bias[bias_place : bias_place + filters, None] if first == 0 else sums[places]
    sums[places] = start + weights[row + block * stride + taps] @ source[begin + offsets[first:last, None] + positions]


def _numpy_add_map_taps(*arguments: Any) -> None:
    *common, rectified, ceiling, ending, _ = arguments
    _numpy_add_taps(*common)
    if ending != OPEN:
        filters, sums, place, pitch, count = common[0], *common[11:15]
        places = place + np.arange(filters)[:, None] * pitch + np.arange(-(-count // LANES) * LANES)
        rectified[places] = np.clip(sums[places], 0, ceiling)


def _add_taps(
    typing: Any,
    filters: Any,
    source: Any,
    begin: Any,
    offsets: Any,
    first: Any,
    last: Any,
    weights: Any,
    row: Any,
    stride: Any,
    bias: Any,
    bias_place: Any,
    sums: Any,
    place: Any,
    pitch: Any,
    count: Any,
) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        _emit_strip(_read_strip(context, builder, signature, values), values[0], values[14])
        return context.get_dummy_value()

    i = types.int64
    return types.none(i, source, i, offsets, i, i, weights, i, i, bias, i, sums, i, i, i), generate


def _add_map_taps(
    typing: Any,
    filters: Any,
    source: Any,
    begin: Any,
    offsets: Any,
    first: Any,
    last: Any,
    weights: Any,
    row: Any,
    stride: Any,
    bias: Any,
    bias_place: Any,
    sums: Any,
    place: Any,
    pitch: Any,
    count: Any,
    rectified: Any,
    ceiling: Any,
    ending: Any,
    ahead: Any,
) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        strip = _read_strip(context, builder, signature, values)
        positive = builder.gep(data(context, builder, signature, values, 15), [values[12]])
        together = builder.or_(builder.ptrtoint(strip.sums, _I64), builder.mul(strip.pitch, _I64(4)))
        in_lines = builder.icmp_signed("==", builder.and_(together, _I64(4 * LINE - 1)), _I64(0))
        streamed = builder.and_(builder.icmp_signed("==", values[17], _I64(STREAMED)), in_lines)
        closed = builder.icmp_signed("!=", values[17], _I64(OPEN))
        ending = _Ending(builder, positive, values[16], closed, streamed, values[18])
        _emit_strip(replace(strip, ending=ending), values[0], values[14])
        return context.get_dummy_value()

    i = types.int64
    numbers = (i, source, i, offsets, i, i, weights, i, i, bias, i, sums, i, i, i, rectified, types.float32, i, i)
    return types.none(*numbers), generate


def _read_strip(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> _Strip:
    """Return what ``add_taps`` was called with."""
    arrays = {i: data(context, builder, signature, values, i) for i in (1, 3, 6, 9, 11)}
    return _Strip(
        builder,
        builder.gep(arrays[1], [values[2]]),
        arrays[3],
        (values[4], values[5]),
        builder.gep(arrays[6], [values[7]]),
        values[8],
        builder.gep(arrays[9], [values[10]]),
        builder.gep(arrays[11], [values[12]]),
        values[13],
    )


def _emit_strip(strip: _Strip, filters: ir.Value, count: ir.Value) -> None:
    """Emit the sums of a strip, whose blocks of ``filters`` are one of ``BLOCKS``."""
    wide = dict(BLOCKS)
    emit_choice(strip.builder, filters, wide, lambda size: strip.emit(size, wide[size], count))


add_taps = _numpy_add_taps if WITHOUT_JIT else intrinsic(_add_taps)
"""Adds taps to the sums of a block of filters over neighbouring positions.

Kernels call ``add_taps(filters, source, begin, offsets, first, last, weights, row, stride, bias, bias_place, sums,
place, pitch, count)``. For each k below ``filters``, one of the numbers of ``BLOCKS``, and p below ``count`` it adds to
``sums[place + k * pitch + p]`` the products ::

    weights[row + k * stride + t] * source[begin + offsets[t] + p]

of the taps t from ``first`` to below ``last``; where ``first`` is 0, it begins at ``bias[bias_place + k]`` instead of
what the sum was. All arrays are flat, float32, ``offsets`` int64. Positions are computed in whole vectors, so what lies
after the last one is read and written.
"""


add_map_taps = _numpy_add_map_taps if WITHOUT_JIT else intrinsic(_add_map_taps)
"""Adds taps to sums that lie in maps, and ends them.

Kernels call ``add_map_taps(filters, source, begin, offsets, first, last, weights, row, stride, bias, bias_place, sums,
place, pitch, count, rectified, ceiling, ending, ahead)``, the first of them as for ``add_taps``. Where ``ending`` is
not ``OPEN``, it also writes what is positive of the sums, up to ``ceiling``, to their places in ``rectified``. With
``STREAMED`` the sums, which then begin at 0, are written past the caches, if they lie in whole lines. What lies
``ahead`` is written next.
"""

OPEN, CLOSED, STREAMED = range(3)
"""Sums to which more taps are to be added, or of which no positive parts are wanted; others; those nobody reads."""


@dataclass(frozen=True)
class _Ending:
    """What becomes of sums that lie in maps. Their positive parts lie in ``rectified`` as they do in theirs."""

    builder: ir.IRBuilder
    rectified: ir.Value
    ceiling: ir.Value
    closed: ir.Value
    streamed: ir.Value
    ahead: ir.Value

    def fetch(self, places: Sequence[ir.Value], positive: Sequence[ir.Value], first: ir.Value) -> None:
        """Emit the fetching of what is written ahead: sums once, before the ``first`` tap, and in the end the rest."""
        builder = self.builder
        begins = builder.icmp_signed("==", first, _I64(0))
        for wanted, vectors in ((builder.and_(begins, builder.not_(self.streamed)), places), (self.closed, positive)):
            with builder.if_then(wanted):
                for place in vectors[:: max(LINE // LANES, 1)]:
                    fetch_line(builder, place)

    def write(self, sums: Sequence[ir.Value], places: Sequence[ir.Value], positive: Sequence[ir.Value]) -> None:
        """Emit the stores of the sums and of their positive parts."""
        builder = self.builder
        store_vectors(builder, sums, places, self.streamed)
        with builder.if_then(self.closed):
            most = splat_vector(builder, self.ceiling)
            for value, place in zip(sums, positive, strict=True):
                store_vector(builder, rectified_vector(builder, value, most), place)


@dataclass(frozen=True)
class _Strip:
    """The values that ``add_taps`` is called with; arrays from where they are read on."""

    builder: ir.IRBuilder
    pixels: ir.Value
    offsets: ir.Value
    taps: tuple[ir.Value, ir.Value]
    weights: ir.Value
    stride: ir.Value
    bias: ir.Value
    sums: ir.Value
    pitch: ir.Value
    ending: _Ending | None = None

    def emit(self, filters: int, vectors: int, count: ir.Value) -> None:
        """Emit the loops over positions: as wide as registers allow, and one vector at a time."""
        step = vectors * LANES
        wide = self.builder.mul(self.builder.sdiv(count, _I64(step)), _I64(step))
        for first, last, width in ((_I64(0), wide, vectors), (wide, count, 1)):
            with cgutils.for_range_slice(self.builder, first, last, _I64(width * LANES)) as (position, _):
                self.emit_tile(filters, width, position)

    def emit_tile(self, filters: int, vectors: int, position: ir.Value) -> None:
        """Emit the sums of some filters and vectors from a position on."""
        builder, places = self.builder, self._places(self.sums, filters, vectors, position)
        rows = [builder.gep(self.weights, [builder.mul(self.stride, _I64(k))]) for k in range(filters)]

        def begin() -> list[ir.Value]:
            numbers = [builder.load(builder.gep(self.bias, [_I64(k)])) for k in range(filters)]
            return [value for number in numbers for value in [splat_vector(builder, number)] * vectors]

        start = start_sums(builder, self.taps[0], begin, places)
        pixels = builder.gep(self.pixels, [position])

        def add(tap: ir.Value, sums: Sequence[ir.Value]) -> list[ir.Value]:
            shifted = builder.gep(pixels, [builder.load(builder.gep(self.offsets, [tap]))])
            loaded = [load_vector(builder, builder.gep(shifted, [_I64(v * LANES)])) for v in range(vectors)]
            added = []
            for k, row in enumerate(rows):
                weight = splat_vector(builder, builder.load(builder.gep(row, [tap])))
                added += [fma(builder, weight, loaded[v], sums[k * vectors + v]) for v in range(vectors)]
            return added

        if self.ending is None:
            for value, pointer in zip(accumulate(builder, self.taps, start, add), places, strict=True):
                store_vector(builder, value, pointer)
            return
        ending = self.ending if vectors * LANES % LINE == 0 else replace(self.ending, streamed=ir.IntType(1)(0))
        # Places ahead are not those of now and a distance: LLVM would keep each of these while taps are added.
        ahead = builder.add(position, ending.ahead)
        following = self._places(self.sums, filters, vectors, ahead)
        ending.fetch(following, self._places(ending.rectified, filters, vectors, ahead), self.taps[0])
        positive = self._places(ending.rectified, filters, vectors, position)
        ending.write(accumulate(builder, self.taps, start, add), places, positive)

    def _places(self, array: ir.Value, filters: int, vectors: int, position: ir.Value) -> list[ir.Value]:
        """Emit the addresses of the vectors from a position on, in the maps of ``filters``."""
        places = []
        for k in range(filters):
            line = self.builder.gep(array, [self.builder.add(position, self.builder.mul(self.pitch, _I64(k)))])
            places += [self.builder.gep(line, [_I64(v * LANES)]) for v in range(vectors)]
        return places


def emit_choice(builder: ir.IRBuilder, size: ir.Value, sizes: Iterable[int], emit: Callable[[int], None]) -> None:
    """Emit a branch for each of ``sizes``, with what ``emit`` emits for it, of which the one for ``size`` is run."""
    after = builder.append_basic_block("chosen")
    switch = builder.switch(size, after)
    for number in sizes:
        block = builder.append_basic_block(f"choice{number}")
        switch.add_case(_I64(number), block)
        builder.position_at_end(block)
        emit(number)
        builder.branch(after)
    builder.position_at_end(after)


def start_sums(
    builder: ir.IRBuilder, tap: ir.Value, begin: Callable[[], list[ir.Value]], places: list[ir.Value]
) -> list[ir.Value]:
    """Emit the sums before a ``tap``: what ``begin`` emits before the first one, else what was kept of them."""
    with builder.if_else(builder.icmp_signed("==", tap, _I64(0))) as (first, resume):
        with first:
            biases = begin()
            after_begin = builder.block
        with resume:
            kept = [load_vector(builder, pointer) for pointer in places]
            after_resume = builder.block
    start = [builder.phi(VECTOR) for _ in places]
    for value, at_begin, at_resume in zip(start, biases, kept, strict=True):
        value.add_incoming(at_begin, after_begin)
        value.add_incoming(at_resume, after_resume)
    return start


def accumulate(
    builder: ir.IRBuilder,
    taps: tuple[ir.Value, ir.Value],
    start: Sequence[ir.Value],
    add: Callable[[ir.Value, Sequence[ir.Value]], Sequence[ir.Value]],
) -> list[ir.Value]:
    """Emit the loop over taps; return the sums after it.

    Parameters
    ----------
    start
        Sums before the first tap.
    add
        Emits what a tap adds to the sums.
    """
    before, body, after = builder.block, builder.append_basic_block("taps"), builder.append_basic_block("summed")
    builder.cbranch(builder.icmp_signed("<", *taps), body, after)

    builder.position_at_end(body)
    tap = builder.phi(_I64)
    sums = [builder.phi(VECTOR) for _ in start]
    added = add(tap, sums)
    following = builder.add(tap, _I64(1))
    builder.cbranch(builder.icmp_signed("<", following, taps[1]), body, after)
    tap.add_incoming(taps[0], before)
    tap.add_incoming(following, body)

    builder.position_at_end(after)
    total = [builder.phi(VECTOR) for _ in start]
    for at_start, running, summed, final in zip(start, sums, added, total, strict=True):
        running.add_incoming(at_start, before)
        running.add_incoming(summed, body)
        final.add_incoming(at_start, before)
        final.add_incoming(summed, body)
    return total
