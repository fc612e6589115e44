"""Straight-line programs over vectors, which are written once and run as LLVM's instructions or as NumPy.

A program is a Python function whose arguments are arrays, as ``Memory``, and integers. It runs once, while a kernel
that calls it is compiled: arithmetic on what it reads emits instructions, its loops are unrolled. Numba sees one call,
so that hundreds of vectors cost it nothing. Without JIT the same function runs on NumPy arrays each time it is called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.vector import LANES, VECTOR, data, load_vector, splat_vector, store_vector

QUAD = 4
"""Floats that shuffles move about without crossing from one part of a vector to another."""

_I64 = cgutils.intp_t
_I32 = ir.IntType(32)


@dataclass(frozen=True)
class Number:
    """An integer of a program that is being compiled."""

    builder: ir.IRBuilder
    value: ir.Value

    def __add__(self, other: Number | int) -> Number:
        """Emit the sum."""
        return Number(self.builder, self.builder.add(self.value, _as_value(other)))

    def __mul__(self, other: Number | int) -> Number:
        """Emit the product."""
        return Number(self.builder, self.builder.mul(self.value, _as_value(other)))

    __radd__, __rmul__ = __add__, __mul__


@dataclass(frozen=True)
class Vector:
    """A vector of a program that is being compiled; numbers stand for vectors of themselves."""

    builder: ir.IRBuilder
    value: ir.Value

    def __add__(self, other: Vector) -> Vector:
        """Emit the sum."""
        return Vector(self.builder, self.builder.fadd(self.value, other.value, flags=("contract",)))

    def __sub__(self, other: Vector) -> Vector:
        """Emit the difference."""
        return Vector(self.builder, self.builder.fsub(self.value, other.value, flags=("contract",)))

    def __mul__(self, factor: float) -> Vector:
        """Emit the product with a constant."""
        constant = ir.Constant(VECTOR, [float(factor)] * LANES)
        return Vector(self.builder, self.builder.fmul(self.value, constant, flags=("contract",)))

    __rmul__ = __mul__


Lanes: TypeAlias = Any
"""A ``Vector``, or without JIT a NumPy array of as many numbers."""

Place: TypeAlias = Any
"""A ``Number``, or without JIT an integer."""


@dataclass(frozen=True)
class _Compiled:
    """A ``Memory`` of a program that is being compiled."""

    builder: ir.IRBuilder
    pointer: ir.Value

    def load(self, place: Place) -> Lanes:
        return Vector(self.builder, load_vector(self.builder, self._at(place)))

    def store(self, place: Place, vector: Lanes) -> None:
        store_vector(self.builder, vector.value, self._at(place))

    def everywhere(self, place: Place) -> Lanes:
        return Vector(self.builder, splat_vector(self.builder, self.builder.load(self._at(place))))

    def number(self, place: Place) -> Place:
        return Number(self.builder, self.builder.load(self._at(place)))

    def load_quads(self, places: _Compiled, first: Place, shift: Place) -> Lanes:
        kind = ir.VectorType(ir.FloatType(), QUAD).as_pointer()
        pointers = self._spread(places, first, shift, LANES // QUAD)
        parts = [self.builder.load(self.builder.bitcast(pointer, kind), align=4) for pointer in pointers]
        while len(parts) > 1:
            width = parts[0].type.count * 2
            parts = [_shuffle(self.builder, a, b, range(width)) for a, b in zip(parts[::2], parts[1::2], strict=True)]
        return Vector(self.builder, parts[0])

    def store_quads(self, places: _Compiled, first: Place, shift: Place, vector: Lanes) -> None:
        for q, pointer in enumerate(self._spread(places, first, shift, LANES // QUAD)):
            self._store_part(vector, q * QUAD, QUAD, pointer)

    def store_pairs(self, places: _Compiled, first: Place, shift: Place, pitch: Place, vector: Lanes) -> None:
        for q, pointer in enumerate(self._spread(places, first, shift, LANES // QUAD)):
            self._store_part(vector, q * QUAD, 2, pointer)
            self._store_part(vector, q * QUAD + 2, 2, self.builder.gep(pointer, [_as_value(pitch)]))

    def _at(self, place: Place) -> ir.Value:
        return self.builder.gep(self.pointer, [_as_value(place)])

    def _spread(self, places: _Compiled, first: Place, shift: Place, count: int) -> list[ir.Value]:
        start = self._at(shift)
        return [self.builder.gep(start, [self.builder.load(places._at(first + q * QUAD))]) for q in range(count)]

    def _store_part(self, vector: Lanes, lane: int, count: int, pointer: ir.Value) -> None:
        part = _shuffle(self.builder, vector.value, vector.value, range(lane, lane + count))
        kind = ir.VectorType(ir.FloatType(), count).as_pointer()
        self.builder.store(part, self.builder.bitcast(pointer, kind), align=4)


@dataclass(frozen=True)
class _Plain:
    """An array of a program that NumPy runs."""

    array: Any

    def load(self, place: Place) -> Lanes:
        return self.array[place : place + LANES].copy()

    def store(self, place: Place, vector: Lanes) -> None:
        self.array[place : place + LANES] = vector

    def everywhere(self, place: Place) -> Lanes:
        return np.full(LANES, self.array[place], np.float32)

    def number(self, place: Place) -> Place:
        return int(self.array[place])

    def load_quads(self, places: _Plain, first: Place, shift: Place) -> Lanes:
        return self.array[self._spread(places, first, shift, np.arange(QUAD))]

    def store_quads(self, places: _Plain, first: Place, shift: Place, vector: Lanes) -> None:
        self.array[self._spread(places, first, shift, np.arange(QUAD))] = vector

    def store_pairs(self, places: _Plain, first: Place, shift: Place, pitch: Place, vector: Lanes) -> None:
        self.array[self._spread(places, first, shift, np.array([0, 1, pitch, pitch + 1]))] = vector

    def _spread(self, places: _Plain, first: Place, shift: Place, steps: Any) -> Any:
        return (places.array[first : first + LANES : QUAD, None] + shift + steps).reshape(-1)


Memory: TypeAlias = Any
"""A flat array of a program: a ``_Compiled``, or without JIT a ``_Plain``.

