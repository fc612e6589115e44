"""Cache lines that are fetched from memory, or taken from other cores, before they are read or written."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT, inlined
from explorer.kernels.vector import LINE, data

_READ, _INTO_SECOND_LEVEL, _DATA = 0, 2, 1
"""What LLVM's prefetch is told. Lines that are written are read first, too."""


def fetch_line(builder: ir.IRBuilder, line: ir.Value) -> None:
    """Emit the fetching of the line that an address lies in."""
    pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
    prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
    hints = [number(hint) for hint in (_READ, _INTO_SECOND_LEVEL, _DATA)]
    builder.call(prefetch, [builder.bitcast(line, pointer), *hints])


def _fetch_place(typing: Any, array: Any, place: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        fetch_line(builder, builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]]))
        return context.get_dummy_value()

    return types.none(array, types.int64), generate


def _claim_place(typing: Any, array: Any, place: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        target = builder.gep(data(context, builder, signature, arguments, 0), [arguments[1]])
        number = ir.IntType(32)
        # LLVM keeps a store that others may see, though it is overwritten.
        builder.store_atomic(number(0), builder.bitcast(target, number.as_pointer()), "monotonic", 4)
        return context.get_dummy_value()

    return types.none(array, types.int64), generate


_fetch = (lambda array, place: None) if WITHOUT_JIT else intrinsic(_fetch_place)
_claim = (lambda array, place: None) if WITHOUT_JIT else intrinsic(_claim_place)


@inlined
def fetch(array: Any, place: int, count: int) -> None:
    """Begin to fetch ``count`` elements of a flat float32 array from one on.

    What lies outside of the array is fetched or not; neither matters.
    """
    for line in range(0, count, LINE):
        _fetch(array, place + line)


CLAIMED = 16 * LINE
"""Elements to claim at once."""


@inlined
def claim(array: Any, place: int, count: int) -> None:
    """Take from other cores the lines of ``count`` elements of a flat float32 array that are all written next.

    A line that another core has read is not its own until that one has answered, and stores leave a core in their
    order: one to such a line between two to others costs 25 to 30 ns, of sixteen one after the other each 5.
    """
    for line in range(0, count, LINE):
        _claim(array, place + line)
