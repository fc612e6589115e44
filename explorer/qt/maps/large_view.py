"""One depth slice over the whole centre; the wheel zooms, dragging moves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from explorer.nn.spec import Shape
from explorer.qt.basics.field_marks import draw_outline
from explorer.qt.basics.focus import FocusRing
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import STALE_OPACITY, draw_mark
from explorer.qt.basics.theme import font
from explorer.qt.maps.one_map import OneMap
from explorer.qt.maps.plane_picture import PlanePicture
from explorer.qt.maps.underlay import fitted_over
from explorer.qt.maps.zoom import Zoom, fitted
from explorer.session.pointed import Cell
from explorer.session.views.view import SlicePart

_LEFT, _BELOW, _AROUND = 48, 36, 12
_NOTCH = 120


class LargeView(OneMap):
    """The selected map, large: whole magnifications only, so that every value is drawn alike."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "Selected map, large")
        self._extents: Shape = ()
        self._zoom: Zoom | None = None
        self._picture: PlanePicture | None = None
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        FocusRing(look, self)
        look.changed.connect(self._repaint)

    def show_slice(self, part: SlicePart | None) -> None:
        """Draw another slice; it is fitted again when its extents differ. None lets go of the memory of the last."""
        if part == self._part:
            return
        if part is not None and (part.plane.shape != self._extents or _over(part) != _over(self._part)):
            self._zoom, self._extents = None, part.plane.shape
        self._part = part
        self._repaint()

    def zoom_by(self, steps: int, about: QPointF | None = None) -> None:
        """Magnify, about a point of the view or about its middle."""
        if (picture := self._drawn()) is not None:
            about = QPointF(self.rect().center()) if about is None else about
            x, y = self._in_area(about)
            self._turn(picture.zoom.about(x, y, steps))

    def fit(self) -> None:
        """Show the whole map."""
        self._zoom = None
        self._repaint()

    def cell_at(self, point: QPointF) -> Cell | None:
        """Return the cell at a point of the view."""
        picture = self._drawn()
        if self._part is None or picture is None or not picture.area.contains((point * self._ratio).toPoint()):
            return None
        row, column = picture.zoom.at(*self._in_area(point))
        height, width = self._part.plane.shape
        inside = 0 <= row < height and 0 <= column < width
        return Cell(self._part.slice, int(row), int(column)) if inside else None

    @property
    def _ratio(self) -> float:
        return self.devicePixelRatioF()

    def _area(self) -> QRect:
        """Return where the plane is seen, in device pixels."""
        left, below, around = (round(n * self._ratio) for n in (_LEFT, _BELOW, _AROUND))
        wide, high = round(self.width() * self._ratio), round(self.height() * self._ratio)
        return QRect(left, around, max(1, wide - left - around), max(1, high - below - around))

    def _in_area(self, point: QPointF) -> tuple[float, float]:
        area = self._area()
        return point.x() * self._ratio - area.left(), point.y() * self._ratio - area.top()

    def _drawn(self) -> PlanePicture | None:
        """Return the map as it is drawn."""
        part, area = self._part, self._area()
        if part is not None and self._picture is None:
            high, wide = part.plane.shape
            view = area.height(), area.width()
            fit = fitted((high, wide), view) if part.under is None else fitted_over(part.under, view)
            self._zoom = fit if self._zoom is None else self._zoom.within((high, wide), view)
            theme, legend = self._look.theme, part.legend
            self._picture = PlanePicture(
                part.plane,
                legend.levels,
                legend.colours.palette(theme.name),
                theme,
                self._zoom,
                area,
                self._ratio,
                part.under,
            )
        return self._picture

    def _turn(self, zoom: Zoom) -> None:
        self._zoom = zoom
        self._repaint()

    def _repaint(self) -> None:
        self._picture = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, its rulers, the mark and the magnification."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.theme.color("canvas"))
        if (picture := self._drawn()) is not None:
            painter.scale(1 / self._ratio, 1 / self._ratio)
            painter.setClipRect(picture.area.adjusted(-1, -1, 1, 1))
            painter.setOpacity(STALE_OPACITY if self._stale else 1.0)
            picture.draw(painter)
            painter.setOpacity(1.0)
            self._mark(painter, picture)
            painter.setClipping(False)
            picture.draw_rulers(painter)
            self._tell_zoom(painter, picture)
        painter.end()

    def _mark(self, painter: QPainter, picture: PlanePicture) -> None:
        zoom, box = picture.zoom, picture.box
        if self._cell is not None:
            left, top = box.left() + self._cell.x * zoom.scale, box.top() + self._cell.y * zoom.tall
            draw_mark(painter, QRectF(left, top, zoom.scale, zoom.tall), self._ratio)
        if self._reached is not None:
            draw_outline(painter, self._reached, box, self._ratio)

    def _tell_zoom(self, painter: QPainter, picture: PlanePicture) -> None:
        scale = picture.zoom.scale
        text = f"{scale:g} pixels a value" if scale > 1 else f"{1 / scale:g} values a pixel" if scale < 1 else "1 : 1"
        painter.setFont(font(round(11 * self._ratio)))
        painter.setPen(self._look.theme.color("third"))
        room = QRectF(0, 0, self.width() * self._ratio - _AROUND * self._ratio, self.height() * self._ratio)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the map again."""
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Magnify about the pointer."""
        turned = event.angleDelta().y()
        self.zoom_by(round(turned / _NOTCH) or (turned > 0) - (turned < 0), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or to click."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the map while the button is down, else tell the cell under the pointer."""
        if self._pressed is None:
            self.cell_hovered.emit(self.cell_at(event.position()))
            return
        way = event.position() - self._pressed
        if self._dragged or way.manhattanLength() >= QApplication.startDragDistance():
            if (picture := self._drawn()) is not None:
                self._turn(picture.zoom.moved(way.x() * self._ratio, way.y() * self._ratio))
            self._pressed, self._dragged = event.position(), True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which cell was clicked, unless the map was dragged."""
        cell = self.cell_at(event.position())
        clicked = self._pressed is not None and not self._dragged
        self._pressed = None
        self.unsetCursor()
        if clicked and cell is not None:
            self.cell_clicked.emit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the shortcuts of the window."""
        event.ignore()


def _over(part: SlicePart | None) -> bool:
    """Return whether a slice is laid over the picture."""
    return part is not None and part.under is not None
