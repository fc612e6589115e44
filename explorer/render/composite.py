"""Filters over red, green and blue as small colour pictures."""

from __future__ import annotations

import numpy as np

from explorer.nn.spec import Array


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
