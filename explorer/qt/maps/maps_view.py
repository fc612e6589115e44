"""All depth slices of a layer in one picture."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QWidget

from explorer.qt.basics.focus import FocusRing
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import STALE_OPACITY
from explorer.qt.maps.maps_overlay import MapsOverlay, Marks
from explorer.qt.maps.maps_picture import MapsPicture
from explorer.qt.maps.tiles import Tiling, tiling
from explorer.session.maps.slices import MapsPart
from explorer.session.pointed import Cell


class MapsView(QWidget):
    """A scrolling grid; only the rows that are seen are painted, and only once.

    Attributes
    ----------
    cell_hovered
        The ``Cell`` under the pointer, or None.
    cell_clicked
        The ``Cell`` that was clicked.
    cell_double_clicked
        The ``Cell`` that is to be seen large.
    menu_asked
        The depth slice that a menu is asked for, or None for the selected one, and where on the screen.
    columns_changed
        Tiles in a row, when the layout has changed.
    tiles_seen
        The places that are painted, and height and width of a tile in device pixels.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    cell_double_clicked = Signal(object)
    menu_asked = Signal(object, QPoint)
    columns_changed = Signal(int)
    tiles_seen = Signal(object, int, int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._maps: MapsPart | None = None
        self._tiling: Tiling | None = None
        self._picture: MapsPicture | None = None
        self._tile = 96
        self._marks = Marks()
        self._stale = False
        self._canvas = _Canvas(self)
        self._canvas.setAccessibleName("Activation maps of the layer")
        FocusRing(look, self._canvas)
        self._bar = QScrollBar(Qt.Orientation.Vertical)
        self._bar.valueChanged.connect(self._canvas.update)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._canvas, 1)
        row.addWidget(self._bar)
        self.setFocusProxy(self._canvas)
        look.changed.connect(self._repaint)

    def show_maps(self, maps: MapsPart | None, tile: int) -> None:
        """Draw the maps of a layer with tiles at least ``tile`` logical pixels wide."""
        if maps == self._maps and tile == self._tile:
            return
        old, self._maps, self._tile = self._maps, maps, tile
        self.lay_out()
        if old is None or maps is None or (maps.value, maps.order) != (old.value, old.order):
            self._bar.setValue(0)
        elif maps.slices != old.slices:
            self._reveal()

    def mark(self, marks: Marks) -> None:
        """Ring the selected tile, outline the hovered one, box what is looked at."""
        if marks == self._marks:
            return
        moved = marks.selected != self._marks.selected
        self._marks = marks
        self._canvas.update()
        if moved:
            self._reveal()

    def show_stale(self, stale: bool) -> None:
        """Tint the maps while newer ones are computed."""
        if stale != self._stale:
            self._stale = stale
            self._canvas.update()

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell at a point of the canvas."""
        if self._maps is None or self._tiling is None:
            return None
        ratio = self._ratio
        cell = self._tiling.cell_at(point.y() * ratio + self._bar.value(), point.x() * ratio)
        return cell and Cell(self._maps.slices[cell.slice], cell.y, cell.x)

    def scroll_by(self, pixels: float) -> None:
        """Move the grid up by device pixels."""
        self._bar.setValue(self._bar.value() + round(pixels))

    def lay_out(self) -> None:
        """Arrange the tiles for the size of the canvas."""
        self._repaint()
        if self._maps is None or self._canvas.width() < 8:
            self._tiling = None
            self._bar.hide()
            return
        depth, *plane = self._maps.volume.shape
        height, width = self._area()
        shape = (min(depth, len(self._maps.slices)), *plane)
        self._tiling = tiling(shape, (height, width), self._tile, self._ratio)
        beyond = max(0, self._tiling.grid.shape[0] - height)
        self._bar.setRange(0, beyond)
        self._bar.setPageStep(height)
        self._bar.setSingleStep(self._tiling.pitch // 2)
        self._bar.setVisible(beyond > 0)
        self.columns_changed.emit(self._tiling.grid.columns)

    def paint(self, painter: QPainter) -> None:
        """Paint what is seen of the grid."""
        painter.fillRect(self._canvas.rect(), self._look.theme.color("canvas"))
        if self._maps is None or self._tiling is None:
            return
        painter.scale(1 / self._ratio, 1 / self._ratio)
        painter.translate(0, -self._bar.value())
        picture = self._seen(self._maps, self._tiling)
        painter.setOpacity(STALE_OPACITY if self._stale else 1.0)
        painter.drawPixmap(0, picture.rows.start * self._tiling.pitch, picture.pixels)
        painter.setOpacity(1.0)
        MapsOverlay(self._tiling, self._maps.slices, self._maps.edited, self._look.theme, self._ratio).paint(
            painter, self._marks, self._tiling.tiles(picture.rows)
        )

    def _seen(self, maps: MapsPart, tiled: Tiling) -> MapsPicture:
        """Return the picture of the rows that are seen; the last one where it still holds."""
        rows, selected = tiled.rows(self._bar.value(), self._area()[0]), self._marks.selected
        last = self._picture
        if last is None or last.rows != rows or (not tiled.dense and last.selected != selected):
            self._picture = MapsPicture(maps, tiled, rows, self._look.theme, selected, self._ratio)
            self.tiles_seen.emit(tiled.tiles(rows), tiled.grid.height, tiled.grid.width)
        assert self._picture is not None
        return self._picture

    @property
    def _ratio(self) -> float:
        return self._canvas.devicePixelRatioF()

    def _area(self) -> tuple[int, int]:
        return round(self._canvas.height() * self._ratio), round(self._canvas.width() * self._ratio)

    def _repaint(self) -> None:
        self._picture = None
        self._canvas.update()

    def _reveal(self) -> None:
        """Scroll so that the selected tile is seen whole."""
        if self._maps is None or self._tiling is None or self._marks.selected not in self._maps.slices:
            return
        grid = self._tiling.grid
        top, _ = grid.origin(self._maps.slices.index(self._marks.selected))
        slack = grid.caption + grid.gap
        lowest = top + grid.height + slack - self._area()[0]
        self._bar.setValue(max(lowest, min(self._bar.value(), top - slack)))


class _Canvas(QWidget):
    """Paints the grid and turns the pointer's movements into cells."""

    def __init__(self, view: MapsView) -> None:
        super().__init__()
        self._view = view
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grid."""
        painter = QPainter(self)
        self._view.paint(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out again."""
        self._view.lay_out()

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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell which cell is to be seen large."""
        cell = self._view.cell_at(event.position())
        if cell is not None:
            self._view.cell_double_clicked.emit(cell)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the map under the pointer, or of the selected one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        cell = None if by_key else self._view.cell_at(QPointF(event.pos()))
        self._view.menu_asked.emit(None if cell is None else cell.slice, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        pixels = event.pixelDelta().y() or event.angleDelta().y()
        self._view.scroll_by(-pixels * self.devicePixelRatioF())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the shortcuts of the window."""
        event.ignore()
