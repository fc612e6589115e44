"""Vectors of floats that kernels hold in registers: numbers to Numba, LLVM's own vectors to the machine."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

from explorer.kernels import TIER
from explorer.kernels.jit import WITHOUT_JIT

LANES, REGISTERS = TIER.lanes, TIER.registers
"""Floats in one vector, and vectors that the CPU holds."""

WIDE = LANES >= 16
"""Whether vectors fill a cache line. They take twice as long then: these constants of plans were measured for both."""

LINE = 16
"""Floats of a cache line."""

VECTOR = ir.VectorType(ir.FloatType(), LANES)
"""LLVM's type of a vector."""

_I32 = ir.IntType(32)


class _Vector(types.Type):  # type: ignore[misc]  # numba has no types
    def __init__(self) -> None:
        super().__init__(name=f"Vector({LANES})")


VECTOR_KIND = _Vector()
"""Numba's type of a vector."""


@register_model(_Vector)
class _VectorModel(models.PrimitiveModel):  # type: ignore[misc]  # numba has no types
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, VECTOR)


def with_twin(twin: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate the making of an intrinsic; without JIT, its ``twin`` in NumPy takes its place."""
    return lambda typed: twin if WITHOUT_JIT else intrinsic(typed)


@with_twin(lambda array, place: array[place : place + LANES].copy())
def load(typing: Any, array: Any, place: Any) -> Any:
    """Kernels call ``load(array, place)`` for the vector that begins at an element of a flat float32 array."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return load_vector(builder, builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]]))

    return VECTOR_KIND(array, types.int64), generate


def _numpy_load_between(array: Any, place: int, first: int, last: int) -> Any:
    lanes, vector = np.arange(max(first, 0), min(last, LANES)), np.zeros(LANES, np.float32)
    vector[lanes] = array[place + lanes]
    return vector


@with_twin(_numpy_load_between)
def load_between(typing: Any, array: Any, place: Any, first: Any, last: Any) -> Any:
    """Kernels call ``load_between(array, place, first, last)`` for a vector of which some lanes are read, others 0."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        pointer = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        lanes = ir.Constant(ir.VectorType(_I32, LANES), list(range(LANES)))
        first, last = (splat_vector(builder, builder.trunc(arguments[i], _I32)) for i in (2, 3))
        mask = builder.and_(builder.icmp_signed(">=", lanes, first), builder.icmp_signed("<", lanes, last))
        kinds = [pointer.type, _I32, mask.type, VECTOR]
        name = f"llvm.masked.load.v{LANES}f32.p0"
        function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(VECTOR, kinds), name)
        return builder.call(function, [pointer, _I32(4), mask, ir.Constant(VECTOR, [0.0] * LANES)])

    return VECTOR_KIND(array, types.int64, types.int64, types.int64), generate


def _numpy_store(array: Any, place: int, vector: Any) -> None:
    array[place : place + LANES] = vector


@with_twin(_numpy_store)
def store(typing: Any, array: Any, place: Any, vector: Any) -> Any:
    """Kernels call ``store(array, place, vector)`` to write it from an element of a flat float32 array on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        place = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        store_vector(builder, arguments[2], place)
        return context.get_dummy_value()

    return types.none(array, types.int64, vector), generate


@with_twin(lambda array, place, vector, _: _numpy_store(array, place, vector))
def store_past(typing: Any, array: Any, place: Any, vector: Any, past: Any) -> Any:
    """Kernels call ``store_past(array, place, vector, past)`` to write it as ``store`` does.

    It goes ``past`` the caches if that is wanted, and if it fills a line of them.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        place = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        store_vectors(builder, [arguments[2]], [place], builder.and_(arguments[3], begins_line(builder, place)))
        return context.get_dummy_value()

    return types.none(array, types.int64, vector, types.boolean), generate


@with_twin(lambda number: np.full(LANES, number, np.float32))
def splat(typing: Any, number: Any) -> Any:
    """Kernels call ``splat(number)`` for a vector of one float32 everywhere."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return splat_vector(builder, arguments[0])

    return VECTOR_KIND(types.float32), generate


@with_twin(lambda array, place, step: array[place : place + LANES * step : step].copy())
def load_strided(typing: Any, array: Any, place: Any, step: Any) -> Any:
    """Kernels call ``load_strided(array, place, step)`` for the vector of every ``step``-th element from one on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        vector = ir.Constant(VECTOR, ir.Undefined)
        for lane in range(LANES):
            place = builder.gep(start, [builder.mul(arguments[2], cgutils.intp_t(lane))])
            vector = builder.insert_element(vector, builder.load(place), _I32(lane))
        return vector

    return VECTOR_KIND(array, types.int64, types.int64), generate


@with_twin(lambda array, place: array[place : place + 2 * LANES : 2].copy())
def load_evens(typing: Any, array: Any, place: Any) -> Any:
    """Kernels call ``load_evens(array, place)`` for the vector of every second element from one on."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        start = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        return evens_vector(builder, start)

    return VECTOR_KIND(array, types.int64), generate


def _dealt(first: int) -> Any:
    """Return what deals the numbers of two vectors out two by two, and keeps those from the ``first`` on."""

    def deal(typing: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
            return _every_second(builder, arguments[0], arguments[1], first)

        return VECTOR_KIND(a, b), generate

    return with_twin(lambda a, b: np.concatenate([a, b])[first::2])(deal)


evens, odds = _dealt(0), _dealt(1)
"""Kernels call ``evens(a, b)`` and ``odds(a, b)`` for every second number of two vectors, one behind the other."""


@with_twin(lambda a, b: np.concatenate([a[1:], b[-1:]]))
def shifted(typing: Any, a: Any, b: Any) -> Any:
    """Kernels call ``shifted(a, b)`` for the numbers of ``a`` but the first, and the last one of ``b``."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        mask = ir.Constant(ir.VectorType(_I32, LANES), [*range(1, LANES), 2 * LANES - 1])
        return builder.shuffle_vector(*arguments, mask)

    return VECTOR_KIND(a, b), generate


@with_twin(lambda vector, ceiling: np.minimum(np.where(vector <= 0, np.float32(0), vector), ceiling))
def rectify(typing: Any, vector: Any, ceiling: Any) -> Any:
    """Kernels call ``rectify(vector, ceiling)`` for min(max(0, vector), ceiling), NaN where it is."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return rectified_vector(builder, arguments[0], splat_vector(builder, arguments[1]))

    return VECTOR_KIND(vector, types.float32), generate


@with_twin(np.maximum)
def larger(typing: Any, a: Any, b: Any) -> Any:
    """Kernels call ``larger(a, b)`` for the larger numbers of two vectors, NaN where either is."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return _larger(builder, *arguments)

    return VECTOR_KIND(a, b), generate


@with_twin(lambda vector, masks, place, outside: np.where(masks[place] >> np.arange(LANES) & 1, vector, outside))
def inside(typing: Any, vector: Any, masks: Any, place: Any, outside: Any) -> Any:
    """Kernels call ``inside(vector, masks, place, outside)`` for its numbers where a bit is set, else the others'.

    Bits, from the lowest on, are those of an element of the flat int32 array ``masks``; ``outside`` is a vector.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        bits = builder.load(builder.gep(data(context, builder, signature, arguments, 1), [arguments[2]]))
        bits = builder.trunc(bits, ir.IntType(LANES))
        chosen = builder.bitcast(bits, ir.VectorType(ir.IntType(1), LANES))
        return builder.select(chosen, arguments[0], arguments[3])

    return VECTOR_KIND(vector, masks, types.int64, outside), generate


def _larger(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    # So is the second choice one instruction where LLVM does not merge the two, as it does where it asks for NaN.
    return builder.select(builder.fcmp_ordered("ord", a, a), _higher(builder, a, b), a)


@with_twin(lambda a, b: np.where(a > b, a, b))
def higher(typing: Any, a: Any, b: Any) -> Any:
    """Kernels call ``higher(a, b)`` for the larger numbers of two vectors, those of ``b`` where either is NaN."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return _higher(builder, *arguments)

    return VECTOR_KIND(a, b), generate


def _higher(builder: ir.IRBuilder, a: ir.Value, b: ir.Value) -> ir.Value:
    return builder.select(builder.fcmp_ordered(">", a, b), a, b)  # one instruction of x86


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

    return with_twin(twin)(reduce)


total = _across(np.sum, ir.IRBuilder.fadd)
"""Kernels call ``total(vector)`` for the sum of its numbers."""

largest = _across(np.max, _larger)
"""Kernels call ``largest(vector)`` for the largest of its numbers, NaN where one is."""

highest = _across(np.max, _higher)
"""Kernels call ``highest(vector)`` for the largest of its numbers, any of them or NaN where one is NaN."""


def _arithmetic(function: Callable[..., Any], emit: Callable[..., Any]) -> None:
    @type_callable(function)  # type: ignore[untyped-decorator]  # numba has no types
    def typed(context: Any) -> Any:
        return lambda a, b: VECTOR_KIND if a == b == VECTOR_KIND else None

    @lower_builtin(function, _Vector, _Vector)  # type: ignore[untyped-decorator]  # numba has no types
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return emit(builder, *arguments, flags=("contract",))


if not WITHOUT_JIT:
    _arithmetic(operator.add, ir.IRBuilder.fadd)
    _arithmetic(operator.sub, ir.IRBuilder.fsub)
    _arithmetic(operator.mul, ir.IRBuilder.fmul)
    _arithmetic(operator.truediv, ir.IRBuilder.fdiv)


@with_twin(np.ravel)
def flat(typing: Any, array: Any) -> Any:
    """Kernels call ``flat(array)`` for all elements of an array as a flat one."""
    kind = types.Array(array.dtype, 1, "C")

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        given = context.make_array(array)(context, builder, arguments[0])
        made = context.make_array(kind)(context, builder)
        shape, strides = [given.nitems], [given.itemsize]
        context.populate_array(
            made, data=given.data, shape=shape, strides=strides, itemsize=given.itemsize, meminfo=None
        )
        return made._getvalue()

    return kind(array), generate


def data(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any, index: int) -> ir.Value:
    """Return the address of the first element of an argument that is an array."""
    return context.make_array(signature.args[index])(context, builder, arguments[index]).data


def load_vector(builder: ir.IRBuilder, pointer: ir.Value) -> ir.Value:
    """Emit the load of a vector from the address of a float."""
    return builder.load(builder.bitcast(pointer, VECTOR.as_pointer()), align=4)


def masked_vector(builder: ir.IRBuilder, vector: ir.Value, mask: ir.Value) -> ir.Value:
    """Emit a vector that keeps the bits that are set in a ``mask``, a vector of integers."""
    return builder.bitcast(builder.and_(builder.bitcast(vector, mask.type), mask), VECTOR)


def load_mask(builder: ir.IRBuilder, pointer: ir.Value) -> ir.Value:
    """Emit the load of a vector of integers from the address of an int32."""
    return builder.load(builder.bitcast(pointer, ir.VectorType(_I32, LANES).as_pointer()), align=4)


def evens_vector(builder: ir.IRBuilder, pointer: ir.Value) -> ir.Value:
    """Emit the load of a vector of every second float from an address on."""
    first, second = (load_vector(builder, builder.gep(pointer, [cgutils.intp_t(n)])) for n in (0, LANES))
    return _every_second(builder, first, second, 0)


_TURNS = [start + place for lane in range(0, LANES, 4) for start in (0, LANES) for place in (lane, lane + 2)]


def shuffled_evens(builder: ir.IRBuilder, first: ir.Value, second: ir.Value) -> ir.Value:
    """Emit the vector of every second number of two vectors, two of each vector by turns: one instruction of x86."""
    return builder.shuffle_vector(first, second, ir.Constant(ir.VectorType(_I32, LANES), _TURNS))


def in_order(builder: ir.IRBuilder, vector: ir.Value) -> ir.Value:
    """Emit the numbers of a vector as they follow each other where they came from, after ``shuffled_evens``."""
    order = sorted(range(LANES), key=_TURNS.__getitem__)
    return builder.shuffle_vector(vector, vector, ir.Constant(ir.VectorType(_I32, LANES), order))


def _every_second(builder: ir.IRBuilder, first: ir.Value, second: ir.Value, begin: int) -> ir.Value:
    mask = ir.Constant(ir.VectorType(_I32, LANES), list(range(begin, 2 * LANES, 2)))
    return builder.shuffle_vector(first, second, mask)


def rectified_vector(builder: ir.IRBuilder, vector: ir.Value, most: ir.Value) -> ir.Value:
    """Emit min(max(0, vector), most), NaN where it is."""
    zeros = ir.Constant(VECTOR, [0.0] * LANES)
    positive = builder.select(builder.fcmp_ordered("<", vector, zeros), zeros, vector)
    return builder.select(builder.fcmp_ordered(">", positive, most), most, positive)


def store_vector(builder: ir.IRBuilder, vector: ir.Value, pointer: ir.Value) -> None:
    """Emit the store of a vector to the address of a float."""
    builder.store(vector, builder.bitcast(pointer, VECTOR.as_pointer()), align=4)


def begins_line(builder: ir.IRBuilder, pointer: ir.Value) -> ir.Value:
    """Emit whether an address is that of a line of the caches."""
    within = builder.and_(builder.ptrtoint(pointer, cgutils.intp_t), cgutils.intp_t(4 * LINE - 1))
    return builder.icmp_signed("==", within, cgutils.intp_t(0))


def store_vectors(
    builder: ir.IRBuilder, vectors: Sequence[ir.Value], places: Sequence[ir.Value], past: ir.Value
) -> None:
    """Emit the stores of vectors to the addresses of floats, or ``past`` the caches, where these begin vectors."""
    with builder.if_else(past) as (streamed, stored):
        with streamed:
            for vector, place in zip(vectors, places, strict=True):
                stream_vector(builder, vector, place)
        with stored:
            for vector, place in zip(vectors, places, strict=True):
                store_vector(builder, vector, place)


def stream_vector(builder: ir.IRBuilder, vector: ir.Value, pointer: ir.Value) -> None:
    """Emit the store of a vector to the address of a float that begins a vector, past the caches.

    Lines that are written whole go to memory without having been read from there.
    """
    stored = builder.store(vector, builder.bitcast(pointer, VECTOR.as_pointer()), align=4 * LANES)
    stored.set_metadata("nontemporal", builder.module.add_metadata([_I32(1)]))


def fma(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, c: ir.Value) -> ir.Value:
    """Emit a * b + c, rounded once."""
    name = f"llvm.fma.v{LANES}f32"
    function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(VECTOR, [VECTOR] * 3), name)
    return builder.call(function, [a, b, c])


def splat_vector(builder: ir.IRBuilder, number: ir.Value) -> ir.Value:
    """Emit a vector of one number everywhere."""
    kind = ir.VectorType(number.type, LANES)
    undefined = ir.Constant(kind, ir.Undefined)
    single = builder.insert_element(undefined, number, _I32(0))
    return builder.shuffle_vector(single, undefined, ir.Constant(ir.VectorType(_I32, LANES), [0] * LANES))
