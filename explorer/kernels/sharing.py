"""The choice of how many threads share a pass, by how long passes took."""

from __future__ import annotations

import math

_TRIAL, _EVERY = 6, 250
"""Passes in which the other way is tried, as the first few find their data in other caches; and how often that is."""

_FORGETTING = 1.05
"""A time that is met no more grows by so much with each pass that took longer."""


class Sharing:
    """Decides whether the leader is faster alone, which depends on how far apart cores are and what else they do.

    Parameters
    ----------
    most
        Threads that may share a pass.
    longest
        Passes that take longer than that when they are shared are always shared.
    """

    def __init__(self, most: int, longest: float) -> None:
        self._longest = longest
        self._ways = (1, most)
        self._times = {1: math.inf, most: math.inf}
        self._chosen, self._passes = most, -_TRIAL - 1

    def choose(self) -> int:
        """Return how many threads are to share the next pass."""
        alone, most = self._ways
        self._passes += 1
        if self._passes < 0 or self._longest < self._times[most] < math.inf:
            return most
        if self._passes % _EVERY == 0:
            self._chosen = alone if self._chosen == most else most
            self._times[self._chosen] = math.inf
        elif self._passes % _EVERY == _TRIAL:
            self._chosen = min(self._ways, key=self._times.__getitem__)
        return self._chosen

    def note(self, shares: int, time: float) -> None:
        """Take down how long a pass took that so many threads shared."""
        self._times[shares] = min(time, self._times[shares] * _FORGETTING)
