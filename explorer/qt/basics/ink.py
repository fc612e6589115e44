"""Black or white: which of the two is read better on a colour."""

from __future__ import annotations

import numpy as np

from explorer.nn.spec import Array

_SHARES = np.array([0.2126, 0.7152, 0.0722])
_EVEN = (0.05 * 1.05) ** 0.5 - 0.05
"""The luminance from which black and white stand out alike."""


def takes_black(colours: Array) -> Array:
    """Return whether black is read better than white on each of ``colours``, uint8 RGB (..., 3).

    Notes
    -----
    The contrast ratio of the Web Content Accessibility Guidelines, version 2.2.
    """
    parts = colours / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    black: Array = linear @ _SHARES > _EVEN
    return black
