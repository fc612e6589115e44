"""Vectors of floats that kernels hold in registers: numbers to Numba, LLVM's own vectors to the machine."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

from explorer.kernels import TIER
from explorer.kernels.jit import WITHOUT_JIT

LANES, REGISTERS = TIER.lanes, TIER.registers
"""Floats in one vector, and vectors that the CPU holds."""

LINE = 16
"""Floats of a cache line."""

VECTOR = ir.VectorType(ir.FloatType(), LANES)
"""LLVM's type of a vector."""

_I32 = ir.IntType(32)
_QUAD = 4
"""Floats that shuffles move about without crossing from one part of a vector to another."""


class _Vector(types.Type):  # type: ignore[misc]  # numba has no types
    def __init__(self) -> None:
        super().__init__(name=f"Vector({LANES})")


_vector = _Vector()


@register_model(_Vector)
class _VectorModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, VECTOR)


def _or(twin: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate the making of an intrinsic; without JIT, its ``twin`` in NumPy takes its place."""
    return lambda typed: twin if WITHOUT_JIT else intrinsic(typed)


@_or(lambda array, place: array[place : place + LANES].copy())
def load(typing: Any, array: Any, place: Any) -> Any:
    """Kernels call ``load(array, place)`` for the vector that begins at an element of a flat float32 array."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return load_vector(builder, builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]]))

    return _vector(array, types.int64), generate


def _numpy_store(array: Any, place: int, vector: Any) -> None:
    array[place : place + LANES] = vector


@_or(_numpy_store)
def store(typing: Any, array: Any, place: Any, vector: Any) -> Any:
    """Kernels call ``store(array, place, vector)`` to write it from an element of a flat float32 array on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        place = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        store_vector(builder, arguments[2], place)
        return context.get_dummy_value()

    return types.none(array, types.int64, vector), generate


@_or(lambda number: np.full(LANES, number, np.float32))
def splat(typing: Any, number: Any) -> Any:
    """Kernels call ``splat(number)`` for a vector of one float32 everywhere."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return splat_vector(builder, arguments[0])

    return _vector(types.float32), generate


@_or(lambda array, place, step: array[place : place + LANES * step : step].copy())
def load_strided(typing: Any, array: Any, place: Any, step: Any) -> Any:
    """Kernels call ``load_strided(array, place, step)`` for the vector of every ``step``-th element from one on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        vector = ir.Constant(VECTOR, ir.Undefined)
        for lane in range(LANES):
            place = builder.gep(start, [builder.mul(arguments[2], cgutils.intp_t(lane))])
            vector = builder.insert_element(vector, builder.load(place), _I32(lane))
        return vector

    return _vector(array, types.int64, types.int64), generate


@_or(lambda array, place: array[place : place + 2 * LANES : 2].copy())
def load_evens(typing: Any, array: Any, place: Any) -> Any:
    """Kernels call ``load_evens(array, place)`` for the vector of every second element from one on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        return evens_vector(builder, start)

    return _vector(array, types.int64), generate


def _numpy_load_quads(array: Any, places: Any, first: int, shift: int) -> Any:
    starts = places[first : first + LANES // _QUAD]
    return array[(starts[:, None] + shift + np.arange(_QUAD)).reshape(-1)]


@_or(_numpy_load_quads)
def load_quads(typing: Any, array: Any, places: Any, first: Any, shift: Any) -> Any:
    """Kernels call ``load_quads(array, places, first, shift)`` for a vector of four neighbours each from several places.

    The places are those of the int64 ``places`` from ``first`` on, each ``shift`` elements further.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[3]])
        kind = ir.VectorType(ir.FloatType(), _QUAD)
        parts = []
        for pointer in _quad_places(context, builder, signature, arguments, start):
            parts.append(builder.load(builder.bitcast(pointer, kind.as_pointer()), align=4))
        return _concatenate(builder, parts)

    return _vector(array, places, types.int64, types.int64), generate


def _numpy_store_quads(array: Any, places: Any, first: int, shift: int, vector: Any) -> None:
    starts = places[first : first + LANES // _QUAD]
    array[(starts[:, None] + shift + np.arange(_QUAD)).reshape(-1)] = vector


@_or(_numpy_store_quads)
def store_quads(typing: Any, array: Any, places: Any, first: Any, shift: Any, vector: Any) -> Any:
    """Kernels call ``store_quads(array, places, first, shift, vector)`` to write what ``load_quads`` reads."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[3]])
        kind = ir.VectorType(ir.FloatType(), _QUAD)
        for q, pointer in enumerate(_quad_places(context, builder, signature, arguments, start)):
            lanes = ir.Constant(ir.VectorType(_I32, _QUAD), list(range(q * _QUAD, (q + 1) * _QUAD)))
            part = builder.shuffle_vector(arguments[4], ir.Constant(VECTOR, ir.Undefined), lanes)
            builder.store(part, builder.bitcast(pointer, kind.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.none(array, places, types.int64, types.int64, vector), generate


def _numpy_store_pairs(array: Any, places: Any, first: int, shift: int, pitch: int, vector: Any) -> None:
    starts = places[first : first + LANES // _QUAD]
    array[(starts[:, None] + shift + np.array([0, 1, pitch, pitch + 1])).reshape(-1)] = vector


@_or(_numpy_store_pairs)
def store_pairs(typing: Any, array: Any, places: Any, first: Any, shift: Any, pitch: Any, vector: Any) -> Any:
    """Kernels call ``store_pairs(array, places, first, shift, pitch, vector)``: as ``store_quads``, in two rows.

    The first two of each four go where ``store_quads`` puts them, the others ``pitch`` elements behind.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[3]])
        kind = ir.VectorType(ir.FloatType(), 2)
        for q, pointer in enumerate(_quad_places(context, builder, signature, arguments, start)):
            for half, place in enumerate((pointer, builder.gep(pointer, [arguments[4]]))):
                first_lane = q * _QUAD + 2 * half
                lanes = ir.Constant(ir.VectorType(_I32, 2), [first_lane, first_lane + 1])
                pair = builder.shuffle_vector(arguments[5], ir.Constant(VECTOR, ir.Undefined), lanes)
                builder.store(pair, builder.bitcast(place, kind.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.none(array, places, types.int64, types.int64, types.int64, vector), generate


def _quad_places(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any, start: ir.Value) -> list[ir.Value]:
    places = builder.gep(data(context, builder, signature, arguments, 1), [arguments[2]])
    count = LANES // _QUAD
    return [builder.gep(start, [builder.load(builder.gep(places, [cgutils.intp_t(q)]))]) for q in range(count)]


def _concatenate(builder: ir.IRBuilder, parts: list[ir.Value]) -> ir.Value:
    while len(parts) > 1:
        width = parts[0].type.count * 2
        lanes = ir.Constant(ir.VectorType(_I32, width), list(range(width)))
        parts = [builder.shuffle_vector(a, b, lanes) for a, b in zip(parts[::2], parts[1::2], strict=True)]
    return parts[0]


def _numpy_transpose(a: Any, b: Any, c: Any, d: Any) -> Any:
    quads = np.stack([v.reshape(-1, _QUAD) for v in (a, b, c, d)])
    return tuple(np.ascontiguousarray(quads[:, :, lane].T).reshape(-1) for lane in range(_QUAD))


@_or(_numpy_transpose)
def transpose_quads(typing: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """Kernels call ``transpose_quads(a, b, c, d)`` for four vectors: lane i of each quad of the four, as a quad.

    Applied twice it gives its arguments again.
    """
    result = types.UniTuple(_vector, _QUAD)

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        a, b, c, d = arguments
        low, high = (0, _QUAD, 1, _QUAD + 1), (2, _QUAD + 2, 3, _QUAD + 3)
        ac, bd = [_shuffle(builder, a, c, half) for half in (low, high)], [_shuffle(builder, b, d, half) for half in (low, high)]
        rows = [_shuffle(builder, x, y, half) for x, y in zip(ac, bd, strict=True) for half in (low, high)]
        return context.make_tuple(builder, result, rows)

    return result(a, b, c, d), generate


def _shuffle(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, lanes: tuple[int, ...]) -> ir.Value:
    """Return, in each quad, the four ``lanes`` of the quads of ``a`` and ``b``; those of ``b`` count from 4."""
    mask = []
    for first in range(0, LANES, _QUAD):
        mask += [first + lane if lane < _QUAD else LANES + first + lane - _QUAD for lane in lanes]
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(_I32, LANES), mask))


@_or(lambda vector: np.where(vector <= 0, np.float32(0), vector))
def rectify(typing: Any, vector: Any) -> Any:
    """Kernels call ``rectify(vector)`` for max(0, vector), NaN where it is."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        zeros = ir.Constant(VECTOR, [0.0] * LANES)
        return builder.select(builder.fcmp_ordered("<=", arguments[0], zeros), zeros, arguments[0])

    return _vector(vector), generate


@_or(np.maximum)
def larger(typing: Any, a: Any, b: Any) -> Any:
    """Kernels call ``larger(a, b)`` for the larger numbers of two vectors, NaN where either is."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return _larger(builder, *arguments)

    return _vector(a, b), generate


def _larger(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    # In this form the first choice is one instruction of x86, which gives b where either is NaN.
    highest = builder.select(builder.fcmp_ordered(">", a, b), a, b)
    return builder.select(builder.fcmp_unordered("uno", a, a), a, highest)


def _across(twin: Callable[..., Any], combine: Callable[[ir.IRBuilder, ir.Value, ir.Value], ir.Value]) -> Any:
    """Return what reduces a vector to one number, half of it with the other half."""

    def reduce(typing: Any, vector: Any) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            (vector,), width = arguments, LANES
            while width > 1:
                width //= 2
                masks = (
                    ir.Constant(ir.VectorType(_I32, width), list(range(first, first + width))) for first in (0, width)
                )
                vector = combine(builder, *(builder.shuffle_vector(vector, vector, mask) for mask in masks))
            return builder.extract_element(vector, _I32(0))

        return types.float32(vector), generate

    return _or(twin)(reduce)


total = _across(np.sum, ir.IRBuilder.fadd)
"""Kernels call ``total(vector)`` for the sum of its numbers."""

largest = _across(np.max, _larger)
"""Kernels call ``largest(vector)`` for the largest of its numbers, NaN where one is."""


def _arithmetic(function: Callable[..., Any], emit: Callable[..., Any]) -> None:
    def compute(typing: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            return emit(builder, *arguments, flags=("contract",))

        return _vector(_vector, _vector), generate

    two = intrinsic(compute)

    @overload(function, strict=False)
    def choose(a: Any, b: Any) -> Any:
        return (lambda a, b: two(a, b)) if a == b == _vector else None


if not WITHOUT_JIT:
    _arithmetic(operator.add, ir.IRBuilder.fadd)
    _arithmetic(operator.sub, ir.IRBuilder.fsub)
    _arithmetic(operator.mul, ir.IRBuilder.fmul)


def data(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any, index: int) -> ir.Value:
    """Return the address of the first element of an argument that is an array."""
    return context.make_array(signature.args[index])(context, builder, arguments[index]).data


def load_vector(builder: ir.IRBuilder, pointer: ir.Value) -> ir.Value:
    """Emit the load of a vector from the address of a float."""
    return builder.load(builder.bitcast(pointer, VECTOR.as_pointer()), align=4)


def evens_vector(builder: ir.IRBuilder, pointer: ir.Value) -> ir.Value:
    """Emit the load of a vector of every second float from an address on."""
    first, second = (load_vector(builder, builder.gep(pointer, [cgutils.intp_t(n)])) for n in (0, LANES))
    return builder.shuffle_vector(
        first, second, ir.Constant(ir.VectorType(_I32, LANES), list(range(0, 2 * LANES, 2)))
    )


def store_vector(builder: ir.IRBuilder, vector: ir.Value, pointer: ir.Value) -> None:
    """Emit the store of a vector to the address of a float."""
    builder.store(vector, builder.bitcast(pointer, VECTOR.as_pointer()), align=4)


def splat_vector(builder: ir.IRBuilder, number: ir.Value) -> ir.Value:
    """Emit a vector of one number everywhere."""
    undefined = ir.Constant(VECTOR, ir.Undefined)
    single = builder.insert_element(undefined, number, _I32(0))
    return builder.shuffle_vector(single, undefined, ir.Constant(ir.VectorType(_I32, LANES), [0] * LANES))
