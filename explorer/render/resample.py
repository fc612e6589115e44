"""Depth slices at another size: area average of the values when shrinking, nearest of the colours when enlarging."""

from __future__ import annotations

import numpy as np
from PIL import Image

from explorer.nn.spec import FLOAT, Array


def shrunk(volume: Array, height: int, width: int) -> Array:
    """Return float32 (D, H, W) with at most ``height`` rows and ``width`` columns, both at least 1.

    Each axis is treated by itself; elements are averages over areas, so that NaN and infinity spread to those that
    they touch. A volume that is small enough is returned as it is.
    """
    smaller = min(height, volume.shape[1]), min(width, volume.shape[2])
    if smaller == volume.shape[1:] or volume.size == 0:
        return volume
    return np.stack([_averaged(slice_, *smaller) for slice_ in volume])


def enlarged(pixels: Array, height: int, width: int) -> Array:
    """Return (D, H, W, ...) as (D, height, width, ...), each the nearest element; the array itself if it fits."""
    if pixels.shape[1:3] == (height, width) or pixels.size == 0:
        return pixels
    rows, columns = _nearest(pixels.shape[1], height), _nearest(pixels.shape[2], width)
    return pixels.take(rows, axis=1).take(columns, axis=2)


def _averaged(slice_: Array, height: int, width: int) -> Array:
    image = Image.fromarray(np.ascontiguousarray(slice_, FLOAT))
    return np.asarray(image.resize((width, height), Image.Resampling.BOX))


def _nearest(count: int, wanted: int) -> Array:
    return np.arange(wanted) * count // wanted
