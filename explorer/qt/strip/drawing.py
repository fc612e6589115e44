"""Cards with the lines between them as one picture, of which only the cards that look otherwise are painted anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap, QRegion

from explorer.qt.basics.theme import Theme
from explorer.qt.strip.card import Mark, Picture, paint_card, paint_pass
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

    @cached_property
    def lasting(self) -> Face:
        """The same without what a forward pass gives it."""
        card = replace(self.card, milliseconds="", speed="")
        return Face(card, replace(self.mark, stale=False), None)


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
        self.pixels, self._lasting = self._blank(), self._blank()
        self._faces = dict(faces)
        self._paint_lasting(QRegion(place))
        self._paint_passing(QRegion(place))

    def renew(self, faces: Mapping[int, Face]) -> QRegion:
        """Paint the cards whose faces differ from those that they have; return where they lie in the widget."""
        old, self._faces = self._faces, dict(faces)
        changed = [tile for tile, face in faces.items() if face != old.get(tile)]
        lasting = [tile for tile in changed if tile not in old or faces[tile].lasting != old[tile].lasting]
        if lasting:
            self._paint_lasting(self._around(lasting) & self.place)
        if changed:
            self._paint_passing(self._around(changed) & self.place)
        return self._around(changed)

    def _blank(self) -> QPixmap:
        pixels = QPixmap(self.place.size() * self.ground.ratio)
        pixels.setDevicePixelRatio(self.ground.ratio)
        pixels.fill(self.ground.theme.color("surface"))
        return pixels

    def _around(self, tiles: Iterable[int]) -> QRegion:
        """Return the part of the widget that cards may paint on."""
        region = QRegion()
        for tile in tiles:
            region += self.ground.around(tile)
        return region

    def _paint_lasting(self, region: QRegion) -> None:
        """Paint lines and cards in a part of the widget as they are in each forward pass, and nothing beside it."""
        ground = self.ground
        painter = self._begin(self._lasting, region)
        painter.fillRect(self.place, ground.theme.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(ground.offset)
        area = QRectF(region.boundingRect()).translated(-ground.offset)
        paint_edges(painter, ground.theme, ground.geometry, area, ground.selected)
        for tile, face in self._within(region).items():
            paint_card(painter, ground.theme, face.card, ground.geometry.box(tile), face.mark)
        painter.end()

    def _paint_passing(self, region: QRegion) -> None:
        """Paint a part of the widget with what a forward pass gives the cards, and nothing beside it."""
        ground = self.ground
        painter = self._begin(self.pixels, region)
        painter.drawPixmap(self.place.topLeft(), self._lasting)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(ground.offset)
        for tile, face in self._within(region).items():
            paint_pass(painter, ground.theme, face.card, ground.geometry.box(tile), face.mark, face.picture)
        painter.end()

    def _begin(self, pixels: QPixmap, region: QRegion) -> QPainter:
        painter = QPainter(pixels)
        painter.translate(-self.place.topLeft())
        painter.setClipRegion(region)
        return painter

    def _within(self, region: QRegion) -> dict[int, Face]:
        """Return the cards that may paint on a part of the widget."""
        return {tile: face for tile, face in self._faces.items() if region.intersects(self.ground.around(tile))}
