"""Where a window lies at one position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from explorer.nn.spec import Array, Shape


@dataclass(frozen=True, eq=False)
class Footprint:
    """The places of a value that a window covers at one position, axis by axis.

    Attributes
    ----------
    value
        Name of the value that the window lies on.
    axes
        The axes of that value that it slides along: rows and columns, with other spatial axes before them. None for
        rows or columns that the value does not have.
    places
        int64, the place on each axis of each tap; below 0 or beyond the extent in the padding, ``NOWHERE`` for a tap
        that meets nothing (of a transposed convolution with strides).
    extents
        How many places there are on each of these axes.
    """

    value: str
    axes: tuple[int | None, ...]
    places: tuple[Array, ...]
    extents: Shape

    @property
    def inside(self) -> Array:
        """Which taps meet an element of the value, bool of the window's shape; the others lie in the padding."""
        along = [(p >= 0) & (p < n) for p, n in zip(self.places, self.extents, strict=True)]
        mask: Array = reduce(np.logical_and.outer, along)
        return mask
