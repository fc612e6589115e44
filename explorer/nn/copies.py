"""Copies of weights, written over again once nobody reads them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from explorer.nn.spec import Array

_KEPT = 3
"""Copies at most: one that is shown, one that is computed with, and one to spare."""

_OURS = 2
"""References to an array that nobody else holds, or a view of it: that of its copy, and that it is counted with."""


@dataclass(eq=False)
class _Copy:
    original: Array
    array: Array
    written: frozenset[int]


class Copies:
    """Gives copies of arrays that few filters will be written of.

    A weight of VGG-16's first fully connected layer that is dragged would otherwise copy 411 MB at each step.
    """

    def __init__(self) -> None:
        self._made: list[_Copy] = []

    def of(self, original: Array, filters: Iterable[int]) -> tuple[Array, list[int]]:
        """Return a copy of ``original``, of which ``filters`` will be written.

        Returns
        -------
        tuple of Array and list of int
            The copy, and the filters that are not yet as they are in ``original``, for the caller to put right.
        """
        for copy in self._made:
            if copy.original is original and sys.getrefcount(copy.array) == _OURS:
                written, copy.written = copy.written, frozenset(filters)
                return copy.array, sorted(written)
        made = _Copy(original, np.array(original), frozenset(filters))
        self._made = [*self._made[1 - _KEPT :], made]
        return made.array, []
