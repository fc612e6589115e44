"""Regions as masks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.nn.region import Region, dense
from explorer.nn.spec import Array, Shape


def mask_of(regions: Mapping[str, Region], value: str, shape: Shape) -> Array:
    """Return which elements of a value of that shape a region of it holds."""
    mask = np.zeros(shape, bool)
    for piece in regions[value].pieces if value in regions else ():
        mask |= dense(piece)
    return mask
