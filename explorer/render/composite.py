"""Filters over red, green and blue as small colour pictures."""

from __future__ import annotations

import numpy as np

from explorer.nn.spec import Array

_VIVID = 95
"""Percent of weights whose colours are not full where many filters are seen at once: at more, most would be grey."""


def common_limit(weights: Array) -> float:
    """Return the weight at which the colours of all filters (O, I, KH, KW) in one picture are full."""
    finite = np.abs(weights[np.isfinite(weights)])
    return float(np.percentile(finite, _VIVID)) if finite.any() else 1.0


def composite(kernels: Array, order: str, limit: float) -> Array:
    """Return a filter (3, KH, KW) as uint8 RGB (KH, KW, 3): grey is 0, full colour a weight of ``limit``.

    Parameters
    ----------
    order
        Which kernel slice is which colour, ``"RGB"`` or ``"BGR"``.
    """
    slices = kernels[[order.index(colour) for colour in "RGB"]]
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = 0.5 + slices.transpose(1, 2, 0) / (2 * limit)
    scaled: Array = np.rint(np.clip(np.nan_to_num(shares, nan=0.5), 0, 1) * 255).astype(np.uint8)
    return scaled
