"""Arrays of pixels as Qt's images."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from explorer.nn.spec import Array

_OPAQUE = np.uint32(0xFF000000)


def image_of(pixels: Array) -> QImage:
    """Return uint8 RGB (H, W, 3) as an image that owns its pixels."""
    contiguous = np.ascontiguousarray(pixels)
    height, width = contiguous.shape[:2]
    return QImage(contiguous.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def shaded(shades: Array, table: Array, opacities: Array | None = None) -> QImage:
    """Return rows of a table of colours, uint8 RGB (at most 256, 3), as an image (H, W) that Qt colours.

    It looks into ``shades``, uint8 (H, W), C-contiguous, which have to outlive it. ``opacities``, uint8, are those of
    the colours; all are opaque where there are none.
    """
    height, width = shades.shape
    image = QImage(shades.data, width, height, width, QImage.Format.Format_Indexed8)
    red, green, blue = table.T.astype(np.uint32)
    alpha = _OPAQUE if opacities is None else opacities.astype(np.uint32) << 24
    image.setColorTable((alpha | red << 16 | green << 8 | blue).tolist())
    return image


def bytes_of(pixels: Array) -> Array:
    """Return pixels in 0..1, float32 (H, W, 1 or 3), as uint8 RGB (H, W, 3)."""
    scaled: Array = np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
    return scaled if scaled.shape[2] == 3 else scaled.repeat(3, axis=2)
