"""The tiles that are seen, with their captions, as one picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPixmap

from explorer.nn.spec import Array
from explorer.qt.basics.bars import Bars
from explorer.qt.basics.images import shaded
from explorer.qt.basics.theme import Theme, font
from explorer.qt.maps.tiles import Tiling
from explorer.render.montage import GROUNDS, Grid, montage_shades, montage_table
from explorer.session.maps.slices import MapsPart

_TO = "\N{HORIZONTAL ELLIPSIS}"
_LEAST_HATCHED = 12
_HATCHES = {"dead": Qt.BrushStyle.BDiagPattern, "constant": Qt.BrushStyle.FDiagPattern}


@dataclass(frozen=True, eq=False)
class MapsPicture:
    """Some rows of the grid, in device pixels.

    Attributes
    ----------
    selected
        The slice whose caption stands out.
    ratio
        Device pixels in a logical one.
    """

    maps: MapsPart
    tiling: Tiling
    rows: range
    theme: Theme
    selected: int
    ratio: float

    @cached_property
    def pixels(self) -> QPixmap:
        """The picture; painted when first asked for."""
        if self.tiling.bars:
            return self._bars()
        pixels = self._compose()
        painter = QPainter(pixels)
        self._hatch(painter)
        if self.tiling.captioned:
            self._caption(painter)
        painter.end()
        return pixels

    @cached_property
    def _slices(self) -> range | tuple[int, ...]:
        tiles = self.tiling.tiles(self.rows)
        return self.maps.slices[tiles.start : tiles.stop]

    @cached_property
    def _grid(self) -> Grid:
        return self.tiling.part(self.rows)

    def _compose(self) -> QPixmap:
        colours = self.maps.legend.colours.palette(self.theme.name)
        shared = self.maps.levels[0] if self.maps.levels[0] is self.maps.levels[-1] else None
        levels = shared or [self.maps.levels[index] for index in self._slices]
        shades = montage_shades(self._planes(), self._grid, levels, colours)
        return QPixmap.fromImage(shaded(shades, montage_table(colours, GROUNDS[self.theme.name])))

    def _bars(self) -> QPixmap:
        """Return the values of a vector as bars, each with its name before and its number behind it."""
        height, width = self._grid.shape
        pixels = QPixmap(width, height)
        pixels.fill(self.theme.color("canvas"))
        values = [float(value) for value in self._planes().reshape(-1)]
        colours, named = self.maps.legend.colours.palette(self.theme.name), bool(self.maps.names)
        bars = Bars(self.maps.levels[self._slices[0]], named, colours, self.theme)
        painter = QPainter(pixels)
        for place, (index, value) in enumerate(zip(self._slices, values, strict=True)):
            words = self.maps.label(index), self.maps.caption(index)
            bars.draw(painter, self._box(place), value, words, self.ratio, selected=index == self.selected)
        painter.end()
        return pixels

    def _planes(self) -> Array:
        """Return the planes that are seen, not larger than their tiles."""
        return self.maps.planes.at(self._slices, self._grid.height, self._grid.width)

    def _box(self, place: int) -> QRectF:
        """Return where the tile lies that is the ``place``-th of those that are seen."""
        y, x = self._grid.origin(place)
        return QRectF(x, y, self._grid.width, self._grid.height)

    def _hatch(self, painter: QPainter) -> None:
        if not self.maps.kinds or min(self._grid.height, self._grid.width) < _LEAST_HATCHED:
            return
        for place, index in enumerate(self._slices):
            if hatch := _HATCHES.get(self.maps.kinds.get(index, "")):
                painter.fillRect(self._box(place), QBrush(self.theme.color("border"), hatch))

    def _caption(self, painter: QPainter) -> None:
        """Write the name of each tile at its left, then the values of all at their right: fonts change seldom."""
        plain, bold, metrics = _fonts(self.ratio)
        raised = (self._grid.caption + 2 * self.ratio - metrics.ascent() + metrics.descent()) / 2
        values: list[tuple[QPointF, str]] = []
        painter.setFont(plain)
        painter.setPen(self.theme.color("text"))
        for place, index in enumerate(self._slices):
            box = self._box(place)
            baseline = round(box.top() - raised)
            name, value, room = self._words(index, box.width(), metrics)
            values.append((QPointF(box.right() - room, baseline), value))
            if index != self.selected:
                painter.drawText(QPointF(box.left(), baseline), name)
                continue
            painter.save()
            painter.setFont(bold)
            painter.setPen(self.theme.color("accent"))
            painter.drawText(QPointF(box.left(), baseline), name)
            painter.restore()
        painter.setPen(self.theme.color("second"))
        for at, value in values:
            painter.drawText(at, value)

    def _words(self, index: int, width: float, metrics: QFontMetricsF) -> tuple[str, str, float]:
        """Return the name of a tile and its values, as far as they fit, and the room that the values take."""
        name, value = self.maps.label(index), self.maps.caption(index)
        taken = metrics.horizontalAdvance(value)
        if self.maps.names:
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width - taken - 6 * self.ratio)
        room = width - _advance(name, self.ratio) - 3 * self.ratio
        if taken <= room:
            return name, value, taken
        shorter = fitting(value, metrics, room)
        return name, shorter, metrics.horizontalAdvance(shorter)


def fitting(caption: str, metrics: QFontMetricsF, room: float) -> str:
    """Return a caption as far as ``room`` pixels allow: whole, closer set, in fewer words, or cut."""
    closer = caption.replace(f" {_TO} ", _TO)
    upper = f"{_TO}{caption.rpartition(f'{_TO} ')[2]}"
    fewer = caption.replace(" everywhere", " all over")
    shorter = (text for text in (caption, closer, fewer, upper) if metrics.horizontalAdvance(text) <= room)
    return next(shorter, metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room))


@lru_cache(4096)
def _advance(name: str, ratio: float) -> float:
    return _fonts(ratio)[2].horizontalAdvance(name)


@cache
def _fonts(ratio: float) -> tuple[QFont, QFont, QFontMetricsF]:
    """Return the fonts of captions, and the measures of the wider one."""
    plain, bold = font(round(11 * ratio)), font(round(11 * ratio), QFont.Weight.DemiBold)
    return plain, bold, QFontMetricsF(bold)
