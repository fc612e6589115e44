"""A clock for kernels."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from explorer.kernels.jit import WITHOUT_JIT, kernel

_CALIBRATION = 0.005
"""Seconds to watch both clocks."""


def _ticks(typing: Any) -> Any:
    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        # The cycle counter of ARM is not for users; its clock is.
        name = (
            "llvm.readsteadycounter"
            if builder.module.triple.startswith(("aarch64", "arm64"))
            else "llvm.readcyclecounter"
        )
        kind = ir.FunctionType(cgutils.intp_t, [])
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [])

    return types.int64(), generate


ticks: Any = None if WITHOUT_JIT else intrinsic(_ticks)
"""Kernels call ``ticks()`` for a count that rises steadily; how fast is the machine's own."""


@kernel
def now() -> Any:
    """Return what the clock shows."""
    return ticks()


@lru_cache(maxsize=1)
def milliseconds_a_tick() -> float:
    """Return how long a tick of the kernels' clock is; found out once."""
    if WITHOUT_JIT:
        return 1.0
    now()
    ticked, started = now(), time.perf_counter()
    time.sleep(_CALIBRATION)
    return float((time.perf_counter() - started) * 1e3 / (now() - ticked))
