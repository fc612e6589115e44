"""Captions, rings and marks over the grid of maps, painted by one item."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from explorer.qt.look import Look
from explorer.qt.marks import draw_mark
from explorer.qt.theme import font
from explorer.qt.tiles import Tiling
from explorer.session.state import Cell
from explorer.session.view import MapsPart

_RING = 2
_TO = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True)
class Marks:
    """What is pointed out: the selected tile, the cell under the pointer, the cell that was clicked."""

    selected: int = 0
    hovered: Cell | None = None
    pinned: Cell | None = None

    @property
    def cell(self) -> Cell | None:
        """The cell that is looked at."""
        return self.hovered or self.pinned


def fitting(caption: str, metrics: QFontMetricsF, room: float) -> str:
    """Return a caption as far as ``room`` pixels allow: whole, closer set, without its lower end, or cut."""
    closer = caption.replace(f" {_TO} ", _TO)
    upper = f"{_TO}{caption.rpartition(f'{_TO} ')[2]}"
    shorter = (text for text in (caption, closer, upper) if metrics.horizontalAdvance(text) <= room)
    return next(shorter, metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room))


def _name(maps: MapsPart, tile: int) -> str:
    """Return the index of a tile, and its class where it has one of another name."""
    name = maps.names[tile]
    return name if name == str(tile) else f"{tile} {name}"


class MapsOverlay(pyqtgraph.GraphicsObject):
    """Paints over the tiles that are seen, in device pixels."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tiling: Tiling | None = None
        self._maps: MapsPart | None = None
        self._shown = range(0)
        self._ratio = 1.0
        self._marks = Marks()

    def show_tiles(self, tiling: Tiling, maps: MapsPart, shown: range, ratio: float) -> None:
        """Caption the tiles in ``shown``; ``ratio`` device pixels make a logical one."""
        self.prepareGeometryChange()
        self._tiling, self._maps, self._shown, self._ratio = tiling, maps, shown, ratio
        self.update()

    def show_marks(self, marks: Marks) -> None:
        """Ring and box what is pointed out."""
        self._marks = marks
        self.update()

    def clear(self) -> None:
        """Paint nothing."""
        self.prepareGeometryChange()
        self._tiling = self._maps = None
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole grid."""
        if self._tiling is None:
            return QRectF()
        height, width = self._tiling.grid.shape
        return QRectF(0, 0, width, height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem | None, widget: QWidget | None = None) -> None:
        """Paint captions, hatches, rings and boxes."""
        if self._tiling is None or self._maps is None:
            return
        for tile in self._shown:
            if tile in self._maps.dead and self._tiling.captioned:
                painter.fillRect(self._tile(tile), QBrush(self._look.theme.color("border"), Qt.BrushStyle.BDiagPattern))
        if self._tiling.captioned:
            self._caption(painter, self._maps)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._marks.hovered is not None and self._marks.hovered.slice in self._shown:
            line = round(self._ratio)
            outside = self._tile(self._marks.hovered.slice).adjusted(-line / 2, -line / 2, line / 2, line / 2)
            painter.setPen(QPen(self._look.theme.color("text"), line))
            painter.drawRect(outside)
        if self._marks.selected in self._shown:
            self._ring(painter)
        self._box_cells(painter)

    def _tile(self, tile: int) -> QRectF:
        assert self._tiling is not None
        top, left = self._tiling.grid.origin(tile)
        return QRectF(left, top, self._tiling.grid.width, self._tiling.grid.height)

    def _caption(self, painter: QPainter, maps: MapsPart) -> None:
        theme = self._look.theme
        plain = font(round(11 * self._ratio))
        bold = font(round(11 * self._ratio), QFont.Weight.DemiBold)
        metrics = QFontMetricsF(bold)
        assert self._tiling is not None
        height = self._tiling.grid.caption
        for tile in self._shown:
            data = self._tile(tile)
            place = QRectF(data.left(), data.top() - height, data.width(), height - 2 * self._ratio)
            selected = tile == self._marks.selected
            painter.setPen(theme.color("accent" if selected else "text"))
            painter.setFont(bold if selected else plain)
            spare = place.width() - metrics.horizontalAdvance(maps.captions[tile]) - 6 * self._ratio
            index = (
                metrics.elidedText(_name(maps, tile), Qt.TextElideMode.ElideRight, spare) if maps.names else str(tile)
            )
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), index)
            room = place.width() - metrics.horizontalAdvance(index) - 3 * self._ratio
            text = fitting(maps.captions[tile], metrics, room)
            painter.setPen(theme.color("second"))
            painter.setFont(plain)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)

    def _ring(self, painter: QPainter) -> None:
        assert self._tiling is not None
        width = _RING * self._ratio
        away = 1.5 * width + 1 if self._tiling.captioned else width / 2
        box = self._tile(self._marks.selected).adjusted(-away, -away, away, away)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if not self._tiling.captioned:
            painter.setPen(QPen(self._look.theme.color("surface"), 3 * width))
            painter.drawRoundedRect(box, 2, 2)
        painter.setPen(QPen(QColor(self._look.theme.accent), width))
        painter.drawRoundedRect(box, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _box_cells(self, painter: QPainter) -> None:
        """Box the cell that is looked at in its own tile and in the selected one."""
        cell = self._marks.cell
        if cell is None or self._tiling is None or not self._tiling.captioned:
            return
        for tile in {cell.slice, self._marks.selected} & set(self._shown):
            left, top, width, height = self._tiling.cell_box(Cell(tile, cell.y, cell.x))
            draw_mark(painter, QRectF(left, top, width, height), self._ratio)
