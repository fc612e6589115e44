"""One depth slice over the whole centre, with axes in pixels; the wheel zooms, dragging pans."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPen

from explorer.qt.look import Look
from explorer.qt.marks import LEAST_MARK
from explorer.qt.theme import AMBER, font
from explorer.render.colour import palette
from explorer.render.paint import paint
from explorer.session.state import Cell
from explorer.session.view import SlicePart


class LargeView(pyqtgraph.PlotWidget):
    """The selected map, large.

    Attributes
    ----------
    cell_hovered
        The ``Cell`` under the pointer, or None.
    cell_clicked
        The ``Cell`` that was clicked.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(enableMenu=False)
        self._look = look
        self._part: SlicePart | None = None
        self._cell: Cell | None = None
        self._image = pyqtgraph.ImageItem()
        self._casing, self._mark = (pyqtgraph.QtWidgets.QGraphicsRectItem() for _ in range(2))
        self.setAccessibleName("Selected map, large")
        self.hideButtons()
        self.invertY(True)
        self.setAspectLocked(True)
        for item in (self._image, self._casing, self._mark):
            self.addItem(item)
        self.mark(None)
        self.getViewBox().sigRangeChanged.connect(self._place_mark)
        self.scene().sigMouseMoved.connect(self._move)
        self.scene().sigMouseClicked.connect(self._click)
        look.changed.connect(self._restyle)
        self._restyle()

    def show_slice(self, part: SlicePart) -> None:
        """Draw another slice; the view is reset when its extents differ."""
        if part == self._part:
            return
        same = self._part is not None and self._part.plane.shape == part.plane.shape
        self._part = part
        self._repaint()
        if not same:
            height, width = part.plane.shape
            self.setRange(QRectF(0, 0, width, height), padding=0.02)
            self.setLimits(minXRange=4, minYRange=4, maxXRange=4 * width + 8, maxYRange=4 * height + 8)

    def mark(self, cell: Cell | None) -> None:
        """Box the cell that is looked at."""
        self._cell = cell
        self._place_mark()

    def _place_mark(self) -> None:
        """Draw the box around the cell, at least 10 pixels wide at any zoom."""
        for item in (self._casing, self._mark):
            item.setVisible(self._cell is not None)
            if self._cell is not None:
                side = max(1.0, LEAST_MARK * self.getViewBox().viewPixelSize()[0])
                around = (1 - side) / 2
                item.setRect(QRectF(self._cell.x + around, self._cell.y + around, side, side))

    def _restyle(self) -> None:
        theme = self._look.theme
        self.setBackground(theme.canvas)
        for item, colour, width in ((self._casing, "#000000", 6), (self._mark, AMBER, 2)):
            pen = QPen(pyqtgraph.mkColor(colour), width)
            pen.setCosmetic(True)
            item.setPen(pen)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(theme.strong)
            axis.setTextPen(theme.second)
            axis.setStyle(tickFont=font(11))
        self._repaint()

    def _repaint(self) -> None:
        if self._part is not None:
            colours = palette(self._part.colormap, self._look.theme.name)
            self._image.setImage(paint(self._part.plane, self._part.legend.levels, colours), autoLevels=False)

    def _cell_at(self, point: QPointF) -> Cell | None:
        place = self.getViewBox().mapSceneToView(point)
        if self._part is None:
            return None
        height, width = self._part.plane.shape
        inside = 0 <= place.x() < width and 0 <= place.y() < height
        return Cell(self._part.slice, int(place.y()), int(place.x())) if inside else None

    def _move(self, point: QPointF) -> None:
        self.cell_hovered.emit(self._cell_at(point))

    def _click(self, event: pyqtgraph.GraphicsScene.mouseEvents.MouseClickEvent) -> None:
        cell = self._cell_at(event.scenePos())
        if cell is not None and event.button() is Qt.MouseButton.LeftButton:
            self.cell_clicked.emit(cell)
