"""Depth slices at another size: nearest when enlarging, area average when shrinking."""

from __future__ import annotations

import numpy as np
from PIL import Image

from explorer.nn.spec import FLOAT, Array


def resized(volume: Array, height: int, width: int) -> Array:
    """Return float32 (D, H, W) as (D, height, width), both at least 1; the volume itself where it fits.

    Each axis is treated by itself: enlarged by repeating the nearest element, shrunk by averaging the area, so
    that NaN and infinity spread to the elements that they touch.
    """
    if 0 in volume.shape:
        return np.zeros((volume.shape[0], height, width), FLOAT)
    smaller = min(height, volume.shape[1]), min(width, volume.shape[2])
    if smaller != volume.shape[1:]:
        volume = np.stack([_shrunk(slice_, *smaller) for slice_ in volume])
    if (height, width) != smaller:
        rows = _nearest(smaller[0], height)
        volume = volume[:, rows[:, None], _nearest(smaller[1], width)]
    return volume


def _shrunk(slice_: Array, height: int, width: int) -> Array:
    image = Image.fromarray(np.ascontiguousarray(slice_, FLOAT))
    return np.asarray(image.resize((width, height), Image.Resampling.BOX))


def _nearest(count: int, wanted: int) -> Array:
    return np.arange(wanted) * count // wanted
