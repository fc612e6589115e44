"""The weights that a layer begins with before it is trained."""

from __future__ import annotations

import math
import zlib

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape


def he_words(seed: int) -> str:
    """Return in words how weights of ``he_uniform`` came about."""
    return f"He-initialised, seed {seed}"


def untrained_note(words: str) -> str:
    """Return the sentence that calls a net untrained; ``words`` say how its weights came about."""
    return f"This net is untrained: its weights are {words}."


def he_uniform(shape: Shape, seed: int, name: str) -> Array:
    """Return float32 weights (O, I, ...) drawn evenly from both sides of 0, of variance 2 / fan-in.

    Parameters
    ----------
    seed, name
        Each name has a stream of random numbers of its own, so that it keeps its weights when others change.

    Notes
    -----
    He et al. 2015, "Delving Deep into Rectifiers", equation 10, which leaves the distribution open; normal numbers
    take four times as long to draw.
    """
    random = np.random.Generator(np.random.SFC64([seed, zlib.crc32(name.encode())]))
    weights = random.random(shape, FLOAT)
    weights -= np.float32(0.5)
    weights *= np.float32(2 * math.sqrt(6 / math.prod(shape[1:])))
    return weights
