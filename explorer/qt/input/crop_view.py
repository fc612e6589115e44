"""The picture with the box that the net looks at, moved and resized by hand."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication, QToolTip

from explorer.nn.spec import Array
from explorer.qt.basics.look import Look
from explorer.qt.input.photo_view import PhotoView
from explorer.sources.crop import GRIPS, Framing, Grip

_TIP = (
    "The part of the picture that the net sees.\n"
    "Drag it, or pull at its edges and corners; with the keyboard, arrows move it, + and \N{MINUS SIGN} resize it.\n"
    "A double click, or Home, resets it."
)
_PIXEL_TIP = "A click shows what this pixel reaches in the maps"

_REACH = 8
_BRACKET, _LINE, _CASING = 10, 2, 4
_FAST, _LARGER = 10, 1.1

_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_SCALES = {
    Qt.Key.Key_Plus: _LARGER,
    Qt.Key.Key_Equal: _LARGER,
    Qt.Key.Key_Minus: 1 / _LARGER,
    Qt.Key.Key_Underscore: 1 / _LARGER,
}
_CURSORS = {
    Grip(-1, -1): Qt.CursorShape.SizeFDiagCursor,
    Grip(1, 1): Qt.CursorShape.SizeFDiagCursor,
    Grip(-1, 1): Qt.CursorShape.SizeBDiagCursor,
    Grip(1, -1): Qt.CursorShape.SizeBDiagCursor,
    Grip(-1, 0): Qt.CursorShape.SizeVerCursor,
    Grip(1, 0): Qt.CursorShape.SizeVerCursor,
    Grip(0, -1): Qt.CursorShape.SizeHorCursor,
    Grip(0, 1): Qt.CursorShape.SizeHorCursor,
    Grip(0, 0): Qt.CursorShape.SizeAllCursor,
}
_INSIDE = Grip(0, 0)


@dataclass(frozen=True)
class _Hold:
    """What is dragged: the grip, the framing as it was taken, and the place where that was, in view and picture."""

    grip: Grip
    framing: Framing
    point: QPointF
    y: float
    x: float


class CropView(PhotoView):
    """A picture whose part can be chosen.

    Attributes
    ----------
    crop_chosen
        The ``Box`` that the net is to see, in pixels of the picture; None for what the fit chooses.
    """

    crop_chosen = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._held: _Hold | None = None
        self._fixed = False
        self._dragged = False
        self._pointed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(_TIP)
        self.setAccessibleDescription(f"{_TIP} {_PIXEL_TIP}.".replace("\n", " "))

    def show_pixels(self, pixels: Array, name: str, framing: Framing | None = None, *, fixed: bool = False) -> None:
        """Draw another picture, or another part of it, which cannot be changed if it is ``fixed``."""
        if pixels is not self._pixels or fixed or not _alike(framing, self._framing):
            self._held = None
        self._fixed = fixed
        super().show_pixels(pixels, name, framing)

    @property
    def _takable(self) -> Framing | None:
        """The box, where it can be moved."""
        return None if self._fixed else self._framing

    def event(self, event: QEvent) -> bool:
        """Claim the keys that move the box before the window's shortcuts have them; explain what is pointed at."""
        if isinstance(event, QHelpEvent):
            held = self._grip_at(QPointF(event.pos())) not in (None, _INSIDE)
            QToolTip.showText(event.globalPos(), _TIP if held else _PIXEL_TIP, self)
            return True
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize or reset the box."""
        framing = self._takable
        if framing is None or not self._is_mine(event):
            event.ignore()
            return
        key = Qt.Key(event.key())
        if key in _STEPS:
            many = _FAST if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            down, across = _STEPS[key]
            self.crop_chosen.emit(framing.moved(many * down, many * across))
        elif key in _SCALES:
            self.crop_chosen.emit(framing.scaled(_SCALES[key]))
        else:
            self.crop_chosen.emit(None)

    def _is_mine(self, event: QKeyEvent) -> bool:
        other = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return not other and (event.key() in _STEPS or event.key() in _SCALES or event.key() == Qt.Key.Key_Home)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the box, an edge or a corner."""
        grip = self._grip_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and grip is not None and self._takable is not None:
            self._held = _Hold(grip, self._takable, event.position(), *self._in_picture(event.position()))
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is taken, or show what could be."""
        if self._held is None:
            grip = self._grip_at(event.position())
            self.setCursor(Qt.CursorShape.CrossCursor if grip is None else _CURSORS[grip])
            super().mouseMoveEvent(event)
            return
        way = event.position() - self._held.point
        self._dragged = self._dragged or way.manhattanLength() >= QApplication.startDragDistance()
        if not self._dragged:
            return
        grip, framing = self._held.grip, self._held.framing
        y, x = self._in_picture(event.position())
        if grip == _INSIDE:
            self.crop_chosen.emit(framing.moved(y - self._held.y, x - self._held.x))
        else:
            self.crop_chosen.emit(framing.resized(grip, y, x))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; what was pressed and not dragged is a pixel that is picked."""
        dragged = self._held is not None and self._dragged
        self._held = None
        if not dragged:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the net see again what the fit chooses."""
        self._held = None
        if self._takable is not None:
            self.crop_chosen.emit(None)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what can be taken."""
        self._pointed = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show only the corners."""
        self._pointed = False
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show what can be taken."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show only the corners."""
        self.update()

    def _grip_at(self, point: QPointF) -> Grip | None:
        """Return what is under the pointer: an edge before the inside, which cannot be moved where it fills all."""
        if (framing := self._takable) is None:
            return None
        seen = self._in_view(framing.box)
        if not seen.adjusted(-_REACH, -_REACH, _REACH, _REACH).contains(point):
            return None
        reach = min(_REACH, seen.width() / 3, seen.height() / 3)
        grip = Grip(
            _side(point.y(), seen.top(), seen.bottom(), reach), _side(point.x(), seen.left(), seen.right(), reach)
        )
        return None if grip == _INSIDE and framing.box == framing.bounds else grip

    def _paint_frame(self, painter: QPainter, place: QRectF, seen: QRectF) -> None:
        """Dim what the net does not see, and draw what can be taken."""
        super()._paint_frame(painter, place, seen)
        if self._takable is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        accent = self._look.theme.color("accent")
        if self.hasFocus():
            painter.setPen(QPen(accent, _LINE))
            painter.drawRect(seen.adjusted(1, 1, -1, -1))
        edges = self._pointed or self.hasFocus()
        for colour, width in ((QColor("black"), _CASING), (QColor("white"), _LINE)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            painter.setPen(pen)
            for grip in GRIPS:
                if edges or 0 not in grip:
                    _paint_grip(painter, seen.adjusted(2, 2, -2, -2), grip)


def _alike(one: Framing | None, other: Framing | None) -> bool:
    """Return whether two boxes have to keep to the same."""
    return one is not None and other is not None and (one.bounds, one.aspect) == (other.bounds, other.aspect)


def _side(at: float, start: float, end: float, reach: float) -> int:
    if at <= start + reach:
        return -1
    return 1 if at >= end - reach else 0


def _paint_grip(painter: QPainter, seen: QRectF, grip: Grip) -> None:
    """Draw a bracket at a corner, or a bar in the middle of an edge."""
    length = min(_BRACKET, seen.width() / 4, seen.height() / 4)
    x = (seen.left(), seen.center().x(), seen.right())[grip.across + 1]
    y = (seen.top(), seen.center().y(), seen.bottom())[grip.down + 1]
    if grip.across == 0 or grip.down != 0:
        start, end = (-1, 1) if grip.across == 0 else (0, -grip.across)
        half = 1 if grip.across else 0.5
        painter.drawLine(QPointF(x + start * length * half, y), QPointF(x + end * length * half, y))
    if grip.down == 0 or grip.across != 0:
        start, end = (-1, 1) if grip.down == 0 else (0, -grip.down)
        half = 1 if grip.down else 0.5
        painter.drawLine(QPointF(x, y + start * length * half), QPointF(x, y + end * length * half))
