"""Depth slices at a smaller size, by area average."""

from __future__ import annotations

import numpy as np

from explorer.nn.spec import FLOAT, Array

_BLOCK = 1 << 18
"""Elements at a time; they stay in the caches."""


def shrunk(volume: Array, height: int, width: int) -> Array:
    """Return float32 (D, H, W) with at most ``height`` rows and ``width`` columns, both at least 1.

    Each axis is treated by itself; each element counts in one average, so that NaN and infinity spread no further. A
    volume that is small enough is returned as it is.
    """
    depth, *full = volume.shape
    smaller = min(height, full[0]), min(width, full[1])
    if smaller == (*full,) or not volume.size:
        return volume
    out: Array = np.empty((depth, *smaller), FLOAT)
    step = max(1, _BLOCK // (full[0] * full[1]))
    for start in range(0, depth, step):
        block = slice(start, start + step)
        out[block] = _averaged(_averaged(volume[block], 1, smaller[0]), 2, smaller[1])
    return out


def _averaged(volume: Array, axis: int, count: int) -> Array:
    if count == volume.shape[axis]:
        return volume
    edges = np.arange(count + 1) * volume.shape[axis] // count
    first, sizes = edges[:-1], np.diff(edges)
    behind = (1,) * (volume.ndim - axis - 1)
    total: Array = volume.take(first, axis)
    for further in range(1, int(sizes.max())):
        (longer,) = np.nonzero(sizes > further)
        if len(longer) == count:
            total += volume.take(first + further, axis)
        else:
            np.moveaxis(total, axis, 0)[longer] += np.moveaxis(volume.take(first[longer] + further, axis), axis, 0)
    total *= (1 / sizes).astype(FLOAT).reshape(count, *behind)
    return total
