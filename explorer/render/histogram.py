"""How often which values occur, for the legend."""

from __future__ import annotations

import numpy as np

from explorer.nn.spec import Array

BINS = 60

_SAMPLE = 1 << 16


def histogram_of(values: Array, low: float, high: float) -> Array:
    """Return how many of ``values`` lie in each of ``BINS`` equal parts of a scale, int64 (BINS,).

    What lies beyond the scale counts to its ends, as it is coloured; NaN counts nowhere. Of more than 65536 values an
    even sample is taken.
    """
    row = values.reshape(-1)
    sample = row[:: row.size // _SAMPLE | 1]
    numbers = sample[~np.isnan(sample)].astype(float)
    with np.errstate(over="ignore", invalid="ignore"):
        place = np.clip((numbers - low) * (BINS / (high - low)), 0, BINS - 1)
    return np.bincount(np.nan_to_num(place).astype(np.intp), minlength=BINS)
