"""In which order the slices of a layer stand in the grid, and which of them are on one page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from explorer.nn.spec import Array
from explorer.session.maps.reading import Reading
from explorer.session.maps.slices import Slices
from explorer.session.state import Order

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


@dataclass(frozen=True, eq=False)
class Ordering:
    """All slices of a layer in an order.

    Attributes
    ----------
    strengths
        What each slice, by index, is ordered by, float32 (D,); None in the order of the layer.
    """

    slices: Slices
    strengths: Array | None = field(default=None, repr=False)


def ordering_of(volume: Array, order: Order, reading: Reading | None) -> Ordering:
    """Return the slices of ``volume``, (D, H, W), the strongest first.

    Parameters
    ----------
    reading
        The filter that contributions are to; where it is missing the order by contribution is that of the layer.
    """
    if order == "contribution" and reading is not None:
        strengths = reading.strengths(volume)
    elif order in _STRENGTHS and volume.size:
        with np.errstate(all="ignore"):
            strengths = _STRENGTHS[order](volume.reshape(len(volume), -1))
    else:
        return Ordering(range(len(volume)))
    return Ordering(strongest_first(strengths), strengths)


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
