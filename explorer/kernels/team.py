"""Threads that walk down a list of calls together, none of which waits for one that the system does not let run."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numba import types

from explorer.kernels.clock import milliseconds_a_tick, now, ticks
from explorer.kernels.counters import add, read, relax, replace
from explorer.kernels.jit import kernel
from explorer.kernels.packed import Packed, unpack
from explorer.kernels.pointer import address_of, call

LINE = 8
"""Elements from one counter to the next, so that each has a cache line."""

_PASS, _INSIDE, _LIST, _SHARES = 0, LINE, 2 * LINE, 3 * LINE
"""Places on the board: number of the pass, odd while it lasts; threads that may read its list; its list; its shares."""

_SHIFT = 20
"""Bits of a counter that count jobs; those above them are the number of the pass."""

_JOBS = (1 << _SHIFT) - 1

_PATIENCE = 1.0
"""Milliseconds that a thread watches for the next pass before it sleeps; it takes about 0.05 to wake."""


@kernel
def walk(number: int, shares: int, thread: int, arguments: Any) -> None:
    """Take jobs of one call after the other, waiting before each until the one before it is finished.

    A thread takes those of its own share first, which are the same in every pass and so find their data in its
    caches, and then what others have left. A thread that is late finds the counters of another pass, and leaves.
    The arguments are the calls, int64 (calls, 4): code, packed arguments, items, jobs; the counters, for each call one
    for each share and one of finished jobs, ``LINE`` apart; and when calls were finished, int64 (1 + calls,).
    """
    calls, counters, times = unpack(arguments)
    if shares == 1:
        for c in range(calls.shape[0]):
            call(calls[c, 0], (0, calls[c, 2], thread, calls[c, 1]))
            times[c + 1] = ticks()
        return
    for c in range(calls.shape[0]):
        code, packed, items, jobs = calls[c, 0], calls[c, 1], calls[c, 2], calls[c, 3]
        finished = (c * (shares + 1) + shares) * LINE
        for turn in range(shares):
            share = (thread + turn) % shares
            first, last = jobs * share // shares, jobs * (share + 1) // shares
            taken = (c * (shares + 1) + share) * LINE
            found = read(counters, taken)
            while found >> _SHIFT == number and first + (found & _JOBS) < last:
                if replace(counters, taken, found, found + 1):
                    job = first + (found & _JOBS)
                    call(code, (items * job // jobs, items * (job + 1) // jobs, thread, packed))
                    times[c + 1] = ticks()  # the last to finish writes it last, and before anyone goes on
                    add(counters, finished, 1)
                found = read(counters, taken)
        found = read(counters, finished)
        while found >> _SHIFT == number and found & _JOBS < jobs:
            relax()
            found = read(counters, finished)


@kernel
def _lead(board: Any, code: Any, arguments: int, shares: int, counters: Any, times: Any) -> None:
    """Begin a pass, walk down its list, and end it; alone if there is one share."""
    if shares == 1:
        times[0] = ticks()
        call(code, (0, 1, 0, arguments))
        return
    number = read(board, _PASS) + 1
    for place in range(0, counters.size, LINE):
        counters[place] = number << _SHIFT
    board[_LIST] = arguments
    board[_SHARES] = shares
    times[0] = ticks()
    add(board, _PASS, 1)
    call(code, (number, shares, 0, arguments))
    add(board, _PASS, 1)


@kernel
def _serve(board: Any, code: Any, thread: int, patience: int) -> None:
    """Take part in passes until there was none for a while."""
    since, seen = ticks(), 0
    while ticks() - since < patience:
        number = read(board, _PASS)
        if number % 2 == 0 or number == seen:
            relax()
            continue
        add(board, _INSIDE, 1)
        arguments, shares = read(board, _LIST), read(board, _SHARES)
        # Only if the pass still lasts are these its own.
        if read(board, _PASS) == number and thread < shares:
            call(code, (number, shares, thread, arguments))
        add(board, _INSIDE, -1)
        since, seen = ticks(), number


_LISTED = Packed(tuple(types.Array(types.int64, axes, "C") for axes in (2, 1, 1)))


def _walk_code() -> Any:
    return address_of(walk, (types.int64, types.int64, types.int64, _LISTED))


class _Helper:
    """A thread that takes part in passes, and sleeps where there are none."""

    def __init__(self, board: Any, code: Any, number: int) -> None:
        self._arguments = (board, code, number, int(_PATIENCE / milliseconds_a_tick()))
        self._asleep = False
        self._door = threading.Lock()
        self._door.acquire()
        threading.Thread(target=self._live, name=f"kernels-{number}", daemon=True).start()

    def wake(self) -> None:
        """Have it watch for passes, if it does not already."""
        if self._asleep:
            self._asleep = False
            self._door.release()

    def _live(self) -> None:
        while True:
            _serve(*self._arguments)
            self._asleep = True
            self._door.acquire()


class Team:
    """The caller's thread and as many others as a pass may have; one pass at a time."""

    def __init__(self) -> None:
        self._code = _walk_code()
        self._board = np.zeros(4 * LINE, np.int64)
        self._helpers: list[_Helper] = []
        self._lock = threading.Lock()
        self._left: list[Any] = []

    def run(self, listed: int, shares: int, counters: Any, times: Any, owner: Any) -> None:
        """Run a list of calls.

        Parameters
        ----------
        listed
            Where its packed arguments lie, as ``walk`` takes them.
        shares
            Threads that may take part.
        owner
            What has the memory of the list; it is kept until no thread reads it any more.
        """
        with self._lock:
            if shares == 1:
                _lead(self._board, self._code, listed, 1, counters, times)
                return
            while len(self._helpers) < shares - 1:
                self._helpers.append(_Helper(self._board, self._code, len(self._helpers) + 1))
            for helper in self._helpers[: shares - 1]:
                helper.wake()
            _lead(self._board, self._code, listed, shares, counters, times)
            self._left.append(owner)
            if self._board[_INSIDE] == 0:
                self._left.clear()


class Rehearsal:
    """Stands in for a team that is not to run: it has everything compiled that a team needs."""

    def __init__(self) -> None:
        number, numbers = types.int64, types.Array(types.int64, 1, "C")
        now.compile(())
        _walk_code()
        _lead.compile((numbers, number, number, number, numbers, numbers))
        _serve.compile((numbers, number, number, number))

    def run(self, listed: int, shares: int, counters: Any, times: Any, owner: Any) -> None:
        """Do nothing."""
