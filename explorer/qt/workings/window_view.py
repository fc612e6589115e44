"""Where the window of a unit lies on a map of the input, padding included."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_at
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import draw_mark
from explorer.qt.basics.theme import font
from explorer.render.paint import paint
from explorer.render.resample import shrunk
from explorer.session.pointed import Unit
from explorer.session.views.worked import Window

_LEAST, _CAPTION = 104, 20


class WindowView(QWidget):
    """A map with a box in amber.

    Attributes
    ----------
    hovered
        The ``Unit`` of the map under the pointer, or None.
    """

    hovered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._window: Window | None = None
        self.setMouseTracking(True)
        self.setFixedWidth(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Window over the input")
        look.changed.connect(self.update)

    def show_window(self, window: Window | None) -> None:
        """Draw another window; None for no window."""
        self._window = window
        self.setToolTip(_words(window) if window is not None else "")
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return the size of a small map."""
        return QSize(_LEAST, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the map with its padding, and the window."""
        if (window := self._window) is None:
            return
        painter = QPainter(self)
        theme = self._look.theme
        painter.setFont(font(11))
        painter.setPen(theme.color("second"))
        title = painter.fontMetrics().elidedText(window.title, Qt.TextElideMode.ElideMiddle, self.width() - 4)
        painter.drawText(QRectF(0, 0, self.width(), _CAPTION), int(Qt.AlignmentFlag.AlignVCenter), title)
        whole, plane, scale = self._places(window)
        if whole != plane:
            painter.fillRect(whole, theme.color("canvas"))
            painter.fillRect(whole, QBrush(theme.color("strong"), Qt.BrushStyle.BDiagPattern))
        painter.drawImage(plane, image_of(self._colours(window, plane)))
        rows, columns = window.rows, window.columns
        box = QRectF(
            plane.left() + min(columns) * scale,
            plane.top() + min(rows) * scale,
            (max(columns) - min(columns) + 1) * scale,
            (max(rows) - min(rows) + 1) * scale,
        )
        draw_mark(painter, box)
        painter.setPen(theme.color("second"))
        below = QRectF(0, whole.bottom() + 2, self.width(), _CAPTION)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), _stride(window))
        painter.end()

    def _places(self, window: Window) -> tuple[QRectF, QRectF, float]:
        """Return where the map lies with its padding, and without it, and the logical pixels of one value."""
        top, left, bottom, right = _frame(window)
        room = QRectF(2, _CAPTION + 2, self.width() - 4, self.height() - 2 * _CAPTION - 8)
        scale = min(room.width() / (right - left), room.height() / (bottom - top))
        height, width = window.plane.shape
        plane = QRectF(room.left() - left * scale, room.top() - top * scale, width * scale, height * scale)
        return QRectF(room.left(), room.top(), (right - left) * scale, (bottom - top) * scale), plane, scale

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the unit under the pointer."""
        window = self._window
        at = None if window is None else cell_at(self._places(window)[1], window.plane.shape, event.position())
        self.hovered.emit(None if window is None or at is None else Unit(*window.source, *at))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self.hovered.emit(None)

    def _colours(self, window: Window, plane: QRectF) -> Array:
        height, width = window.plane.shape
        ratio = self.devicePixelRatioF()
        high, wide = (max(1, round(n * ratio)) for n in (plane.height(), plane.width()))
        smaller = shrunk(window.plane[None], min(height, high), min(width, wide))[0]
        return paint(smaller, window.levels, window.colours.palette(self._look.theme.name))


def _frame(window: Window) -> tuple[int, int, int, int]:
    """Return top, left, bottom and right of the map together with the window."""
    height, width = window.plane.shape
    rows, columns = window.rows, window.columns
    return min(0, *rows), min(0, *columns), max(height, *(n + 1 for n in rows)), max(width, *(n + 1 for n in columns))


def _stride(window: Window) -> str:
    if window.stride is None:
        return ""
    down, across = window.stride
    return f"stride {down}" if down == across else f"stride {down} down, {across} across"


def _words(window: Window) -> str:
    rows, columns = window.rows, window.columns
    place = f"rows {min(rows)} to {max(rows)}, columns {min(columns)} to {max(columns)}"
    moves = f"; the next unit's window is {_stride(window).removeprefix('stride ')} on" if window.stride else ""
    return "\n".join(filter(None, (f"{window.title}: {place}{moves}", window.why.capitalize())))
