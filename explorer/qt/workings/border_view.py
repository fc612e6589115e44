"""The input of a layer with the padding around it, the windows in its corners, and what no window holds."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_at
from explorer.qt.basics.field_marks import hatch_uncovered
from explorer.qt.basics.images import shaded
from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import font
from explorer.render.paint import shades, table
from explorer.session.pointed import Unit
from explorer.session.workings.shapes import Border

_MARGIN, _CAPTION, _LEAST = 8, 18, 64


class BorderView(QWidget):
    """Draws the border of one map; nothing before it is shown one.

    Attributes
    ----------
    hovered
        The ``Unit`` of the map under the pointer, or None.
    """

    hovered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._border: Border | None = None
        self._shades: Array | None = None
        self._image = QImage()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(_LEAST)
        look.changed.connect(self._colour)

    def sizeHint(self) -> QSize:
        """Return a size at which the windows can be told from the map."""
        return QSize(240, _LEAST + _CAPTION)

    def show_border(self, border: Border | None) -> None:
        """Draw another layer's input."""
        if border != self._border:
            self._border = border
            self.setAccessibleName("" if border is None else f"Border of {border.title}")
            self.setToolTip("" if border is None else f"{border.title}: {border.words}")
            self._colour()

    def _colour(self) -> None:
        if self._border is not None:
            palette = self._border.colours.palette(self._look.theme.name)
            self._shades = shades(self._border.plane, self._border.levels, palette)
            self._image = shaded(self._shades, table(palette))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map, the padding and the windows."""
        if self._border is None:
            return
        painter = QPainter(self)
        planes, padded, scale = self._places(self._border)
        painter.drawImage(planes, self._image)
        hatch_uncovered(painter, self._border.uncovered, planes)
        theme = self._look.theme
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("strong"), 1, Qt.PenStyle.DashLine))
        painter.drawRect(padded)
        painter.setPen(QPen(theme.color("strong"), 1))
        painter.drawRect(planes)
        painter.setPen(QPen(theme.color("text"), 1))
        for window in self._windows(self._border, padded, scale):
            painter.drawRect(window)
        painter.setPen(theme.color("second"))
        painter.setFont(font(11))
        caption = QRectF(_MARGIN, self.height() - _CAPTION, self.width() - 2 * _MARGIN, _CAPTION)
        words = f"{self._border.title}: first and last window"
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, round(caption.width()))
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the unit under the pointer."""
        border = self._border
        at = None if border is None else cell_at(self._places(border)[0], border.plane.shape, event.position())
        self.hovered.emit(None if border is None or at is None else Unit(border.value, border.slice, *at))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self.hovered.emit(None)

    def _places(self, border: Border) -> tuple[QRectF, QRectF, float]:
        """Return where the map lies, where its padding ends, and the logical pixels of one value."""
        wide, high = (slide.begin + slide.extent + slide.end for slide in (border.columns, border.rows))
        room = QSize(self.width() - 2 * _MARGIN, self.height() - _MARGIN - _CAPTION)
        scale = max(0.01, min(room.width() / wide, room.height() / high))
        left, top = (self.width() - wide * scale) / 2, _MARGIN + (room.height() - high * scale) / 2
        padded = QRectF(left, top, wide * scale, high * scale)
        corner = QPointF(left + border.columns.begin * scale, top + border.rows.begin * scale)
        planes = QRectF(corner.x(), corner.y(), border.columns.extent * scale, border.rows.extent * scale)
        return planes, padded, scale

    @staticmethod
    def _windows(border: Border, padded: QRectF, scale: float) -> list[QRectF]:
        """Return where the first and the last window lie."""
        rows, columns = border.rows, border.columns
        size = (columns.reach * scale, rows.reach * scale)
        last = ((columns.count - 1) * columns.stride * scale, (rows.count - 1) * rows.stride * scale)
        return [QRectF(padded.left() + x, padded.top() + y, *size) for x, y in ((0.0, 0.0), last)]
