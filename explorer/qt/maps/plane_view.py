"""One depth slice at a whole magnification, with the cell that is looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen

from explorer.qt.basics.cells import cell_at, cell_box
from explorer.qt.basics.field_marks import draw_outline
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import STALE_OPACITY, draw_mark, hatch_zeros
from explorer.qt.basics.panels import follow_width
from explorer.qt.basics.theme import MARGIN
from explorer.qt.maps.one_map import OneMap
from explorer.render.paint import paint
from explorer.render.resample import shrunk
from explorer.session.pointed import Cell
from explorer.session.views.view import SlicePart

_HEIGHT = 232
_LEAST_HEIGHT = 28
_LEAST_SIDE = 24.0
_LARGEST_CELL = 64


class PlaneView(OneMap):
    """The selected map, as wide as its panel."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Selected map")
        self._image = QImage()
        follow_width(self)
        look.changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        """Return the size in a panel of usual width."""
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """Return the height of the map in a panel of this width."""
        if self._part is None:
            return _HEIGHT
        high: float = self._part.plane.shape[0] * self._scale(width) / self.devicePixelRatioF()
        return max(_LEAST_HEIGHT, round(high) + 2)

    def _scale(self, width: int) -> float:
        """Return the device pixels of a value in a panel of this width: a whole number, or less than one."""
        assert self._part is not None
        high, wide = self._part.plane.shape
        ratio = self.devicePixelRatioF()
        scale = ratio * min(max(8, width - 2 * MARGIN) / wide, (_HEIGHT - 2) / high, _LARGEST_CELL)
        return int(scale) if scale >= 1 else scale

    def show_slice(self, part: SlicePart | None) -> None:
        """Draw another slice."""
        old, self._part = self._part, part
        if old is None or part is None or old.plane.shape != part.plane.shape:
            self.updateGeometry()
        self._repaint()

    def _repaint(self) -> None:
        if self._part is None:
            self._image = QImage()
        else:
            box = self._box()
            ratio = self.devicePixelRatioF()
            plane = self._part.plane
            smaller = shrunk(plane[None], round(box.height() * ratio), round(box.width() * ratio))
            colours = self._part.legend.colours.palette(self._look.theme.name)
            self._image = image_of(paint(smaller[0], self._part.legend.levels, colours))
        self.update()

    def _box(self) -> QRectF:
        """Return where the map lies: magnified by a whole number where it is small, shrunk where it is large."""
        assert self._part is not None
        height, width = self._part.plane.shape
        scale = self._scale(self.width()) / self.devicePixelRatioF()
        wide, high = max(_LEAST_SIDE, width * scale), max(_LEAST_SIDE, height * scale)
        return QRectF(round((self.width() - wide) / 2), 1, wide, high)

    def resizeEvent(self, event: QEvent) -> None:
        """Fit the map again."""
        self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, its border, its hatch and the mark."""
        if self._part is None:
            return
        painter = QPainter(self)
        box = self._box()
        painter.setOpacity(STALE_OPACITY if self._stale else 1.0)
        painter.drawImage(box, self._image)
        painter.setOpacity(1.0)
        hatch_zeros(painter, self._part.plane, box, self._look.theme)
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self._reached is not None:
            draw_outline(painter, self._reached, box)
        if self._cell is not None:
            draw_mark(painter, cell_box(box, self._part.plane.shape, self._cell.y, self._cell.x))
        painter.end()

    def _cell_at(self, point: QPointF) -> Cell | None:
        at = cell_at(self._box(), self._part.plane.shape, point) if self._part is not None else None
        return None if self._part is None or at is None else Cell(self._part.slice, *at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is under the pointer."""
        self.cell_hovered.emit(self._cell_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was clicked."""
        cell = self._cell_at(event.position())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.cell_clicked.emit(cell)
