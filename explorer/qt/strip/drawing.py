"""Cards with the lines between them as one picture, of which only the cards that look otherwise are painted anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from explorer.qt.basics.theme import Theme
from explorer.qt.strip.card import Mark, Picture, paint_card
from explorer.qt.strip.edges import paint_edges
from explorer.qt.strip.geometry import Geometry
from explorer.session.strip.card import Card

_AROUND = 6
"""How far rings and the cards below a folded one reach beyond the box of a card."""


@dataclass(frozen=True)
class Ground:
    """What all of a drawing depends on.

    Attributes
    ----------
    selected
        The card whose lines stand out.
    offset
        Where the geometry begins in the widget.
    ratio
        Device pixels in a logical one.
    """

    theme: Theme
    geometry: Geometry
    selected: int | None
    offset: QPointF
    ratio: float

    def around(self, tile: int) -> QRect:
        """Return the part of the widget that a card may paint on."""
        box = self.geometry.box(tile).translated(self.offset)
        return box.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND).toAlignedRect()


@dataclass(frozen=True)
class Face:
    """How one card looks."""

    card: Card
    mark: Mark
    picture: Picture | None


class Drawing:
    """Lines and cards in a part of the widget.

    Attributes
    ----------
    ground
        What it is drawn on.
    place
        Which part.
    pixels
        The picture.
    """

    def __init__(self, ground: Ground, place: QRect, faces: Mapping[int, Face]) -> None:
        self.ground = ground
        self.place = place
        self.pixels = QPixmap(place.size() * ground.ratio)
        self.pixels.setDevicePixelRatio(ground.ratio)
        self._faces = dict(faces)
        self._paint(QRegion(place))

    def renew(self, faces: Mapping[int, Face]) -> QRegion:
        """Paint the cards whose faces differ from those that they have; return where they lie in the widget."""
        changed = QRegion()
        for tile, face in faces.items():
            if face != self._faces.get(tile):
                changed += self.ground.around(tile)
        self._faces = dict(faces)
        if not changed.isEmpty():
            self._paint(changed.intersected(self.place))
        return changed

    def _paint(self, region: QRegion) -> None:
        """Paint a part of the widget, and nothing beside it."""
        ground, corner = self.ground, self.place.topLeft()
        painter = QPainter(self.pixels)
        painter.translate(-corner)
        painter.setClipRegion(region)
        painter.fillRect(self.place, ground.theme.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(ground.offset)
        area = QRectF(region.boundingRect()).translated(-ground.offset)
        paint_edges(painter, ground.theme, ground.geometry, area, ground.selected)
        for tile, face in self._faces.items():
            if region.intersects(ground.around(tile)):
                paint_card(painter, ground.theme, face.card, ground.geometry.box(tile), face.mark, face.picture)
        painter.end()
