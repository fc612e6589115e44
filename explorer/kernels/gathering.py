"""Vectors of numbers that do not lie side by side: each from a place of its own."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from explorer.kernels.vector import (
    LANES,
    VECTOR,
    VECTOR_KIND,
    data,
    load_mask,
    load_vector,
    splat_vector,
    with_twin,
)

_I32 = ir.IntType(32)

_PERMUTATIONS = {8: "llvm.x86.avx2.permps", 16: "llvm.x86.avx512.permvar.sf.512"}
"""The instructions that put the numbers of a vector in any order, by its lanes."""


def _picked(array: Any, place: int, places: Any, at: int) -> Any:
    return array[place + places[at : at + LANES]]


@with_twin(_picked)
def load_picked(typing: Any, array: Any, place: Any, places: Any, at: Any) -> Any:
    """Kernels call ``load_picked(array, place, places, at)`` for a vector of elements of a flat float32 array.

    They lie as far behind ``place`` as the int32 ``places`` from ``at`` on say.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        return _pick_each(builder, *_picking(context, builder, signature, arguments))

    return VECTOR_KIND(array, types.int64, places, types.int64), generate


@with_twin(_picked)
def load_near(typing: Any, array: Any, place: Any, places: Any, at: Any) -> Any:
    """Kernels call ``load_near``, as ``load_picked``, where the first place is the lowest and the others are near.

    They are less than ``LANES`` above it. A vector is read from the first one on.
    """

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
        start, places = _picking(context, builder, signature, arguments)
        if LANES not in _PERMUTATIONS:
            return _pick_each(builder, start, places)
        first = builder.load(places)
        integers = ir.VectorType(_I32, LANES)
        steps = builder.sub(load_mask(builder, places), splat_vector(builder, first))
        vector = load_vector(builder, builder.gep(start, [builder.sext(first, cgutils.intp_t)]))
        function = cgutils.get_or_insert_function(
            builder.module, ir.FunctionType(VECTOR, [VECTOR, integers]), _PERMUTATIONS[LANES]
        )
        return builder.call(function, [vector, steps])

    return VECTOR_KIND(array, types.int64, places, types.int64), generate


def _picking(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> tuple[ir.Value, ir.Value]:
    """Return the addresses of the element that places count from, and of the first place."""
    array, places = (data(context, builder, signature, arguments, i) for i in (0, 2))
    return builder.gep(array, [arguments[1]]), builder.gep(places, [arguments[3]])


def _pick_each(builder: ir.IRBuilder, start: ir.Value, places: ir.Value) -> ir.Value:
    vector = ir.Constant(VECTOR, ir.Undefined)
    for lane in range(LANES):
        place = builder.sext(builder.load(builder.gep(places, [_I32(lane)])), cgutils.intp_t)
        vector = builder.insert_element(vector, builder.load(builder.gep(start, [place])), _I32(lane))
    return vector
