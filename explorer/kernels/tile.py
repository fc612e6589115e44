"""The innermost loop of convolutions and products: sums that LLVM keeps in registers while taps are added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
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
    evens_vector,
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
            _I64(LANES),
            _I64(LANES),
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
    """The values that ``add_taps`` is called with; arrays from where they are read on.

    Attributes
    ----------
    step, sums_step
        Elements from one vector of a tile to the next, of pixels and of sums.
    every
        Pixels from one position to the next, 1 or 2.
    """

    builder: ir.IRBuilder
    pixels: ir.Value
    offsets: ir.Value
    taps: tuple[ir.Value, ir.Value]
    weights: ir.Value
    stride: ir.Value
    bias: ir.Value
    sums: ir.Value
    pitch: ir.Value
    step: ir.Value
    sums_step: ir.Value
    every: int = 1

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
            places += [builder.gep(line, [builder.mul(self.sums_step, _I64(v))]) for v in range(vectors)]
        fresh = builder.icmp_signed("==", self.taps[0], _I64(0))
        start = _start(builder, fresh, self.bias, filters, places)
        pixels = builder.gep(self.pixels, [position])
        total = _accumulate(builder, (pixels, self.step, self.every), self.offsets, self.taps, rows, start)
        for value, pointer in zip(total, places, strict=True):
            store_vector(builder, value, pointer)


def _start(
    builder: ir.IRBuilder, fresh: ir.Value, bias: ir.Value, filters: int, places: list[ir.Value]
) -> list[ir.Value]:
    """Emit the sums before the first tap: each filter's bias where they are ``fresh``, else what was kept of them."""
    vectors = len(places) // filters
    with builder.if_else(fresh) as (begin, resume):
        with begin:
            numbers = [builder.load(builder.gep(bias, [_I64(k)])) for k in range(filters)]
            biases = [value for number in numbers for value in [splat_vector(builder, number)] * vectors]
            after_begin = builder.block
        with resume:
            kept = [load_vector(builder, pointer) for pointer in places]
            after_resume = builder.block
    start = [builder.phi(VECTOR) for _ in places]
    for value, at_begin, at_resume in zip(start, biases, kept, strict=True):
        value.add_incoming(at_begin, after_begin)
        value.add_incoming(at_resume, after_resume)
    return start


def _accumulate(
    builder: ir.IRBuilder,
    pixels: tuple[ir.Value, ir.Value, int],
    offsets: ir.Value,
    taps: tuple[ir.Value, ir.Value],
    rows: list[ir.Value],
    start: list[ir.Value],
) -> list[ir.Value]:
    """Emit the loop over taps; return the sums after it, filter by filter."""
    vectors = len(start) // len(rows)
    before, body, after = (builder.block, builder.append_basic_block("taps"), builder.append_basic_block("summed"))
    builder.cbranch(builder.icmp_signed("<", *taps), body, after)

    builder.position_at_end(body)
    tap = builder.phi(_I64)
    sums = [builder.phi(VECTOR) for _ in start]
    start_of, step, every = pixels
    shifted = builder.gep(start_of, [builder.load(builder.gep(offsets, [tap]))])
    lines = [builder.gep(shifted, [builder.mul(step, _I64(v))]) for v in range(vectors)]
    loaded = [load_vector(builder, line) if every == 1 else evens_vector(builder, line) for line in lines]
    fma = cgutils.get_or_insert_function(builder.module, ir.FunctionType(VECTOR, [VECTOR] * 3), f"llvm.fma.v{LANES}f32")
    added = []
    for k, row in enumerate(rows):
        weight = splat_vector(builder, builder.load(builder.gep(row, [tap])))
        added += [builder.call(fma, [weight, loaded[v], sums[k * vectors + v]]) for v in range(vectors)]
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


ROWS = (REGISTERS // 2, REGISTERS // 4, 1)
"""Rows that ``add_rows`` takes at a time."""


def _numpy_add_rows(
    rows: int,
    every: int,
    source: Any,
    begin: int,
    step: int,
    offsets: Any,
    weights: Any,
    row: int,
    bias: Any,
    bias_place: int,
    sums: Any,
    place: int,
    pitch: int,
) -> None:
    lanes = np.arange(LANES)
    for r in range(rows):
        pixels = source[begin + r * step + offsets[:, None] + every * lanes]
        sums[place + r * pitch + lanes] = bias[bias_place] + weights[row : row + offsets.size] @ pixels


def _add_rows(
    typing: Any,
    rows: Any,
    every: Any,
    source: Any,
    begin: Any,
    step: Any,
    offsets: Any,
    weights: Any,
    row: Any,
    bias: Any,
    bias_place: Any,
    sums: Any,
    place: Any,
    pitch: Any,
) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        arrays = {i: data(context, builder, signature, values, i) for i in (2, 5, 6, 8, 10)}
        array = context.make_array(signature.args[5])(context, builder, values[5])
        strip = _Strip(
            builder,
            builder.gep(arrays[2], [values[3]]),
            arrays[5],
            (_I64(0), builder.extract_value(array.shape, 0)),
            builder.gep(arrays[6], [values[7]]),
            _I64(0),
            builder.gep(arrays[8], [values[9]]),
            builder.gep(arrays[10], [values[11]]),
            _I64(0),
            values[4],
            values[12],
        )
        after = builder.append_basic_block("rows")
        switch = builder.switch(builder.add(builder.mul(values[0], _I64(2)), values[1]), after)
        for count, stride in product(ROWS, (1, 2)):
            block = builder.append_basic_block(f"rows{count}")
            switch.add_case(_I64(2 * count + stride), block)
            builder.position_at_end(block)
            replace(strip, every=stride).emit_tile(1, count, _I64(0))
            builder.branch(after)
        builder.position_at_end(after)
        return context.get_dummy_value()

    i = types.int64
    return types.none(i, i, source, i, i, offsets, weights, i, bias, i, sums, i, i), generate


add_rows = _numpy_add_rows if WITHOUT_JIT else intrinsic(_add_rows)
"""Computes one filter over a vector of positions in each of several rows.

Kernels call ``add_rows(rows, every, source, begin, step, offsets, weights, row, bias, bias_place, sums, place,
pitch)``. For each r below ``rows``, one of the numbers of ``ROWS``, and p below LANES it writes to ``sums[place + r *
pitch + p]``, row after row, ``bias[bias_place]`` and the products of all taps ::

    weights[row + t] * source[begin + r * step + offsets[t] + p * every]

where ``every`` is 1 or 2.
"""
