"""Work that threads share: calls of kernels, each cut into jobs that whoever is free takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numba import prange, types
from numba.core import cgutils
from numba.extending import intrinsic, models, register_model
from numba.np.numpy_support import from_dtype

from explorer.kernels.clock import ticks
from explorer.kernels.counters import add, read, relax
from explorer.kernels.jit import WITHOUT_JIT, kernel, parallel_kernel
from explorer.kernels.pointer import address_of, call
from explorer.kernels.threads import threads

_JOBS_A_THREAD = 8
"""Jobs of a call for each thread, at most: the last one to finish is waited for."""

_LEAST_JOB = 1500
"""Time of the shortest job worth sharing, in multiply-adds of vectors; taking a job costs about a tenth of it."""

_LINE = 8
"""Elements from one counter to the next, so that each has a cache line."""


class _Packed(types.Type):  # type: ignore[misc]  # numba has no types
    """The address of arguments that lie in memory one behind the other.

    Parameters
    ----------
    parts
        Numba's types of the arguments.
    """

    def __init__(self, parts: tuple[Any, ...]) -> None:
        self.parts = parts
        super().__init__(name=f"Packed({parts})")


@register_model(_Packed)
class _PackedModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, cgutils.intp_t)


def _unpack(typing: Any, packed: Any) -> Any:
    result = types.Tuple(packed.parts)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        words = builder.inttoptr(arguments[0], cgutils.intp_t.as_pointer())
        values, place = [], 0
        for part in packed.parts:
            count = 1 + part.ndim if isinstance(part, types.Array) else 1
            loaded = [builder.load(builder.gep(words, [cgutils.intp_t(place + i)])) for i in range(count)]
            values.append(_as_value(context, builder, part, loaded))
            place += count
        return context.make_tuple(builder, result, values)

    return result(packed), generate


def _as_value(context: Any, builder: Any, kind: Any, words: Sequence[Any]) -> Any:
    if kind == types.float32:
        return builder.bitcast(builder.trunc(words[0], cgutils.int32_t), context.get_value_type(kind))
    if not isinstance(kind, types.Array):
        return words[0]
    size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
    strides = [cgutils.intp_t(size)]
    for extent in reversed(words[2:]):
        strides.insert(0, builder.mul(strides[0], extent))
    array = context.make_array(kind)(context, builder)
    context.populate_array(
        array,
        data=builder.inttoptr(words[0], array.data.type),
        shape=words[1:],
        strides=strides,
        itemsize=cgutils.intp_t(size),
        meminfo=None,
    )
    return array._getvalue()


unpack = (lambda arguments: arguments) if WITHOUT_JIT else intrinsic(_unpack)
"""Kernels call ``unpack(arguments)`` for the tuple of what they were given: arrays, integers and float32."""


@dataclass(frozen=True)
class Kernel:
    """A kernel that does some of its items each time it is called.

    Attributes
    ----------
    function
        ``(first, last, thread, arguments)``: does the items from ``first`` to below ``last``; what is written for one
        of them is not read for another. ``thread`` tells whose scratch memory it may use. Returns nothing.
    """

    function: Callable[..., Any]

    def over(self, items: int, time: float, *arguments: Any) -> Work:
        """Return the work of all ``items``, which takes about ``time``, in multiply-adds of vectors.

        Parameters
        ----------
        arguments
            C-contiguous arrays, integers and float32.
        """
        jobs = min(items, threads() * _JOBS_A_THREAD, int(time) // _LEAST_JOB)
        return Work((Call(self.function, arguments, items, max(jobs, 1)),))


def shared(function: Callable[..., Any]) -> Kernel:
    """Compile a kernel that does the items from ``first`` to ``last``; see ``Kernel``."""
    return Kernel(kernel(function))


@dataclass(frozen=True, eq=False)
class Call:
    """A kernel with its arguments, and the number of ``jobs`` that its ``items`` are cut into."""

    kernel: Any
    arguments: tuple[Any, ...]
    items: int
    jobs: int


@dataclass(frozen=True, eq=False)
class Work:
    """Calls of kernels, each after the one before has finished.

    Calling it does it all, on as many threads as there are, or on the caller's where no call is worth sharing.
    """

    calls: tuple[Call, ...]
    _ready: list[_Table] = field(default_factory=list, init=False, repr=False)

    def __call__(self) -> None:
        """Do it."""
        self.timed()

    def __add__(self, other: Work) -> Work:
        """Return this and then the ``other``."""
        return Work(self.calls + other.calls)

    def timed(self) -> np.ndarray[Any, Any]:
        """Do it, and return when each call was finished and, before them, when the first began, in clock ticks."""
        if not self._ready:
            self._ready.append(_Table(self.calls))
        return self._ready[0].run()


class _Table:
    """Calls as the compiled loop reads them."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls = calls
        self._shared = any(call.jobs > 1 for call in calls)
        self._memory: list[Any] = []
        self._ticks = np.zeros(len(calls) + 1, np.int64)
        if not WITHOUT_JIT:
            self._walk = walk_code()
            rows = [(*self._entry(call), call.items, call.jobs) for call in calls]
            self._steps = np.array(rows, np.int64)
            self._counters: dict[int, np.ndarray[Any, Any]] = {}

    def _entry(self, call: Call) -> tuple[int, int]:
        parts, words = [], []
        for argument in call.arguments:
            kind, values = _describe(argument)
            parts.append(kind)
            words += values
        packed = np.array([*words, 0], np.int64)
        self._memory.append(packed)
        signature = (types.int64, types.int64, types.int64, _Packed(tuple(parts)))
        return address_of(call.kernel, signature), packed.ctypes.data

    def run(self) -> np.ndarray[Any, Any]:
        if WITHOUT_JIT:
            for call_ in self._calls:
                call_.kernel(0, call_.items, 0, call_.arguments)
            return self._ticks
        count = threads() if self._shared else 1
        if count not in self._counters:
            self._counters[count] = np.zeros((len(self._calls), count + 1, _LINE), np.int64)
        run = _run_together if count > 1 else _run_alone
        run(self._walk, self._steps, self._counters[count], self._ticks)
        return self._ticks


