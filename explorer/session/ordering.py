"""In which order the slices of a layer stand in the grid, and which of them are on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from explorer.nn.spec import Array
from explorer.session.state import Order

Slices: TypeAlias = range | tuple[int, ...]

ORDER_TITLES: dict[Order, str] = {
    "index": "Index",
    "maximum": "Maximum",
    "mean": "Mean",
    "variance": "Variance",
    "contribution": "Contribution",
}
"""What the orders are called in the window."""

_STRENGTHS: dict[Order, Callable[[Array], Array]] = {
    "maximum": lambda rows: rows.max(axis=1),
    "mean": lambda rows: rows.mean(axis=1),
    "variance": lambda rows: rows.var(axis=1),
}


def strengths(volume: Array, order: Order) -> Array:
    """Return by what the slices of ``volume``, (D, H, W), are put into an order other than that by contribution."""
    with np.errstate(all="ignore"):
        return _STRENGTHS[order](volume.reshape(len(volume), -1))


def strongest_first(strength: Array) -> Slices:
    """Return indices by their strength, falling; equal ones by index, NaN last."""
    known = np.where(np.isnan(strength), -np.inf, strength)
    return tuple(np.argsort(-known, kind="stable").tolist())


def page_of(slices: Slices, chosen: int, size: int) -> Slices:
    """Return the page of ``size`` slices with the chosen one; all of them where ``size`` is 0."""
    if not size:
        return slices
    start = slices.index(chosen) // size * size
    return slices[start : start + size]
