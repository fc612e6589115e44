"""The choice of how many threads share a pass, by how long passes took."""

from __future__ import annotations

import math

_TRIAL, _EVERY = 6, 250
"""Passes by which both ways are compared, as the first few find their data in other caches; and how often that is."""


class Sharing:
    """Decides whether the leader is faster alone, which depends on how far apart cores are and what else they do.

    Parameters
    ----------
    most
        Threads that may share a pass.
    longest
        Passes that take longer than that when they are shared are always shared.

    Attributes
    ----------
    shares
        How many threads are to share the next pass.
    """

    def __init__(self, most: int, longest: float) -> None:
        self.shares, self._other = most, 1
        self._longest = longest
        self._passes, self._fastest = 0, {most: math.inf, 1: math.inf}

    def note(self, time: float) -> None:
        """Take down how long a pass took that ``shares`` threads shared, if they did, and decide on the next."""
        if time == 0:
            return  # it tells nothing: another thread slept, or the system did not let it run
        self._passes += 1
        if self._passes <= 0:
            return
        self._fastest[self.shares] = min(self._fastest[self.shares], time)
        if self._passes == _TRIAL and (self.shares == 1 or self._fastest[self.shares] <= self._longest):
            self._swap()
        elif self._passes in (_TRIAL, 2 * _TRIAL):
            if self._fastest[self._other] < self._fastest[self.shares]:
                self._swap()
            self._passes, self._fastest = -_EVERY, dict.fromkeys(self._fastest, math.inf)

    def _swap(self) -> None:
        self.shares, self._other = self._other, self.shares
