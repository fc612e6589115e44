"""What is to be seen of a widget, in numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def colours(widget: QWidget) -> set[str]:
    """Return the colours of all pixels of a widget, as ``#rrggbb``."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {f"#{pixel & 0xFFFFFF:06x}" for pixel in np.unique(np.frombuffer(image.constBits(), np.uint32)).tolist()}
