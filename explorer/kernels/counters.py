"""Counters that several threads read and raise at once."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT


def _place(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> ir.Value:
    array = context.make_array(signature.args[0])(context, builder, arguments[0])
    return builder.gep(array.data, [arguments[1]])


def _add(typing: Any, counters: Any, place: Any, number: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        pointer = _place(context, builder, signature, arguments)
        return builder.atomic_rmw("add", pointer, arguments[2], ordering="acq_rel")

    return types.int64(counters, types.int64, types.int64), generate


def _read(typing: Any, counters: Any, place: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        return builder.load_atomic(_place(context, builder, signature, arguments), ordering="acquire", align=8)

    return types.int64(counters, types.int64), generate


def _replace(typing: Any, counters: Any, place: Any, old: Any, new: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        pointer = _place(context, builder, signature, arguments)
        found = builder.cmpxchg(pointer, arguments[2], arguments[3], ordering="acq_rel", failordering="acquire")
        return builder.extract_value(found, 1)

    return types.boolean(counters, types.int64, types.int64, types.int64), generate


_HINTS = {
    "x86_64": ("llvm.x86.sse2.pause", ()),
    "aarch64": ("llvm.aarch64.hint", (1,)),
    "arm64": ("llvm.aarch64.hint", (1,)),
}
"""How to tell a CPU that its thread waits: an intrinsic of LLVM and its arguments."""


def _relax(typing: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        name, numbers = _HINTS.get(builder.module.triple.split("-")[0], ("", ()))
        if name:
            kind = ir.FunctionType(ir.VoidType(), [cgutils.int32_t] * len(numbers))
            hint = cgutils.get_or_insert_function(builder.module, kind, name)
            builder.call(hint, [cgutils.int32_t(number) for number in numbers])
        return context.get_dummy_value()

    return types.none(), generate


add: Any = None if WITHOUT_JIT else intrinsic(_add)
"""Kernels call ``add(counters, place, number)``: add to the flat element, return what it was before."""

read: Any = None if WITHOUT_JIT else intrinsic(_read)
"""Kernels call ``read(counters, place)``: return the flat element, and see what was written before it was changed."""

replace: Any = None if WITHOUT_JIT else intrinsic(_replace)
"""Kernels call ``replace(counters, place, old, new)``: write the flat element if it is ``old``; return if it was."""

relax: Any = None if WITHOUT_JIT else intrinsic(_relax)
"""Kernels call ``relax()`` while they wait."""
