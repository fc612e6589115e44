"""The terms of a weighted sum in the order in which they are read, folded where there are many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from explorer.nn.arithmetic.parts import WeightedSum, total

Order: TypeAlias = Literal["contribution", "index"]

UNFOLDED = 8
"""Terms that are shown one by one."""


@dataclass(frozen=True)
class Folded:
    """Which terms are shown, and what the others come to.

    Attributes
    ----------
    shown
        Indices into the terms, in order.
    others
        How many are not shown.
    rest
        The sum of these.
    """

    shown: tuple[int, ...]
    others: int
    rest: float


def fold(sums: WeightedSum, order: Order = "contribution", most: int | None = UNFOLDED) -> Folded:
    """Return the terms by the size of their contribution, largest first, or by channel, folded past ``most``."""
    size = np.abs(sums.partials)
    by_size = np.argsort(-size, kind="stable")
    ordered = by_size if order == "contribution" else np.arange(len(size))
    shown, folded = ordered[:most], ordered[len(ordered) if most is None else most :]
    return Folded(tuple(shown.tolist()), len(folded), total(sums.partials[folded]))
