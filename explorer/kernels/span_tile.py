"""The innermost loop of convolutions span by span: sums of four filters that LLVM keeps in registers over all taps."""

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
from explorer.kernels.tile import accumulate, emit_choice
from explorer.kernels.vector import LANES, REGISTERS, data, fma, load_vector, splat_vector, store_vector

FILTERS = 4
"""Filters whose sums fill the registers together."""

SPANS = (1, 2, 3, 4, 6) if REGISTERS >= 32 else (1, 2, 3)
"""Spans that can be summed together."""

_I64 = cgutils.intp_t


def _numpy_add_spans(
    spans: int,
    weights: Any,
    row: int,
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
    taps, filters = offsets.size, np.arange(FILTERS)[:, None]
    lanes = (starts[start : start + spans, None] + np.arange(LANES)).reshape(-1)
    products = weights[row + filters * taps + np.arange(taps)] @ pixels[offsets[:, None] + lanes]
    sums[place + filters * pitch + np.arange(lanes.size)] = bias[bias_place + filters] + products


def _add_spans(
    typing: Any,
    spans: Any,
    weights: Any,
    row: Any,
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
        arrays = {i: data(context, builder, signature, values, i) for i in (1, 3, 4, 6, 7, 9)}
        taps = context.make_array(signature.args[6])(context, builder, values[6]).nitems
        tile = _Tile(
            builder,
            builder.gep(arrays[1], [values[2]]),
            arrays[3],
            builder.gep(arrays[4], [values[5]]),
            arrays[6],
            taps,
            builder.gep(arrays[7], [values[8]]),
            builder.gep(arrays[9], [values[10]]),
            values[11],
        )
        emit_choice(builder, values[0], SPANS, tile.emit)
        return context.get_dummy_value()

    i = types.int64
    return types.none(i, weights, i, pixels, starts, i, offsets, bias, i, sums, i, i), generate


add_spans = _numpy_add_spans if WITHOUT_JIT else intrinsic(_add_spans)
"""Sums all taps of four filters for a few spans: neighbours in a row of the map, as many as a vector holds.

Kernels call ``add_spans(spans, weights, row, pixels, starts, start, offsets, bias, bias_place, sums, place, pitch)``.
For each k below 4, v below ``spans``, one of ``SPANS``, and i below the lanes of a vector it writes to
``sums[place + k * pitch + v * lanes + i]`` what is at ``bias[bias_place + k]`` and the products ::

    weights[row + k * taps + t] * pixels[starts[start + v] + offsets[t] + i]

of the taps t that ``offsets`` has. All arrays are flat, float32, ``starts`` and ``offsets`` int64.
"""


@dataclass(frozen=True)
class _Tile:
    """The values that ``add_spans`` is called with; arrays from where they are read on."""

    builder: ir.IRBuilder
    weights: ir.Value
    pixels: ir.Value
    starts: ir.Value
    offsets: ir.Value
    taps: ir.Value
    bias: ir.Value
    sums: ir.Value
    pitch: ir.Value

    def emit(self, spans: int) -> None:
        """Emit the sums of so many spans."""
        builder = self.builder
        rows = [builder.gep(self.weights, [builder.mul(self.taps, _I64(k))]) for k in range(FILTERS)]
        lines = [builder.gep(self.pixels, [builder.load(builder.gep(self.starts, [_I64(v)]))]) for v in range(spans)]
        start = []
        for k in range(FILTERS):
            start += [splat_vector(builder, builder.load(builder.gep(self.bias, [_I64(k)])))] * spans

        def add(tap: ir.Value, sums: Sequence[ir.Value]) -> list[ir.Value]:
            offset = builder.load(builder.gep(self.offsets, [tap]))
            loaded, added = [load_vector(builder, builder.gep(line, [offset])) for line in lines], []
            for k, row in enumerate(rows):
                weight = splat_vector(builder, builder.load(builder.gep(row, [tap])))
                added += [fma(builder, weight, loaded[v], sums[k * spans + v]) for v in range(spans)]
            return added

        total = accumulate(builder, (_I64(0), self.taps), start, add)
        for k in range(FILTERS):
            target = builder.gep(self.sums, [builder.mul(self.pitch, _I64(k))])
            for v in range(spans):
                store_vector(builder, total[k * spans + v], builder.gep(target, [_I64(v * LANES)]))
