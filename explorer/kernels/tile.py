"""The innermost loop of convolutions and products: sums that LLVM keeps in registers while taps are added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT, pasted
from explorer.kernels.vector import LANES, REGISTERS, VECTOR, data, load_vector, splat_vector, store_vector

BLOCKS = ((14, 2), (8, 3), (4, 6), (2, 8), (1, 8)) if REGISTERS >= 32 else ((6, 2), (4, 3), (3, 3), (2, 5), (1, 8))
"""Filters of a block, and vectors of positions, whose sums fill the registers together; measured."""

_I64 = cgutils.intp_t
_FILTERS = tuple(filters for filters, _ in BLOCKS)


def make_tile(filters: int, vectors: int) -> Callable[..., None]:
    """Return the function that adds taps to ``filters`` x (``vectors`` x LANES positions) of sums.

    Kernels call it as ``tile(source, begin, offsets, first, last, weights, row, stride, bias, sums, place, pitch)``.
    For each k below ``filters`` and p below ``vectors * LANES`` it adds to ``sums[place + k * pitch + p]`` the products ::

        weights[row + k * stride + t] * source[begin + offsets[t] + p]

    of the taps t from ``first`` to below ``last``; where ``first`` is 0, it begins at ``bias[k]`` instead of what the
    sum was. All arrays are flat, float32, ``offsets`` int64.
    """

    def tile(
        typing: Any,
        source: Any,
        begin: Any,
        offsets: Any,
        first: Any,
        last: Any,
        weights: Any,
        row: Any,
        stride: Any,
        bias: Any,
        sums: Any,
        place: Any,
        pitch: Any,
    ) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
            arrays = {i: data(context, builder, signature, arguments, i) for i in (0, 2, 5, 8, 9)}
            pixels = builder.gep(arrays[0], [arguments[1]])
            rows = [
                builder.gep(arrays[5], [builder.add(arguments[6], builder.mul(arguments[7], _I64(k)))])
                for k in range(filters)
            ]
            places = [
                builder.gep(
                    arrays[9],
                    [builder.add(builder.add(arguments[10], builder.mul(arguments[11], _I64(k))), _I64(v * LANES))],
                )
                for k in range(filters)
                for v in range(vectors)
            ]
            start = _start(builder, builder.icmp_signed("==", arguments[3], _I64(0)), arrays[8], filters, places)
            total = _accumulate(builder, pixels, arrays[2], (arguments[3], arguments[4]), rows, start)
            for value, pointer in zip(total, places, strict=True):
                store_vector(builder, value, pointer)
            return context.get_dummy_value()

        i = types.int64
        return types.none(source, i, offsets, i, i, weights, i, i, bias, sums, i, i), generate

    return _numpy_tile(filters, vectors) if WITHOUT_JIT else intrinsic(tile)


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
    pixels: ir.Value,
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
    shifted = builder.gep(pixels, [builder.load(builder.gep(offsets, [tap]))])
    loaded = [load_vector(builder, builder.gep(shifted, [_I64(v * LANES)])) for v in range(vectors)]
    fma = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(VECTOR, [VECTOR] * 3), f"llvm.fma.v{LANES}f32"
    )
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


def _numpy_tile(filters: int, vectors: int) -> Callable[..., None]:
    """Return what ``make_tile`` returns, in NumPy."""
    count = vectors * LANES

    def tile(
        source: Any,
        begin: int,
        offsets: Any,
        first: int,
        last: int,
        weights: Any,
        row: int,
        stride: int,
        bias: Any,
        sums: Any,
        place: int,
        pitch: int,
    ) -> None:
        taps, block, positions = np.arange(first, last), np.arange(filters)[:, None], np.arange(count)
        pixels = source[begin + offsets[first:last, None] + positions]
        places = place + block * pitch + positions
        start = bias[:filters, None] if first == 0 else sums[places]
        sums[places] = start + weights[row + block * stride + taps] @ pixels

    return tile


def _make_strip(filters: int, vectors: int) -> Any:
    """Return the kernel that adds taps to a block of ``filters`` over a strip of positions."""
    tile, narrow = make_tile(filters, vectors), make_tile(filters, 1)
    step = vectors * LANES

    @pasted
    def strip(
        source: Any,
        begin: int,
        offsets: Any,
        first: int,
        last: int,
        weights: Any,
        row: int,
        stride: int,
        bias: Any,
        sums: Any,
        place: int,
        pitch: int,
        count: int,
    ) -> None:
        p = 0
        while p + step <= count:
            tile(source, begin + p, offsets, first, last, weights, row, stride, bias, sums, place + p, pitch)
            p += step
        while p < count:
            narrow(source, begin + p, offsets, first, last, weights, row, stride, bias, sums, place + p, pitch)
            p += LANES

    return strip


_STRIP_0, _STRIP_1, _STRIP_2, _STRIP_3, _STRIP_4 = (_make_strip(filters, vectors) for filters, vectors in BLOCKS)


@pasted
def add_taps(
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
    sums: Any,
    place: int,
    pitch: int,
    count: int,
) -> None:
    """Add taps to the sums of ``filters``, one of the numbers of ``BLOCKS``, over ``count`` positions.

    As ``make_tile`` says; positions are computed in whole vectors, so what lies after the last one is read and written.
    """
    if filters == _FILTERS[0]:
        _STRIP_0(source, begin, offsets, first, last, weights, row, stride, bias, sums, place, pitch, count)
    elif filters == _FILTERS[1]:
        _STRIP_1(source, begin, offsets, first, last, weights, row, stride, bias, sums, place, pitch, count)
    elif filters == _FILTERS[2]:
        _STRIP_2(source, begin, offsets, first, last, weights, row, stride, bias, sums, place, pitch, count)
    elif filters == _FILTERS[3]:
        _STRIP_3(source, begin, offsets, first, last, weights, row, stride, bias, sums, place, pitch, count)
    else:
        _STRIP_4(source, begin, offsets, first, last, weights, row, stride, bias, sums, place, pitch, count)
