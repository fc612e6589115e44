"""The innermost loop of convolutions with channels abreast: sums of a vector of filters at a few points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.tile import accumulate, emit_choice
from explorer.kernels.vector import LANES, data, fma, load_vector, store_vector

ABREAST = (1, 2, 4, 8)
"""Points that are summed together."""

_I64 = cgutils.intp_t


def _numpy_add_abreast(
    points: int,
    pixels: Any,
    starts: Any,
    start: int,
    offsets: Any,
    weights: Any,
    begin: int,
    bias: Any,
    bias_place: int,
    sums: Any,
    place: int,
) -> None:
    lanes, taps = np.arange(LANES), np.arange(offsets.size)[:, None]
    read = pixels[starts[start : start + points, None, None] + offsets[:, None] + lanes]
    added = (read * weights[begin + taps * LANES + lanes]).sum(axis=1)
    sums[place + np.arange(points * LANES)] = (bias[bias_place + lanes] + added).reshape(-1)


def _add_abreast(
    typing: Any,
    points: Any,
    pixels: Any,
    starts: Any,
    start: Any,
    offsets: Any,
    weights: Any,
    begin: Any,
    bias: Any,
    bias_place: Any,
    sums: Any,
    place: Any,
) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        pixels, starts, offsets, weights, bias, sums = (
            data(context, builder, signature, values, i) for i in (1, 2, 4, 5, 7, 9)
        )
        starts, weights = builder.gep(starts, [values[3]]), builder.gep(weights, [values[6]])
        before = load_vector(builder, builder.gep(bias, [values[8]]))
        target = builder.gep(sums, [values[10]])
        array = context.make_array(signature.args[4])(context, builder, values[4])
        taps = builder.extract_value(array.shape, 0)

        def emit(size: int) -> None:
            rows = [builder.gep(pixels, [builder.load(builder.gep(starts, [_I64(k)]))]) for k in range(size)]

            def add(tap: ir.Value, added: Sequence[ir.Value]) -> list[ir.Value]:
                weight = load_vector(builder, builder.gep(weights, [builder.mul(tap, _I64(LANES))]))
                offset = builder.load(builder.gep(offsets, [tap]))
                seen = [load_vector(builder, builder.gep(row, [offset])) for row in rows]
                return [fma(builder, weight, pixel, total) for pixel, total in zip(seen, added, strict=True)]

            for k, total in enumerate(accumulate(builder, (_I64(0), taps), [before] * size, add)):
                store_vector(builder, total, builder.gep(target, [_I64(k * LANES)]))

        emit_choice(builder, values[0], ABREAST, emit)
        return context.get_dummy_value()

    i = types.int64
    return types.none(i, pixels, starts, i, offsets, weights, i, bias, i, sums, i), generate


add_abreast = _numpy_add_abreast if WITHOUT_JIT else intrinsic(_add_abreast)
"""Computes a vector of filters, each over a channel of its own, at a few points.

Kernels call ``add_abreast(points, pixels, starts, start, offsets, weights, begin, bias, bias_place, sums, place)``. For
each k below ``points``, one of the numbers of ``ABREAST``, and lane f of a vector it writes to ``sums[place + k * LANES
+ f]`` ``bias[bias_place + f]`` and the products of all taps t ::

    weights[begin + t * LANES + f] * pixels[starts[start + k] + offsets[t] + f]

All arrays are flat, float32, ``starts`` and ``offsets`` int64.
"""
