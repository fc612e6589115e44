"""A clock for kernels."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT


def _ticks(typing: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        # The cycle counter of ARM is not for users; its clock is.
        name = "llvm.readsteadycounter" if builder.module.triple.startswith(("aarch64", "arm64")) else "llvm.readcyclecounter"
        kind = ir.FunctionType(cgutils.intp_t, [])
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [])

    return types.int64(), generate


ticks = None if WITHOUT_JIT else intrinsic(_ticks)
"""Kernels call ``ticks()`` for a count that rises steadily; how fast is the machine's own."""
