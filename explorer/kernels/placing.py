"""Where threads run."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from functools import cache


@cache
def _system() -> ctypes.CDLL:
    """Return the system's functions, of which Python lacks the one that tells the caller's core."""
    return ctypes.CDLL(None)


def keep_away(thread: int) -> None:
    """Have a thread, of this number to the system, run on other cores than the one that the caller is on.

    Left alone, Linux wakes it on the caller's own core where each other one has something to do, however unimportant,
    and there it waits for the caller. Other systems are left alone, and those that refuse.
    """
    if sys.platform != "linux":
        return
    others = os.sched_getaffinity(0) - {_system().sched_getcpu()}
    if others:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(thread, others)
