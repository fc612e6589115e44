"""Work that threads share: calls of kernels, each cut into jobs that whoever is free takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numba import types

from explorer.kernels.clock import milliseconds_a_tick
from explorer.kernels.compiling import compile_all
from explorer.kernels.jit import WITHOUT_JIT, kernel
from explorer.kernels.packed import Packed, pack
from explorer.kernels.passes import PASS
from explorer.kernels.pointer import address_of
from explorer.kernels.sharing import Sharing
from explorer.kernels.team import LINE, NEEDED, Rehearsal, Team
from explorer.kernels.threads import threads

_JOBS_A_THREAD = 8
"""Jobs of a call for each thread, at most: the last one to finish is waited for."""

_LEAST_JOB = 700
"""Time of the shortest job worth sharing, in multiply-adds of vectors; taking a job costs about a tenth of it."""


_LONGEST = 0.7
"""Milliseconds of the longest pass that one thread may be faster with."""


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
        return Work((Call(self.function, arguments, items, max(jobs, 1), threads()),))


def shared(function: Callable[..., Any]) -> Kernel:
    """Compile a kernel that does the items from ``first`` to ``last``; see ``Kernel``."""
    return Kernel(kernel(function))


@dataclass(frozen=True, eq=False)
class Call:
    """A kernel with its arguments.

    Attributes
    ----------
    jobs
        What its ``items`` are cut into.
    threads
        As many have scratch memory in the arguments.
    """

    kernel: Any
    arguments: tuple[Any, ...]
    items: int
    jobs: int
    threads: int


@dataclass(frozen=True, eq=False)
class Work:
    """Calls of kernels, each after the one before has finished.

    Calling it does it all, on as many threads as there are, or on the caller's where no call is worth sharing.
    """

    calls: tuple[Call, ...]

    def __call__(self) -> None:
        """Do it."""
        self.table.run()

    def __add__(self, other: Work) -> Work:
        """Return this and then the ``other``."""
        return Work(self.calls + other.calls)

    @cached_property
    def table(self) -> Table:
        """What does it again and again."""
        return Table(self.calls)


class Table:
    """Calls as the compiled loop reads them.

    Attributes
    ----------
    ticks
        Of the last run: when each call was finished and, before them, when the first began.
    """

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls = calls
        self.ticks = np.zeros(len(calls) + 1, np.int64)
        self._memory: list[Any] = []
        if not WITHOUT_JIT:
            packed = [pack(call.arguments) for call in calls]
            codes = _codes([(call.kernel, kind) for call, (kind, _) in zip(calls, packed, strict=True)])
            shares = min((call.threads for call in calls), default=1) if any(call.jobs > 1 for call in calls) else 1
            self._sharing = Sharing(shares, _LONGEST / milliseconds_a_tick())
            rows = np.array(
                [
                    (code, words.ctypes.data, call.items, call.jobs)
                    for call, code, (_, words) in zip(calls, codes, packed, strict=True)
                ],
                np.int64,
            )
            counters = np.zeros(len(calls) * (shares + 1) * LINE, np.int64)
            self._team = _team()
            self._words = self._team.prepare(rows, counters, self.ticks)
            self._memory += [packed, rows, counters]
            self._address = self._words.ctypes.data

    def run(self) -> None:
        """Do them."""
        if WITHOUT_JIT:
            PASS[0] += 2
            for call in self._calls:
                call.kernel(0, call.items, 0, call.arguments)
        else:
            self._sharing.note(self._team.run(self._address, self._sharing.shares, self))


def _codes(kernels: Sequence[tuple[Any, Packed]]) -> list[int]:
    """Return where the code of kernels lies, for arguments that are packed so."""
    wanted = [(kernel, (types.int64, types.int64, types.int64, packed)) for kernel, packed in kernels]
    compile_all([*wanted, *NEEDED])
    return [address_of(*pair) for pair in wanted]


_rehearsing = False


def rehearse() -> None:
    """Have the kernels of all work compiled from now on, but not run: they may be for another CPU."""
    global _rehearsing  # noqa: PLW0603, it is the program's
    _rehearsing = True
    _team.cache_clear()


@lru_cache(maxsize=1)
def _team() -> Team | Rehearsal:
    return Rehearsal() if _rehearsing else Team()
