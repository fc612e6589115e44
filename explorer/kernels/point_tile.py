"""The innermost loop of convolutions point by point: sums of filters side by side, at a few points of the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.tile import BLOCKS, accumulate, emit_choice, start_sums
from explorer.kernels.vector import LANES, data, fma, load_vector, splat_vector, store_vector

_I64 = cgutils.intp_t


def _numpy_add_points(
    points: int,
    weights: Any,
    begin: int,
    filters: int,
    first: int,
    last: int,
    pixels: Any,
    starts: Any,
    start: int,
    offsets: Any,
    bias: Any,
    bias_place: int,
    sums: Any,
    place: int,
    pitch: int,
) -> None:
    lanes, taps = np.arange(filters), np.arange(first, last)
    places = place + np.arange(points)[:, None] * pitch + lanes
    before = bias[bias_place + lanes] if first == 0 else sums[places]
    read = pixels[starts[start : start + points, None] + offsets[taps]]
    sums[places] = before + read @ weights[begin + taps[:, None] * filters + lanes]


def _add_points(
    typing: Any,
    points: Any,
    weights: Any,
    begin: Any,
    filters: Any,
    first: Any,
    last: Any,
    pixels: Any,
    starts: Any,
    start: Any,
    offsets: Any,
    bias: Any,
    bias_place: Any,
    sums: Any,
    place: Any,
    pitch: Any,
) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        arrays = {i: data(context, builder, signature, values, i) for i in (1, 6, 7, 9, 10, 12)}
        panel = _Panel(
            builder,
            builder.gep(arrays[1], [values[2]]),
            values[3],
            (values[4], values[5]),
            arrays[6],
            builder.gep(arrays[7], [values[8]]),
            arrays[9],
            builder.gep(arrays[10], [values[11]]),
            builder.gep(arrays[12], [values[13]]),
            values[14],
        )
        wide = dict(BLOCKS)
        emit_choice(builder, values[0], wide, lambda size: panel.emit(size, wide[size]))
        return context.get_dummy_value()

    i = types.int64
    return types.none(i, weights, i, i, i, i, pixels, starts, i, offsets, bias, i, sums, i, i), generate


add_points = _numpy_add_points if WITHOUT_JIT else intrinsic(_add_points)
"""Adds taps to the sums of neighbouring filters at a few points.

Kernels call ``add_points(points, weights, begin, filters, first, last, pixels, starts, start, offsets, bias,
bias_place, sums, place, pitch)``. For each k below ``points``, one of the numbers of ``tile.BLOCKS``, and f below
``filters``, a multiple of the lanes of a vector, it adds to ``sums[place + k * pitch + f]`` the products ::

    weights[begin + t * filters + f] * pixels[starts[start + k] + offsets[t]]

of the taps t from ``first`` to below ``last``; where ``first`` is 0, it begins at ``bias[bias_place + f]`` instead of
what the sum was. All arrays are flat, float32, ``starts`` and ``offsets`` int64.
"""


@dataclass(frozen=True)
class _Panel:
    """The values that ``add_points`` is called with; arrays from where they are read on."""

    builder: ir.IRBuilder
    weights: ir.Value
    filters: ir.Value
    taps: tuple[ir.Value, ir.Value]
    pixels: ir.Value
    starts: ir.Value
    offsets: ir.Value
    bias: ir.Value
    sums: ir.Value
    pitch: ir.Value

    def emit(self, points: int, vectors: int) -> None:
        """Emit the loops over filters: as wide as registers allow, and then two vectors and one at a time."""
        first: ir.Value = _I64(0)
        for width in sorted({vectors, 2, 1}, reverse=True):
            step = _I64(width * LANES)
            whole = self.builder.sdiv(self.builder.sub(self.filters, first), step)
            last = self.builder.add(first, self.builder.mul(whole, step))
            with cgutils.for_range_slice(self.builder, first, last, step) as (filter_, _):
                self.emit_tile(points, width, filter_)
            first = last

    def emit_tile(self, points: int, vectors: int, filter_: ir.Value) -> None:
        """Emit the sums of some vectors of filters from ``filter_`` on."""
        builder = self.builder
        weights, bias = (builder.gep(array, [filter_]) for array in (self.weights, self.bias))
        rows, places = [], []
        for k in range(points):
            rows.append(builder.gep(self.pixels, [builder.load(builder.gep(self.starts, [_I64(k)]))]))
            places += self._vectors_from(builder.add(filter_, builder.mul(self.pitch, _I64(k))), vectors, self.sums)

        def begin() -> list[ir.Value]:
            return [load_vector(builder, place) for place in self._vectors_from(_I64(0), vectors, bias)] * points

        def add(tap: ir.Value, sums: Sequence[ir.Value]) -> list[ir.Value]:
            line = self._vectors_from(builder.mul(tap, self.filters), vectors, weights)
            loaded, added = [load_vector(builder, place) for place in line], []
            offset = builder.load(builder.gep(self.offsets, [tap]))
            for k, row in enumerate(rows):
                pixel = splat_vector(builder, builder.load(builder.gep(row, [offset])))
                added += [fma(builder, pixel, loaded[v], sums[k * vectors + v]) for v in range(vectors)]
            return added

        total = accumulate(builder, self.taps, start_sums(builder, self.taps[0], begin, places), add)
        for value, pointer in zip(total, places, strict=True):
            store_vector(builder, value, pointer)

    def _vectors_from(self, first: ir.Value, count: int, array: ir.Value) -> list[ir.Value]:
        """Emit the addresses of ``count`` vectors of an ``array``, one behind the other."""
        start = self.builder.gep(array, [first])
        return [self.builder.gep(start, [_I64(v * LANES)]) for v in range(count)]
