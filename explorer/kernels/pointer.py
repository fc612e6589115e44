"""Calls through an address, which leave the callee's code out of the caller's."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT


def address_of(kernel: Any, signature: tuple[Any, ...]) -> Any:
    """Return where the code of a serial ``kernel`` for arguments of these types lies; without JIT, the kernel itself.

    Notes
    -----
    Numba compiles a callee into each of the four layers of a parallel kernel again.
    """
    if WITHOUT_JIT:
        return kernel
    kernel.compile(signature)
    compiled = kernel.overloads[signature]
    return compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)


def _call_plainly(address: Any, arguments: tuple[Any, ...]) -> None:
    address(*arguments)


def _call(typing: Any, address: Any, arguments: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, values: Any) -> Any:
        kinds = tuple(signature.args[1].types)
        function = context.call_conv.get_function_type(types.none, kinds)
        pointer = builder.inttoptr(values[0], function.as_pointer())
        parts = cgutils.unpack_tuple(builder, values[1])
        context.call_conv.call_function(builder, pointer, types.none, kinds, parts)
        return context.get_dummy_value()

    return types.none(types.int64, arguments), generate


call = _call_plainly if WITHOUT_JIT else intrinsic(_call)
"""Kernels call ``call(address, arguments)``; the types of the arguments are those that the address was asked for."""
