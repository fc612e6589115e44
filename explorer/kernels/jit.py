"""The one place that compiles: the flags of every kernel, and whether there is a compiler at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import register_jitable

from explorer.kernels.cache import KernelCache
from explorer.kernels.compiler import KernelCompiler
from explorer.kernels.parts import PartCompiler
from explorer.kernels.registries import load_once, remember_types

WITHOUT_JIT = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
"""Kernels run as plain Python and NumPy; for tests and debugging."""

KERNELS: dict[tuple[str, str], Any] = {}
"""All kernels by their modules and names."""

# NaN and infinity keep their meaning: they are legal activations, and the user is shown where they come from.
_FASTMATH = {"contract", "reassoc", "nsz", "arcp"}


if not WITHOUT_JIT:
    load_once()
    remember_types()


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a serial kernel: no GIL, cached on disk, no checks, no warnings of overflow."""
    if WITHOUT_JIT:
        return np.errstate(all="ignore")(function)
    _name_apart(function)
    compiled = _cached(
        numba.njit(
            nogil=True,
            _nrt=False,
            no_cfunc_wrapper=True,
            error_model="numpy",
            fastmath=_FASTMATH,
            pipeline_class=KernelCompiler,
        )(function)
    )
    KERNELS[function.__module__, function.__qualname__] = compiled
    return compiled


def _name_apart(function: Callable[..., Any]) -> None:
    """Give what a factory made for some functions a name of its own.

    Compiled kernels are found by a name that Numba derives from this one and counts up in each process for itself: two
    of one factory that different processes have compiled may bear the same, and come together out of the disk cache.
    """
    parts = [cell.cell_contents for cell in function.__closure__ or ()]
    names = [str(getattr(part, "__qualname__", None) or getattr(part, "__name__", repr(part))) for part in parts]
    function.__qualname__ = "_".join([function.__qualname__, *names])


def _cached(dispatcher: Any) -> Any:
    """Give a kernel our own cache; Numba has no public way to choose one for some functions only."""
    if not WITHOUT_JIT:
        dispatcher._cache = KernelCache(dispatcher.py_func)
    return dispatcher


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a function that is inlined into the kernels that call it; Python cannot call it."""
    _name_apart(function)
    return _alike_for_constants(
        numba.njit(
            nogil=True,
            _nrt=False,
            no_cpython_wrapper=True,
            no_cfunc_wrapper=True,
            forceinline=True,
            error_model="numpy",
            fastmath=_FASTMATH,
            pipeline_class=PartCompiler,
        )(function)
    )


def _alike_for_constants(dispatcher: Any) -> Any:
    """Have a function compiled once for all integers, where Numba does it once more for each constant it is given."""
    if not WITHOUT_JIT:
        resolve = dispatcher.get_call_template
        dispatcher.get_call_template = lambda arguments, keywords: resolve(
            tuple(map(types.unliteral, arguments)), {name: types.unliteral(kind) for name, kind in keywords.items()}
        )
    return dispatcher


def scalar(function: Callable[..., Any]) -> Any:
    """Let kernels call a small function of numbers, in the order of operations that it is written in."""
    _name_apart(function)
    return register_jitable(_nrt=False, error_model="numpy", fastmath={"contract"})(function)
