"""Depth slices at a smaller size, by area average."""

from __future__ import annotations

import numpy as np
from PIL import Image

from explorer.nn.spec import FLOAT, Array


def shrunk(volume: Array, height: int, width: int) -> Array:
    """Return float32 (D, H, W) with at most ``height`` rows and ``width`` columns, both at least 1.

    Each axis is treated by itself; elements are averages over areas, so that NaN and infinity spread to those that
    they touch. A volume that is small enough is returned as it is.
    """
    depth, *full = volume.shape
    smaller = min(height, full[0]), min(width, full[1])
    if smaller == (*full,) or volume.size == 0:
        return volume
    # Slices on top of each other are one picture, whose areas end where the slices do.
    stack = np.ascontiguousarray(volume, FLOAT).reshape(-1, full[1])
    resized = Image.fromarray(stack).resize((smaller[1], depth * smaller[0]), Image.Resampling.BOX)
    return np.asarray(resized).reshape(depth, *smaller)
