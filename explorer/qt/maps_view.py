"""All depth slices of a layer in one picture."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from explorer.qt.look import Look
from explorer.qt.maps_overlay import MapsOverlay, Marks
from explorer.qt.tiles import Tiling, tiling
from explorer.render.colour import palette
from explorer.render.montage import GROUNDS, compose
from explorer.session.state import Cell
from explorer.session.view import MapsPart

_STALE_OPACITY = 0.6


class MapsView(QWidget):
    """A scrolling grid; only the rows that are seen are painted.

    Attributes
    ----------
    cell_hovered
        The ``Cell`` under the pointer, or None.
    cell_clicked
        The ``Cell`` that was clicked.
    cell_double_clicked
        The ``Cell`` that is to be seen large.
    columns_changed
        Tiles in a row, when the layout has changed.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_double_clicked = Signal(object)
    columns_changed = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._maps: MapsPart | None = None
        self._tiling: Tiling | None = None
        self._tile = 96
        self._marks = Marks()
        self._canvas = _Canvas(self)
        self._canvas.setAccessibleName("Activation maps of the layer")
        self._image = pyqtgraph.ImageItem()
        self._overlay = MapsOverlay(look)
        self._box = pyqtgraph.ViewBox(invertY=True, enableMenu=False, enableMouse=False, defaultPadding=0)
        self._canvas.setCentralItem(self._box)
        self._box.addItem(self._image)
        self._box.addItem(self._overlay)
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        self._bar.valueChanged.connect(self._paint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._canvas, 1)
        row.addWidget(self._bar)
        self.setFocusProxy(self._canvas)
        look.changed.connect(self._restyle)
        self._restyle()

    def show_maps(self, maps: MapsPart | None, tile: int) -> None:
        """Draw the maps of a layer with tiles at least ``tile`` logical pixels wide."""
        if maps == self._maps and tile == self._tile:
            return
        other = self._maps is None or maps is None or maps.value != self._maps.value
        self._maps, self._tile = maps, tile
        if other:
            self._bar.setValue(0)
        self._lay_out()

    def mark(self, selected: int, hovered: Cell | None, pinned: Cell | None) -> None:
        """Ring the selected tile, outline the hovered one, box the cell that is looked at."""
        moved = selected != self._marks.selected
        self._marks = Marks(selected, hovered, pinned)
        self._overlay.show_marks(self._marks)
        if moved:
            self._reveal()

    def show_stale(self, stale: bool) -> None:
        """Tint the maps while newer ones are computed."""
        self._image.setOpacity(_STALE_OPACITY if stale else 1.0)

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell at a point of the canvas."""
        if self._tiling is None:
            return None
        ratio = self._canvas.devicePixelRatioF()
        return self._tiling.cell_at(point.y() * ratio + self._bar.value(), point.x() * ratio)

    def scroll_by(self, pixels: float) -> None:
        """Move the grid up by device pixels."""
        self._bar.setValue(self._bar.value() + round(pixels))

    def lay_out_again(self) -> None:
        """Follow a new size of the canvas."""
        self._lay_out()

    def _restyle(self) -> None:
        self._canvas.setBackground(self._look.theme.canvas)
        self._paint()

    def _area(self) -> tuple[int, int]:
        ratio = self._canvas.devicePixelRatioF()
        return round(self._canvas.height() * ratio), round(self._canvas.width() * ratio)

    def _lay_out(self) -> None:
        if self._maps is None or self._canvas.width() < 8:
            self._tiling = None
            self._bar.hide()
            self._image.clear()
            self._overlay.clear()
            return
        self._tiling = tiling(self._maps.volume.shape, self._area(), self._tile, self._canvas.devicePixelRatioF())
        beyond = max(0, self._tiling.grid.shape[0] - self._area()[0])
        self._bar.setRange(0, beyond)
        self._bar.setPageStep(self._area()[0])
        self._bar.setSingleStep(self._tiling.pitch // 2)
        self._bar.setVisible(beyond > 0)
        self.columns_changed.emit(self._tiling.grid.columns)
        self._paint()

    def _paint(self) -> None:
        if self._maps is None or self._tiling is None:
            return
        height, width = self._area()
        top = self._bar.value()
        rows = self._tiling.rows(top, height)
        shown = self._tiling.tiles(rows)
        name = self._look.theme.name
        pixels = compose(
            self._maps.volume[shown.start : shown.stop],
            self._tiling.part(rows),
            self._maps.levels[shown.start : shown.stop],
            palette(self._maps.colormap, name),
            GROUNDS[name],
        )
        self._image.setImage(pixels, autoLevels=False)
        self._image.setPos(0, rows.start * self._tiling.pitch)
        self._box.setRange(QRectF(0, top, width, height), padding=0, disableAutoRange=True)
        self._overlay.show_tiles(self._tiling, self._maps, shown, self._canvas.devicePixelRatioF())
        self._overlay.show_marks(self._marks)

    def _reveal(self) -> None:
        """Scroll so that the selected tile is seen whole."""
        if self._tiling is None or self._marks.selected >= self._tiling.grid.count:
            return
        top, _ = self._tiling.grid.origin(self._marks.selected)
        slack = self._tiling.grid.caption + self._tiling.grid.gap
        lowest = top + self._tiling.grid.height + slack - self._area()[0]
        self._bar.setValue(max(lowest, min(self._bar.value(), top - slack)))


class _Canvas(pyqtgraph.GraphicsView):
    """Turns the pointer's movements into cells; the scene's own handling would only cost time."""

    def __init__(self, view: MapsView) -> None:
        super().__init__()
        self._view = view
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay the tiles out again; pyqtgraph calls this once without an event, before the view is whole."""
        super().resizeEvent(event)
        if event is not None:
            self._view.lay_out_again()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is under the pointer."""
        self._view.cell_hovered.emit(self._view.cell_at(event.position()))

    def leaveEvent(self, event: object) -> None:
        """Tell that no cell is under the pointer."""
        self._view.cell_hovered.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was clicked."""
        cell = self._view.cell_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and cell is not None:
            self._view.cell_clicked.emit(cell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing is dragged here."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is to be seen large."""
        cell = self._view.cell_at(event.position())
        if cell is not None:
            self._view.cell_double_clicked.emit(cell)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        pixels = event.pixelDelta().y() or event.angleDelta().y()
        self._view.scroll_by(-pixels * self.devicePixelRatioF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the shortcuts of the window."""
        event.ignore()
