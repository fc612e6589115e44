"""The picture under a map: how it is drawn, and how much of it shows through the colours."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage

from explorer.nn.spec import Array
from explorer.qt.basics.images import bytes_of, image_of
from explorer.qt.maps.zoom import Zoom, fitted
from explorer.render.colour import LEVELS, Palette
from explorer.session.maps.underlay import Underlay

PICTURE_OPACITY = 0.6

_FAINTEST, _STRONGEST = 0.0, 0.85
"""How opaque the colour of zero, or of the lowest value, is, and that of the end of the scale."""


def grey_of(under: Underlay) -> QImage:
    """Return the picture without colours, which are the map's."""
    return image_of(bytes_of(under.pixels[..., :3].mean(axis=2, keepdims=True)))


def place_of(under: Underlay, box: QRectF, zoom: Zoom) -> QRectF:
    """Return where the picture lies under a map that is drawn in ``box``."""
    left, top = box.left() + under.left * zoom.scale, box.top() + under.top * zoom.tall
    return QRectF(left, top, under.width * zoom.scale, under.height * zoom.tall)


def fitted_over(under: Underlay, view: tuple[int, int]) -> Zoom:
    """Return the largest zoom of a map that shows all of the picture below it in a view (height, width)."""
    zoom = fitted((int(np.ceil(under.height)), int(np.ceil(under.width))), view)
    return zoom.moved(-under.left * zoom.scale, -under.top * zoom.tall)


def opacities(colours: Palette) -> Array:
    """Return how opaque each colour of a map is over a picture, uint8 (LEVELS + 1); what is not finite is opaque."""
    strength = np.abs(np.linspace(-1, 1, LEVELS)) if colours.diverging else np.linspace(0, 1, LEVELS)
    shares = np.append(_FAINTEST + (_STRONGEST - _FAINTEST) * np.sqrt(strength), 1.0)
    found: Array = np.rint(shares * 255).astype(np.uint8)
    return found
