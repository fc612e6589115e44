"""The innermost loop of convolutions: accumulators of vectors that LLVM keeps in registers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels import TIER
from explorer.kernels.jit import WITHOUT_JIT

LANES, REGISTERS = TIER.lanes, TIER.registers
"""Floats in one vector, and vectors that the CPU holds."""

_I64 = ir.IntType(64)
_I32 = ir.IntType(32)
_FLOAT = ir.FloatType()
_VECTOR = ir.VectorType(_FLOAT, LANES)
_ZEROS = ir.Constant(_VECTOR, [0.0] * LANES)
_MASK = ir.VectorType(ir.IntType(1), LANES)
_LANE_NUMBERS = ir.Constant(ir.VectorType(_I32, LANES), list(range(LANES)))

_Accumulators: TypeAlias = list[list[ir.Value]]


def _or(twin: Callable[..., None]) -> Callable[[Callable[..., Any]], Callable[..., None]]:
    """Decorate the making of an intrinsic; without JIT, its ``twin`` in NumPy takes its place."""
    return lambda typed: twin if WITHOUT_JIT else intrinsic(typed)


class Map(NamedTuple):
    """How positions of a padded map become elements of an activation map.

    Attributes
    ----------
    width
        Positions in a padded row.
    columns
        Elements in a row of the activation map, at most ``width``; the positions after them are dropped.
    rows
        Rows of the activation map.
    plane
        Elements from one filter's activation map to the next one's.
    """

    width: int
    columns: int
    rows: int
    plane: int


class _Target(NamedTuple):
    """Where sums are stored, and where their positive parts are, if ``rectifies``."""

    sums: ir.Value
    rectified: ir.Value
    rectifies: ir.Value


def make_tile(filters: int, vectors: int) -> Callable[..., None]:
    """Return the function that computes ``filters`` x (``vectors`` x LANES positions) of a convolution.

    Kernels call it as ``tile(source, offsets, weights, bias, out, rectified, position, map)``. For k below ``filters``
    and p below ``vectors * LANES`` it computes::

        bias[k] + sum over t of weights[t * filters + k] * source[position + offsets[t] + p]

    and stores it at row (position + p) // map.width, column (position + p) % map.width of the k-th activation map
    of ``out``, or nowhere if there is no such row or column; and max(0, sum) in the same place of ``rectified``, if
    that is not empty. All arrays are flat, float32, ``offsets`` int64.
    """

    @_or(_numpy_tile(filters, vectors))
    def tile(
        typing: Any,
        source: Any,
        offsets: Any,
        weights: Any,
        bias: Any,
        out: Any,
        rectified: Any,
        position: Any,
        shape: Any,
    ) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
            arrays = [
                context.make_array(kind)(context, builder, argument)
                for kind, argument in zip(signature.args[:6], arguments, strict=False)
            ]
            data = [array.data for array in arrays]
            taps = builder.extract_value(arrays[1].shape, 0)
            begin = builder.gep(data[0], [arguments[6]])
            sums = _biases(builder, data[3], filters, vectors)
            sums = _accumulate(builder, begin, data[1], taps, data[2], sums)
            rectifies = builder.icmp_signed(">", arrays[5].nitems, _I64(0))
            shape = Map(*cgutils.unpack_tuple(builder, arguments[7]))
            _store(builder, sums, _Target(data[4], data[5], rectifies), arguments[6], shape)
            return context.get_dummy_value()

        return types.none(source, offsets, weights, bias, out, rectified, types.int64, shape), generate

    return tile


def _numpy_copy(source: Any, start: int, target: Any, place: int, begin: int, end: int, count: int) -> None:
    target[place : place + count] = 0
    target[place + begin : place + end] = source[start + begin : start + end]


@_or(_numpy_copy)
def copy_padded(typing: Any, source: Any, start: Any, target: Any, place: Any, begin: Any, end: Any, count: Any) -> Any:
    """Kernels call ``copy_padded(source, start, target, place, begin, end, count)``.

    It writes ``count`` elements of the flat ``target`` from ``place`` on: of these, those from ``begin`` to below
    ``end`` from the flat ``source``, counted from ``start``, which may lie before it; the others are 0.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        pixels = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        planes = context.make_array(signature.args[2])(context, builder, arguments[2]).data
        from_, to = builder.gep(pixels, [arguments[1]]), builder.gep(planes, [arguments[3]])
        first, last, size = arguments[4:]
        with cgutils.for_range_slice(builder, _I64(0), size, _I64(LANES)) as (lane, _):
            inside = _between(builder, builder.sub(first, lane), builder.sub(last, lane))
            vector = _load_masked(builder, builder.gep(from_, [lane]), inside, _ZEROS)
            _store_masked(builder, vector, builder.gep(to, [lane]), _between(builder, _I64(0), builder.sub(size, lane)))
        return context.get_dummy_value()

    return types.none(source, types.int64, target, *(types.int64,) * 4), generate


