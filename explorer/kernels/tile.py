"""The innermost loop of convolutions and products: sums that LLVM keeps in registers while taps are added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.vector import (
    LANES,
    REGISTERS,
    VECTOR,
    data,
    fma,
    load_vector,
    splat_vector,
    store_vector,
)

BLOCKS = ((14, 2), (8, 3), (4, 6), (2, 8), (1, 8)) if REGISTERS >= 32 else ((6, 2), (4, 3), (3, 3), (2, 5), (1, 8))
"""Filters of a block, and vectors of positions, whose sums fill the registers together; measured."""

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
        arrays = {i: data(context, builder, signature, values, i) for i in (1, 3, 6, 9, 11)}
        strip = _Strip(
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
        after = builder.append_basic_block("strips")
        switch = builder.switch(values[0], after)
        for size, vectors in BLOCKS:
            block = builder.append_basic_block(f"strip{size}")
            switch.add_case(_I64(size), block)
            builder.position_at_end(block)
            strip.emit(size, vectors, values[14])
            builder.branch(after)
        builder.position_at_end(after)
        return context.get_dummy_value()

    i = types.int64
    return types.none(i, source, i, offsets, i, i, weights, i, i, bias, i, sums, i, i, i), generate


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

    def emit(self, filters: int, vectors: int, count: ir.Value) -> None:
        """Emit the loops over positions: as wide as registers allow, and one vector at a time."""
        step = vectors * LANES
        wide = self.builder.mul(self.builder.sdiv(count, _I64(step)), _I64(step))
        for first, last, width in ((_I64(0), wide, vectors), (wide, count, 1)):
            with cgutils.for_range_slice(self.builder, first, last, _I64(width * LANES)) as (position, _):
                self.emit_tile(filters, width, position)

    def emit_tile(self, filters: int, vectors: int, position: ir.Value) -> None:
        """Emit the sums of some filters and vectors from a position on."""
        builder, rows, places = self.builder, [], []
        for k in range(filters):
            rows.append(builder.gep(self.weights, [builder.mul(self.stride, _I64(k))]))
            line = builder.gep(self.sums, [builder.add(position, builder.mul(self.pitch, _I64(k)))])
            places += [builder.gep(line, [_I64(v * LANES)]) for v in range(vectors)]

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

        total = accumulate(builder, self.taps, start, add)
        for value, pointer in zip(total, places, strict=True):
            store_vector(builder, value, pointer)


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