def _describe(argument: Any) -> tuple[Any, list[int]]:
    """Return the type of an argument, and the words that tell its value."""
    if isinstance(argument, np.ndarray):
        assert argument.flags.c_contiguous
        kind = types.Array(from_dtype(argument.dtype), argument.ndim, "C")
        return kind, [argument.__array_interface__["data"][0], *argument.shape]
    if isinstance(argument, (float, np.floating)):
        return types.float32, [int(np.float32(argument).view(np.int32))]
    return types.int64, [int(argument)]


@kernel
def _walk(steps: Any, counters: Any, times: Any, thread: int) -> None:
    """Take jobs of one call after the other, waiting before each until the one before it is finished.

    A thread takes those of its own share first, which are the same in every pass and so find their data in its
    caches, and then what others have left.
    """
    count = counters.shape[1] - 1
    if thread == 0:
        times[0] = ticks()
    for s in range(steps.shape[0]):
        code, arguments, items, jobs = steps[s, 0], steps[s, 1], steps[s, 2], steps[s, 3]
        finished = (s * (count + 1) + count) * _LINE
        for turn in range(count):
            share = (thread + turn) % count
            first, last = jobs * share // count, jobs * (share + 1) // count
            taken = (s * (count + 1) + share) * _LINE
            while read(counters, taken) < last - first:
                job = first + add(counters, taken)
                if job >= last:
                    break
                call(code, (items * job // jobs, items * (job + 1) // jobs, thread, arguments))
                if add(counters, finished) == jobs - 1:
                    times[s + 1] = ticks()
        while read(counters, finished) < jobs:
            relax()


def walk_code() -> Any:
    """Return the address of the loop over calls, compiling it if need be."""
    counters = types.Array(types.int64, 3, "C")
    rows, row = types.Array(types.int64, 2, "C"), types.Array(types.int64, 1, "C")
    return address_of(_walk, (rows, counters, row, types.int64))


@kernel
def _run_alone(code: Any, steps: Any, counters: Any, times: Any) -> None:
    counters[:] = 0
    call(code, (steps, counters, times, 0))


@parallel_kernel
def _run_together(code: Any, steps: Any, counters: Any, times: Any) -> None:
    counters[:] = 0
    for thread in prange(counters.shape[1] - 1):
        call(code, (steps, counters, times, thread))
