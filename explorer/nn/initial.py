"""The weights that a layer begins with before it is trained."""

from __future__ import annotations

import math
import zlib

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape


def he_normal(shape: Shape, seed: int, name: str) -> Array:
    """Return float32 weights (O, I, ...) of mean 0 and variance 2 / fan-in.

    Parameters
    ----------
    seed, name
        Each name has a stream of random numbers of its own, so that it keeps its weights when others change.

    Notes
    -----
    He et al. 2015, "Delving Deep into Rectifiers", equation 10.
    """
    random = np.random.Generator(np.random.SFC64([seed, zlib.crc32(name.encode())]))
    weights = random.standard_normal(shape, FLOAT)
    weights *= np.float32(math.sqrt(2 / math.prod(shape[1:])))
    return weights
