"""Times calls by turns, so that whatever disturbs the machine disturbs them all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Pace:
    """How long each call is timed for.

    Attributes
    ----------
    seconds
        At least so much for each call, all rounds together.
    rounds
        Blocks of passes into which they are divided.
    rest
        Seconds before each block, in which the idle threads of whoever came before stop spinning: those of ONNX Runtime
        do so for 45 ms or more.
    warm_up
        Seconds of untimed passes at the start of a block, one pass at least.
    """

    seconds: float = 0.5
    rounds: int = 5
    rest: float = 0.1
    warm_up: float = 0.01


@dataclass(frozen=True)
class Timing:
    """Milliseconds of many passes.

    Attributes
    ----------
    median, low, high
        The median, and the tenths of the passes that were fastest and slowest end at ``low`` and begin at ``high``.
    passes
        How many were timed.
    """

    median: float
    low: float
    high: float
    passes: int

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> Timing:
        """Return what passes that took so long have in common."""
        low, median, high = (float(x) for x in np.quantile(milliseconds, (0.1, 0.5, 0.9)))
        return cls(median, low, high, len(milliseconds))


def take_turns(calls: Sequence[Callable[[], object]], pace: Pace) -> list[Timing]:
    """Return the timing of each of ``calls``."""
    milliseconds: list[list[float]] = [[] for _ in calls]
    for _ in range(pace.rounds):
        for call, taken in zip(calls, milliseconds, strict=True):
            time.sleep(pace.rest)
            _warm_up(call, pace.warm_up)
            taken.extend(_block(call, pace.seconds / pace.rounds))
    return [Timing.of(taken) for taken in milliseconds]


def _warm_up(call: Callable[[], object], seconds: float) -> None:
    end = time.perf_counter() + seconds
    call()
    while time.perf_counter() < end:
        call()


def _block(call: Callable[[], object], seconds: float) -> list[float]:
    """Return the milliseconds of passes that take so long together, two at least."""
    clock = time.perf_counter
    taken: list[float] = []
    end = clock() + seconds
    while clock() < end or len(taken) < 2:
        started = clock()
        call()
        taken.append((clock() - started) * 1e3)
    return taken
