"""Threads that walk down a list of calls together, none of which waits for one that the system does not let run."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
from numba import types

from explorer.kernels.clock import milliseconds_a_tick, now, ticks
from explorer.kernels.counters import add, read, relax, replace
from explorer.kernels.jit import kernel
from explorer.kernels.packed import Packed, pack, unpack
from explorer.kernels.passes import PASS
from explorer.kernels.placing import keep_away
from explorer.kernels.pointer import address_of, call

LINE = 8
"""Elements from one counter to the next, so that each has a cache line."""

_INSIDE, _LIST, _SHARES, _JOINED, _PLACES = range(0, 5 * LINE, LINE)
"""Places on the board: threads that may read the list of the pass; its list; its shares; how many have taken part in
all passes; and how large it is."""

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
    for each share and one of finished jobs, ``LINE`` apart; when calls were finished, int64 (1 + calls,); and what
    ``lead`` needs.
    """
    calls, counters, times, _, _, _ = unpack(arguments)
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
def lead(shares: int, address: int, arguments: Any) -> None:
    """Begin a pass, walk down its list, and end it; alone if there is one share.

    The arguments, which lie at ``address``, are those of ``walk``, with the number of the pass, the board and the code
    of ``walk`` at their end.
    """
    _, counters, times, number, board, code = unpack(arguments)
    if shares == 1:
        number[0] += 2
        times[0] = ticks()
        call(code, (0, 1, 0, address))
        return
    for place in range(0, counters.size, LINE):
        counters[place] = number[0] + 1 << _SHIFT
    board[_LIST] = address
    board[_SHARES] = shares
    times[0] = ticks()
    add(number, 0, 1)
    call(code, (number[0], shares, 0, address))
    add(number, 0, 1)


@kernel
def enter(code: int, shares: int, address: int) -> Any:
    """Run ``lead``, whose code this is; return how many ticks it took. Python passes numbers faster than arrays."""
    started = ticks()
    call(code, (shares, address, address))
    return ticks() - started


@kernel
def _serve(passes: Any, board: Any, code: Any, thread: int, patience: int) -> None:
    """Take part in passes until there was none for a while."""
    since, seen = ticks(), 0
    while ticks() - since < patience:
        number = read(passes, 0)
        if number % 2 == 0 or number == seen:
            relax()
            continue
        add(board, _INSIDE, 1)
        address, shares = read(board, _LIST), read(board, _SHARES)
        # Only if the pass still lasts are these its own.
        if read(passes, 0) == number and thread < shares:
            add(board, _JOINED, 1)
            call(code, (number, shares, thread, address))
        add(board, _INSIDE, -1)
        since, seen = ticks(), number


_NUMBER = types.int64
_NUMBERS = types.Array(types.int64, 1, "C")
_LISTED = Packed((types.Array(types.int64, 2, "C"), _NUMBERS, _NUMBERS, _NUMBERS, _NUMBERS, _NUMBER))

_WALK = walk, (_NUMBER, _NUMBER, _NUMBER, _LISTED)
_LEAD = lead, (_NUMBER, _NUMBER, _LISTED)

NEEDED = (
    _WALK,
    _LEAD,
    (enter, (_NUMBER, _NUMBER, _NUMBER)),
    (_serve, (_NUMBERS, _NUMBERS, _NUMBER, _NUMBER, _NUMBER)),
    (now, ()),
)
"""The kernels of a team, with the types of their arguments."""


class _Helper:
    """A thread that takes part in passes, and sleeps where there are none."""

    def __init__(self, board: Any, code: Any, number: int) -> None:
        self._arguments = (PASS, board, code, number, int(_PATIENCE / milliseconds_a_tick()))
        self._asleep = False
        self._door = threading.Lock()
        self._door.acquire()
        self._thread = threading.Thread(target=self._live, name=f"kernels-{number}", daemon=True)
        self._thread.start()
        self._place()

    def wake(self) -> None:
        """Have it watch for passes, if it does not already."""
        if self._asleep:
            self._asleep = False
            self._place()
            self._door.release()

    def _place(self) -> None:
        assert self._thread.native_id is not None
        keep_away(self._thread.native_id)

    def _live(self) -> None:
        while True:
            _serve(*self._arguments)
            self._asleep = True
            self._door.acquire()


class Team:
    """The caller's thread and as many others as a pass may have; one pass at a time."""

    def __init__(self) -> None:
        self._walk, self._lead = address_of(*_WALK), address_of(*_LEAD)
        self._board = np.zeros(_PLACES, np.int64)
        self._helpers: list[_Helper] = []
        self._lock = threading.Lock()
        self._left: list[Any] = []

    def prepare(self, calls: Any, counters: Any, times: Any) -> Any:
        """Return the words of a list of calls for ``run``; the arguments are the first ones of ``walk``."""
        return pack((calls, counters, times, PASS, self._board, self._walk))[1]

    def run(self, address: int, shares: int, owner: Any) -> Any:
        """Run a list of calls; return the ticks that it took, none if a thread that may take part did not.

        Parameters
        ----------
        address
            Where the words of the list lie.
        shares
            Threads that may take part.
        owner
            What has the memory of the list; it is kept until no thread reads it any more.
        """
        with self._lock:
            if shares == 1:
                return enter(self._lead, 1, address)
            while len(self._helpers) < shares - 1:
                self._helpers.append(_Helper(self._board, self._walk, len(self._helpers) + 1))
            for helper in self._helpers[: shares - 1]:
                helper.wake()
            joined = self._board[_JOINED]
            took = enter(self._lead, shares, address)
            self._left.append(owner)
            if self._board[_INSIDE] == 0:
                self._left.clear()
            return took if self._board[_JOINED] - joined >= shares - 1 else 0


class Rehearsal:
    """Stands in for a team that is not to run: it has everything compiled that a team needs."""

    def __init__(self) -> None:
        for compiled, signature in NEEDED:
            compiled.compile(signature)

    def prepare(self, calls: Any, counters: Any, times: Any) -> Any:
        """Return words that nobody reads."""
        return np.zeros(1, np.int64)

    def run(self, address: int, shares: int, owner: Any) -> int:
        """Do nothing."""
        return 0
