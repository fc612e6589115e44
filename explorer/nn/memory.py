"""Memory that vectors are read from without crossing cache lines."""

from __future__ import annotations

import numpy as np

from explorer.nn.spec import FLOAT, Array

_LINE = 64


def aligned(count: int) -> Array:
    """Return ``count`` float32 elements of undefined content, which begin with a cache line."""
    padded = np.empty(count + _LINE // FLOAT.itemsize, FLOAT)
    skip = -padded.ctypes.data % _LINE // FLOAT.itemsize
    return padded[skip : skip + count]