def _numpy_copy_inside(source: Any, start: int, target: Any, place: int, table: Any) -> None:
    inside = table >= 0
    target[place : place + table.size] = 0
    target[place : place + table.size][inside] = source[start + np.flatnonzero(inside)]


@_or(_numpy_copy_inside)
def copy_inside(typing: Any, source: Any, start: Any, target: Any, place: Any, table: Any) -> Any:
    """Kernels call ``copy_inside(source, start, target, place, table)``.

    It writes an element of the flat ``target``, from ``place`` on, for each element of the int32 ``table``: the one of
    the flat ``source``, counted from ``start``, which may lie before it, or 0 where the table is negative.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        arrays = [context.make_array(signature.args[i])(context, builder, arguments[i]) for i in (0, 2, 4)]
        from_, to = builder.gep(arrays[0].data, [arguments[1]]), builder.gep(arrays[1].data, [arguments[3]])
        size = builder.extract_value(arrays[2].shape, 0)
        kind = ir.VectorType(_I32, LANES)
        nowhere = ir.Constant(kind, [-1] * LANES)
        with cgutils.for_range_slice(builder, _I64(0), size, _I64(LANES)) as (lane, _):
            written = _between(builder, _I64(0), builder.sub(size, lane))
            places = _load_masked(builder, builder.gep(arrays[2].data, [lane]), written, nowhere)
            inside = builder.icmp_signed(">=", places, ir.Constant(kind, [0] * LANES))
            vector = _load_masked(builder, builder.gep(from_, [lane]), inside, _ZEROS)
            _store_masked(builder, vector, builder.gep(to, [lane]), written)
        return context.get_dummy_value()

    return types.none(source, types.int64, target, types.int64, table), generate


def _biases(builder: ir.IRBuilder, bias: ir.Value, filters: int, vectors: int) -> _Accumulators:
    """Start the accumulators of each filter at its bias."""
    return [[_splat(builder, _load(builder, bias, k))] * vectors for k in range(filters)]


def _accumulate(
    builder: ir.IRBuilder, source: ir.Value, offsets: ir.Value, taps: ir.Value, weights: ir.Value, start: _Accumulators
) -> _Accumulators:
    """Emit the loop over taps; return the accumulators after it."""
    filters, vectors = len(start), len(start[0])
    before, body, after = (builder.block, builder.append_basic_block("taps"), builder.append_basic_block("summed"))
    builder.cbranch(builder.icmp_signed(">", taps, _I64(0)), body, after)

    builder.position_at_end(body)
    tap = builder.phi(_I64)
    sums = [[builder.phi(_VECTOR) for _ in range(vectors)] for _ in range(filters)]
    shifted = builder.gep(source, [builder.load(builder.gep(offsets, [tap]))])
    pixels = [_load_vector(builder, shifted, v) for v in range(vectors)]
    column = builder.gep(weights, [builder.mul(tap, _I64(filters))])
    fma = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(_VECTOR, [_VECTOR] * 3), f"llvm.fma.v{LANES}f32"
    )
    added = []
    for k in range(filters):
        weight = _splat(builder, _load(builder, column, k))
        added.append([builder.call(fma, [weight, pixels[v], sums[k][v]]) for v in range(vectors)])
    following = builder.add(tap, _I64(1))
    builder.cbranch(builder.icmp_signed("<", following, taps), body, after)
    tap.add_incoming(_I64(0), before)
    tap.add_incoming(following, body)

    builder.position_at_end(after)
    total = [[builder.phi(_VECTOR) for _ in range(vectors)] for _ in range(filters)]
    for k in range(filters):
        for v in range(vectors):
            sums[k][v].add_incoming(start[k][v], before)
            sums[k][v].add_incoming(added[k][v], body)
            total[k][v].add_incoming(start[k][v], before)
            total[k][v].add_incoming(added[k][v], body)
    return total


def _store(builder: ir.IRBuilder, sums: _Accumulators, out: _Target, position: ir.Value, shape: Map) -> None:
    """Emit masked stores, one for each row of the activation map that a vector touches."""
    filters, vectors = len(sums), len(sums[0])
    kept = cgutils.alloca_once(builder, _VECTOR, size=filters * vectors)
    for k in range(filters):
        for v in range(vectors):
            builder.store(sums[k][v], builder.gep(kept, [_I64(v * filters + k)]))
    row = cgutils.alloca_once_value(builder, builder.sdiv(position, shape.width))
    with cgutils.for_range(builder, _I64(vectors)) as vector:
        begin = builder.add(position, builder.mul(vector.index, _I64(LANES)))
        first = builder.gep(kept, [builder.mul(vector.index, _I64(filters))])
        after = builder.append_basic_block("after")
        head = builder.append_basic_block("row")
        builder.branch(head)

        builder.position_at_end(head)
        low = builder.sub(builder.mul(builder.load(row), shape.width), begin)
        _store_row(builder, first, filters, out, low, builder.load(row), shape)
        following = builder.add(builder.load(row), _I64(1))
        more = builder.icmp_signed("<", builder.add(low, shape.width), _I64(LANES))
        onward = builder.append_basic_block("onward")
        builder.cbranch(more, onward, after)
        builder.position_at_end(onward)
        builder.store(following, row)
        builder.branch(head)
        builder.position_at_end(after)


def _store_row(
    builder: ir.IRBuilder, sums: ir.Value, filters: int, out: _Target, low: ir.Value, row: ir.Value, shape: Map
) -> None:
    """Emit the stores of what one vector of each filter holds of one ``row``, which begins at its lane ``low``."""
    high = builder.select(builder.icmp_signed("<", row, shape.rows), builder.add(low, shape.columns), _I64(-1))
    mask = _between(builder, low, high)
    begin = builder.sub(builder.mul(row, shape.columns), low)
    with cgutils.for_range(builder, _I64(filters)) as k:
        place = builder.add(begin, builder.mul(shape.plane, k.index))
        value = builder.load(builder.gep(sums, [k.index]))
        _store_masked(builder, value, builder.gep(out.sums, [place]), mask)
        with builder.if_then(out.rectifies):
            positive = builder.select(builder.fcmp_ordered("<=", value, _ZEROS), _ZEROS, value)
            _store_masked(builder, positive, builder.gep(out.rectified, [place]), mask)


def _load(builder: ir.IRBuilder, array: ir.Value, index: int) -> ir.Value:
    return builder.load(builder.gep(array, [_I64(index)]))


def _load_vector(builder: ir.IRBuilder, array: ir.Value, index: int) -> ir.Value:
    pointer = builder.bitcast(builder.gep(array, [_I64(index * LANES)]), _VECTOR.as_pointer())
    return builder.load(pointer, align=4)


def _between(builder: ir.IRBuilder, low: ir.Value, high: ir.Value) -> ir.Value:
    """Return the mask of the lanes from ``low`` to below ``high``."""
    first, last = (_splat(builder, builder.trunc(edge, _I32)) for edge in (low, high))
    return builder.and_(builder.icmp_signed(">=", _LANE_NUMBERS, first), builder.icmp_signed("<", _LANE_NUMBERS, last))


def _store_masked(builder: ir.IRBuilder, vector: ir.Value, place: ir.Value, mask: ir.Value) -> None:
    pointer = builder.bitcast(place, _VECTOR.as_pointer())
    kind = ir.FunctionType(ir.VoidType(), [_VECTOR, pointer.type, _I32, _MASK])
    store = cgutils.get_or_insert_function(builder.module, kind, f"llvm.masked.store.v{LANES}f32.p0")
    builder.call(store, [vector, pointer, _I32(4), mask])


def _load_masked(builder: ir.IRBuilder, place: ir.Value, mask: ir.Value, others: ir.Constant) -> ir.Value:
    """Load the lanes of ``mask`` alone; the rest are those of ``others``."""
    pointer = builder.bitcast(place, others.type.as_pointer())
    kind = ir.FunctionType(others.type, [pointer.type, _I32, _MASK, others.type])
    name = f"llvm.masked.load.v{LANES}{'f32' if others.type == _VECTOR else 'i32'}.p0"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [pointer, _I32(4), mask, others])


def _splat(builder: ir.IRBuilder, scalar: ir.Value) -> ir.Value:
    kind = ir.VectorType(scalar.type, LANES)
    single = builder.insert_element(ir.Constant(kind, ir.Undefined), scalar, _I32(0))
    zeros = ir.Constant(ir.VectorType(_I32, LANES), [0] * LANES)
    return builder.shuffle_vector(single, ir.Constant(kind, ir.Undefined), zeros)


def _numpy_tile(filters: int, vectors: int) -> Callable[..., None]:
    """Return what ``make_tile`` returns, in NumPy."""
    count = vectors * LANES

    def tile(
        source: Any, offsets: Any, weights: Any, bias: Any, out: Any, rectified: Any, position: int, shape: Map
    ) -> None:
        pixels = source[position + offsets[:, None] + np.arange(count)]
        sums = bias[:filters, None] + weights[: offsets.size * filters].reshape(-1, filters).T @ pixels
        rows, columns = np.divmod(position + np.arange(count), shape.width)
        kept = (rows < shape.rows) & (columns < shape.columns)
        targets = np.arange(filters)[:, None] * shape.plane + rows[kept] * shape.columns + columns[kept]
        out[targets] = sums[:, kept]
        if rectified.size > 0:
            rectified[targets] = np.maximum(sums[:, kept], 0)

    return tile
