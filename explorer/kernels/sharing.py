"""Kernels compiled twice, for one thread and for all of them, since waking threads does not pay for small arrays."""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass

from explorer.kernels.jit import WITHOUT_JIT, kernel, parallel_kernel
from explorer.kernels.threads import threads

_WORTH_THREADS = 1 << 17
"""Elements; below it, waking threads and compiling for them costs more than they save."""


@dataclass(frozen=True)
class Shared:
    """A kernel in both forms; each is compiled when it is first called."""

    serial: Callable[..., None]
    parallel: Callable[..., None]

    def over(self, elements: int) -> Callable[..., None]:
        """Return the form for arrays of so many elements."""
        return self.parallel if worth_threads(elements) else self.serial


def worth_threads(elements: int) -> bool:
    """Return whether threads share work over so many elements."""
    return elements >= _WORTH_THREADS and not WITHOUT_JIT and threads() > 1


def shared(function: Callable[..., None]) -> Shared:
    """Compile a kernel whose ``prange`` loops threads may share."""
    parallel = types.FunctionType(
        function.__code__, function.__globals__, function.__name__, function.__defaults__, function.__closure__
    )
    parallel.__qualname__ = f"{function.__qualname__}_parallel"  # the cache on disk tells kernels apart by it
    parallel.__module__ = function.__module__
    return Shared(kernel(function), parallel_kernel(parallel))
