"""The numbers that describe one depth slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.nn.spec import Array


@dataclass(frozen=True)
class SliceNumbers:
    """Extremes and mean of the finite elements of a slice, and how many elements are what.

    Attributes
    ----------
    low, high, mean
        NaN where no element is finite.
    size, zeros, broken
        How many elements there are, are 0, and are NaN or infinite.
    """

    low: float
    high: float
    mean: float
    size: int
    zeros: int
    broken: int


def numbers_of(plane: Array) -> SliceNumbers:
    """Return the numbers of a slice (H, W)."""
    sound = np.isfinite(plane)
    broken = int(plane.size - np.count_nonzero(sound))
    finite = plane[sound] if broken else plane
    zeros = int(plane.size - np.count_nonzero(plane))
    if not finite.size:
        return SliceNumbers(np.nan, np.nan, np.nan, plane.size, zeros, broken)
    low, high, mean = float(finite.min()), float(finite.max()), float(finite.mean(dtype=np.float64))
    return SliceNumbers(low, high, mean, plane.size, zeros, broken)
