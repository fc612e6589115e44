"""Maps whose elements are those of others in another order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.kernels.picking import pick
from explorer.kernels.threads import threads
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import INT, Array

NOWHERE = -1
"""The place of zeros."""

_ELEMENT, _BEGIN = 2.0, 5000
"""Cycles to put an element in its place, and to begin and end."""


@dataclass(frozen=True, eq=False)
class Picks:
    """Where the elements of maps are found in others.

    Attributes
    ----------
    plane
        Elements from one of the others to the next.
    rows, columns
        Places on it, which are added up for each element; ``NOWHERE`` for zeros.
    """

    plane: int
    rows: Sequence[int]
    columns: Sequence[int]

    @property
    def count(self) -> int:
        """Elements of a map."""
        return len(self.rows) * len(self.columns)

    def cycles(self, maps: int) -> float:
        """Return the estimated time of so many ``maps``."""
        return _BEGIN + maps * self.count * _ELEMENT / threads()

    def bind(self, source: Array, added: Array, maps: Maps) -> Work:
        """Return the work of writing ``maps``, to each of which one of the numbers ``added`` is added."""
        rows, columns = np.array(self.rows, INT), np.array(self.columns, INT)
        time = added.size * self.count * _ELEMENT
        return pick.over(added.size, time, source.reshape(-1), self.plane, rows, columns, added, *maps.arguments)