``load(place)`` and ``store(place, vector)`` move the vector that begins at a place, ``everywhere(place)`` is a vector
of one element; ``number(place)`` is an element of an int64 array. ``load_quads(places, first, shift)`` makes a vector
of four neighbours each from every fourth of the places that lie in the int64 array ``places`` from ``first`` on,
``shift`` elements further; ``store_quads`` writes it back, ``store_pairs`` in two rows: the first two of four, and
``pitch`` elements further the others. So four of them, of places one after the other, are transposed to vectors that
have the places' order.
"""


def transpose(rows: Sequence[Lanes]) -> list[Lanes]:
    """Return four vectors turned: lane i of each quad of the four, as a quad. Twice applied it changes nothing."""
    if isinstance(rows[0], np.ndarray):
        quads = np.stack([row.reshape(-1, QUAD) for row in rows])
        return [np.ascontiguousarray(quads[:, :, lane].T).reshape(-1) for lane in range(QUAD)]
    builder = rows[0].builder
    a, b, c, d = (row.value for row in rows)
    halves = [(0, QUAD, 1, QUAD + 1), (2, QUAD + 2, 3, QUAD + 3)]
    ac, bd = ([_shuffle_quads(builder, *pair, half) for half in halves] for pair in ((a, c), (b, d)))
    turned = [_shuffle_quads(builder, x, y, half) for x, y in zip(ac, bd, strict=True) for half in halves]
    return [Vector(builder, row) for row in turned]


def turn(rows: Sequence[Lanes]) -> list[Lanes]:
    """Return as many vectors as they have lanes, turned: vector i has number i of each."""
    if isinstance(rows[0], np.ndarray):
        return list(np.stack(rows, axis=1))
    builder, values, distance = rows[0].builder, [row.value for row in rows], 1
    while distance < LANES:
        # The numbers that lie so far from their diagonal change places with those on its other side.
        near = [n if n & distance == 0 else LANES + n - distance for n in range(LANES)]
        far = [n + distance if n & distance == 0 else LANES + n for n in range(LANES)]
        for i in (n for n in range(LANES) if n & distance == 0):
            pair = values[i], values[i + distance]
            values[i], values[i + distance] = (_shuffle(builder, *pair, lanes) for lanes in (near, far))
        distance *= 2
    return [Vector(builder, value) for value in values]


def program(function: Callable[..., None]) -> Callable[..., None]:
    """Return what kernels call to run a program; the arguments are flat arrays and integers."""
    if WITHOUT_JIT:

        def run(*arguments: Any) -> None:
            function(*(_Plain(a) if isinstance(a, np.ndarray) else int(a) for a in arguments))

        return run

    def typed(typing: Any, *arguments: Any) -> Any:
        def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
            arrays = [isinstance(kind, types.Array) for kind in signature.args]
            given = [
                data(context, builder, signature, values, i) if array else values[i] for i, array in enumerate(arrays)
            ]

            def emit(inside: ir.IRBuilder, *passed: ir.Value) -> None:
                function(
                    *(
                        _Compiled(inside, value) if array else Number(inside, value)
                        for array, value in zip(arrays, passed, strict=True)
                    )
                )

            call_apart(builder, function.__name__, given, emit)
            return context.get_dummy_value()

        return types.none(*(a if isinstance(a, types.Array) else types.int64 for a in arguments)), generate

    # Numba takes the names of an intrinsic's arguments from its signature.
    names = [*inspect.signature(function).parameters]
    typed.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # numba reads it
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in ("typing", *names)]
    )
    typed.__name__ = function.__name__
    return intrinsic(typed)  # type: ignore[no-any-return]  # numba has no types


def call_apart(builder: ir.IRBuilder, name: str, values: Sequence[ir.Value], emit: Callable[..., None]) -> None:
    """Emit a function that LLVM keeps apart from its caller, which makes both quicker to compile, and a call of it."""
    kind = ir.FunctionType(ir.VoidType(), [value.type for value in values])
    apart = ir.Function(builder.module, kind, builder.module.get_unique_name(name))
    apart.linkage = "internal"
    apart.attributes.add("noinline")
    inside = ir.IRBuilder(apart.append_basic_block())
    emit(inside, *apart.args)
    inside.ret_void()
    builder.call(apart, values)


def _as_value(number: Number | int) -> ir.Value:
    return number.value if isinstance(number, Number) else _I64(number)


def _shuffle(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, lanes: Sequence[int]) -> ir.Value:
    return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(_I32, len(lanes)), list(lanes)))


def _shuffle_quads(builder: ir.IRBuilder, a: ir.Value, b: ir.Value, lanes: Sequence[int]) -> ir.Value:
    """Return, in each quad, the four ``lanes`` of the quads of ``a`` and ``b``; those of ``b`` count from 4."""
    quads = range(0, LANES, QUAD)
    return _shuffle(builder, a, b, [q + n if n < QUAD else LANES + q + n - QUAD for q in quads for n in lanes])
