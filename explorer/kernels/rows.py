"""The innermost loop of depthwise convolutions: one filter over a vector of positions in each of several rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.tile import accumulate, emit_choice
from explorer.kernels.vector import (
    LANES,
    REGISTERS,
    begins_line,
    data,
    fma,
    in_order,
    load_mask,
    load_vector,
    masked_vector,
    rectified_vector,
    shuffled_evens,
    splat_vector,
    store_vector,
    store_vectors,
)

ROWS = (1, 7, 14) if REGISTERS >= 32 else (1, 4, 7)
"""Rows that ``add_rows`` takes at a time."""

SIDES = (3, 5)
"""Sides of the squares of neighbouring taps that it adds at a time."""

_I64 = cgutils.intp_t


def _numpy_add_rows(
    rows: int,
    side: int,
    every: int,
    image: Any,
    begin: int,
    line: int,
    offsets: Any,
    first: int,
    last: int,
    masks: Any,
    weights: Any,
    weight: int,
    bias: Any,
    maps: tuple[Any, Any, Any],
    place: int,
    columns: int,
    past: bool,
) -> None:
    out, rectified, ceiling = maps
    side, skip = (side, every) if side > 0 else (1, 1)
    taps, lanes, size = np.arange(first, last), np.arange(LANES), offsets.size * every * LANES
    for x in range(0, columns, LANES):
        left = max(min(x, columns - LANES), 0)
        seen = masks[x // LANES * size + taps[:, None] * every * LANES + every * lanes] != 0
        for r in range(rows):
            target = place + r * columns + left + lanes
            out[target] = bias
            for h in range(side):
                places = begin + (r * skip + h) * line + offsets[taps, None] + every * (left + lanes)
                pixels = np.where(seen, image[places], np.float32(0))
                out[target] += weights[weight + h * side + taps] @ pixels
            if rectified.size > 0:
                rectified[target] = np.clip(out[target], 0, ceiling)


def _add_rows(
    typing: Any,
    rows: Any,
    side: Any,
    every: Any,
    image: Any,
    begin: Any,
    line: Any,
    offsets: Any,
    first: Any,
    last: Any,
    masks: Any,
    weights: Any,
    weight: Any,
    bias: Any,
    maps: Any,
    place: Any,
    columns: Any,
    past: Any,
) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        pixels, offsets, masks, weights = (data(context, builder, signature, values, i) for i in (3, 6, 9, 10))
        *targets, ceiling = cgutils.unpack_tuple(builder, values[13])
        out, positive = (context.make_array(maps[i])(context, builder, target) for i, target in enumerate(targets))
        array = context.make_array(signature.args[6])(context, builder, values[6])
        band = _Band(
            builder,
            builder.gep(pixels, [values[4]]),
            values[5],
            offsets,
            (values[7], values[8]),
            builder.extract_value(array.shape, 0),
            masks,
            builder.gep(weights, [values[11]]),
            splat_vector(builder, values[12]),
            builder.gep(out.data, [values[14]]),
            builder.gep(positive.data, [values[14]]),
            builder.icmp_signed(">", builder.extract_value(positive.shape, 0), _I64(0)),
            splat_vector(builder, ceiling),
            values[15],
            builder.and_(values[16], begins_line(builder, builder.gep(out.data, [values[14]]))),
        )
        choice = builder.add(builder.mul(values[0], _I64(32)), builder.mul(values[1], _I64(2)))
        ways = {
            32 * count + 2 * width + stride: (count, width, stride)
            for count, width, stride in product(ROWS, (0, *SIDES), (1, 2))
        }

        def emit(way: int) -> None:
            count, width, stride = ways[way]
            replace(band, rows=count, side=width, every=stride).emit()

        emit_choice(builder, builder.add(choice, values[2]), ways, emit)
        return context.get_dummy_value()

    i = types.int64
    numbers = (i, i, i, image, i, i, offsets, i, i, masks, weights, i, types.float32, maps, i, i, types.boolean)
    return types.none(*numbers), generate


@dataclass(frozen=True)
class _Band:
    """The values that ``add_rows`` is called with; arrays from where they are read or written on."""

    builder: ir.IRBuilder
    pixels: ir.Value
    line: ir.Value
    offsets: ir.Value
    taps: tuple[ir.Value, ir.Value]
    all_taps: ir.Value
    masks: ir.Value
    weights: ir.Value
    bias: ir.Value
    out: ir.Value
    rectified: ir.Value
    rectifies: ir.Value
    ceiling: ir.Value
    columns: ir.Value
    past: ir.Value
    rows: int = 1
    side: int = 0
    every: int = 1

    def emit(self) -> None:
        """Emit the loop over the vectors of a row."""
        builder, begin = self.builder, cgutils.alloca_once_value(self.builder, _I64(0))
        most = builder.sub(self.columns, _I64(LANES))
        most = builder.select(builder.icmp_signed(">", most, _I64(0)), most, _I64(0))
        step = builder.mul(self.all_taps, _I64(self.every * LANES))
        with cgutils.for_range_slice(builder, _I64(0), self.columns, _I64(LANES)) as (x, _):
            left = builder.select(builder.icmp_signed("<", x, most), x, most)
            mask = builder.load(begin)
            at = replace(
                self,
                pixels=builder.gep(self.pixels, [builder.mul(left, _I64(self.every))]),
                masks=builder.gep(self.masks, [mask]),
                out=builder.gep(self.out, [left]),
                rectified=builder.gep(self.rectified, [left]),
            )
            builder.store(builder.add(mask, step), begin)
            at.keep(at.sum())

    def sum(self) -> list[ir.Value]:
        """Emit the sums of a vector of positions in each row."""
        start = [self.bias] * self.rows
        if self.side == 0:
            return accumulate(self.builder, self.taps, start, self.add)
        for tap in range(self.side):
            start = self.add(_I64(tap), start)
        return start

    def add(self, tap: ir.Value, sums: Sequence[ir.Value]) -> list[ir.Value]:
        """Emit what a tap adds to the sums, or all taps below it; a line of pixels serves all rows it belongs to."""
        builder, added = self.builder, list(sums)
        side, skip = (self.side, self.every) if self.side > 0 else (1, 1)
        at = builder.gep(self.masks, [builder.mul(tap, _I64(self.every * LANES))])
        seen = self._load(at, load_mask)
        first = builder.gep(self.pixels, [builder.load(builder.gep(self.offsets, [tap]))])
        places = [builder.gep(self.weights, [builder.add(tap, _I64(h * side))]) for h in range(side)]
        weights = [splat_vector(builder, builder.load(place)) for place in places]
        for n in range((self.rows - 1) * skip + side):
            pixels = self._load(builder.gep(first, [builder.mul(self.line, _I64(n))]), load_vector)
            pixels = masked_vector(builder, pixels, seen)
            for h, weight in enumerate(weights):
                row, beside = divmod(n - h, skip)
                if not beside and 0 <= row < self.rows:
                    added[row] = fma(builder, weight, pixels, added[row])
        return added

    def _load(self, place: ir.Value, load: Callable[[ir.IRBuilder, ir.Value], ir.Value]) -> ir.Value:
        """Emit the load of the numbers of a vector of positions, in an order that the sums are taken out of at last."""
        parts = [load(self.builder, self.builder.gep(place, [_I64(n * LANES)])) for n in range(self.every)]
        return parts[0] if self.every == 1 else shuffled_evens(self.builder, *parts)

    def keep(self, sums: Sequence[ir.Value]) -> None:
        """Emit the writing of the sums and of what is positive of them."""
        builder = self.builder
        sums = sums if self.every == 1 else [in_order(builder, total) for total in sums]
        rows = [builder.mul(self.columns, _I64(r)) for r in range(self.rows)]
        places = [builder.gep(self.out, [row]) for row in rows]
        store_vectors(builder, sums, places, self.past)
        with builder.if_then(self.rectifies):
            for total, row in zip(sums, rows, strict=True):
                positive = rectified_vector(builder, total, self.ceiling)
                store_vector(builder, positive, builder.gep(self.rectified, [row]))


add_rows = _numpy_add_rows if WITHOUT_JIT else intrinsic(_add_rows)
"""Computes one filter in several rows of its map.

Kernels call ``add_rows(rows, side, every, image, begin, line, offsets, first, last, masks, weights, weight, bias, (out,
rectified, ceiling), place, columns, past)``. For each r below ``rows``, one of the numbers of ``ROWS``, and x below
``columns`` it writes to ``out[place + r * columns + x]`` ``bias`` and the products of the taps t from ``first`` to
below ``last`` ::

    weights[weight + t] * image[begin + r * line + offsets[t] + x * every]

where ``every`` is 1 or 2. Where ``side`` is one of ``SIDES`` rather than 0, taps are those of a square of neighbours in
rows that are ``line`` apart, t those of its upper edge, and the rows of the map ``every`` lines apart. It writes in
vectors, row after row; the last one ends with the row, unless the row is shorter.

Pixels are taken as 0 where their mask is 0; elsewhere it is -1. There are as many int32 ``masks`` for each vector of a
row as there are offsets, each ``every`` vectors long. What is positive of the sums, up to ``ceiling``, goes into
``rectified``, if that is not empty, and the sums then go ``past`` the caches if that is wanted and the rows are whole
lines of them. All arrays are flat, the others float32, the offsets int64.
"""
