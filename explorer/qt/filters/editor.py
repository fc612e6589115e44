"""The kernel slices of a filter, whose weights are dragged, turned, stepped and typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QRegion,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QScrollArea, QToolTip

from explorer.qt.basics.focus import FocusRing
from explorer.qt.basics.look import Look
from explorer.qt.filters.cells import bubble_box, paint_bubble
from explorer.qt.filters.drag import COARSE, FINE, USUAL, Drag, step_of, stepped
from explorer.qt.filters.entry import NumberEntry
from explorer.qt.filters.view import FilterView
from explorer.qt.filters.walk import following
from explorer.render.numbers import three_digits
from explorer.session.filters.kernels import FilterPart
from explorer.session.pointed import Weight

HOW = (
    "Drag it up or down to change it; with Shift finer, with Ctrl coarser.\n"
    "Ctrl and the wheel, or Alt with Up and Down: in steps.\n"
    "A double click or Enter: type it. A right click: more."
)
_WITH_KEYS = "Arrows go from weight to weight, Enter types one, Alt with Up and Down changes it in steps."
_ABLATED = "The filter is ablated: scale it up to edit its weights."
_SMALL = "A click enlarges it."

_RING = 3
"""Pixels around a weight that is held, or its number, which are painted anew as it is dragged."""
_AROUND = 24
"""Pixels that are seen above and below a weight that keys went to."""
_HIT = 14
"""Pixels of a weight that a pointer hits without pains."""
_NOTCH, _STEPS = 120, 5
"""Angle of a notch of the wheel, and the steps that it is worth."""

_ARROWS = {Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0), Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1)}
_TYPED = "0123456789+-.,\N{MINUS SIGN}"


class FilterEditor(FilterView):
    """A filter whose weights can be changed, where its part allows that.

    Attributes
    ----------
    weight_chosen
        A ``Weight``, and the value that it is to have.
    edit_begun, edit_ended
        Around all changes of one drag.
    menu_asked
        The ``Weight`` that a menu is asked for, or the kernel slice, or None; and where on the screen.
    enlarged
        The ``Weight`` that is too small to be hit.
    """

    weight_chosen = Signal(object, float)
    edit_begun = Signal()
    edit_ended = Signal()
    menu_asked = Signal(object, QPoint)
    enlarged = Signal(object)

    def __init__(self, look: Look, name: str = "Filter weights", word: str = "Channel", least: int = 0) -> None:
        super().__init__(look, name, word, least)
        self._cursor: Weight | None = None
        self._pressed: QPointF | None = None
        self._drag: Drag | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(_WITH_KEYS)
        self._entry = NumberEntry(self)
        self._entry.chosen.connect(self._take_typed)
        FocusRing(look, self)

    @property
    def dragging(self) -> bool:
        """Whether a weight is held."""
        return self._drag is not None

    @property
    def can_edit(self) -> bool:
        """Whether the weights can be changed."""
        edited = self._part.edited if self._part is not None else None
        return edited is not None and edited.factor != 0

    def show_filter(self, part: FilterPart | None, shown: Sequence[int] = ()) -> None:
        """Draw kernel slices of a filter in this order; a weight that is held stays where it is held."""
        if part is None or self._part is None or part.place != self._part.place:
            self._let_go()
        super().show_filter(self._held(part), shown)
        if self._cursor is not None and self.box_of(self._cursor).isEmpty():
            self._cursor = None
            self._entry.close_up()

    def words_at(self, point: QPointF) -> str:
        """Return what is at a point in words, and what can be done with it."""
        words = super().words_at(point)
        if self.weight_at(point) is None or self._part is None or self._part.edited is None:
            return words
        return f"{words}\n{HOW if self.can_edit else _ABLATED}{f' {_SMALL}' if self._is_small() else ''}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the weight that keys go to, and the number of one that is held, over the kernel slices."""
        super().paintEvent(event)
        if self._part is None or self._cursor is None:
            return
        painter = QPainter(self)
        box = self.box_of(self._cursor)
        if self.hasFocus() or self._drag is not None:
            painter.setPen(QPen(self._look.theme.color("surface"), 4))
            painter.drawRect(box)
            painter.setPen(QPen(self._look.theme.color("accent"), 2))
            painter.drawRect(box)
        if self._drag is not None:
            text = _told(self._drag)
            paint_bubble(painter, text, bubble_box(text, box, QRectF(self.rect())), self._look)
        painter.end()

    def _held(self, part: FilterPart | None) -> FilterPart | None:
        """Return a filter with the weight that is held as it is held, whatever has been computed by now."""
        held = self._cursor
        if self._drag is None or part is None or held is None or held.kernel >= len(part.kernels):
            return part
        kernels = np.array(part.kernels)
        kernels[held.kernel, held.y, held.x] = self._drag.value
        return replace(part, kernels=kernels)

    def _value(self, weight: Weight) -> float:
        assert self._part is not None
        return float(self._part.kernels[weight.kernel, weight.y, weight.x])

    def _step(self) -> float:
        assert self._part is not None
        return step_of(max(-self._part.levels.low, self._part.levels.high))

    def _is_small(self) -> bool:
        return self._part is not None and self._tiles(self._part, self.width()).cell < _HIT

    def _cursor_at(self, point: QPointF) -> Qt.CursorShape:
        if self.can_edit and self.weight_at(point) is not None:
            return Qt.CursorShape.SizeVerCursor
        return super()._cursor_at(point)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the weight under the pointer."""
        weight = self.weight_at(event.position())
        self._entry.close_up()
        QToolTip.hideText()
        if event.button() is Qt.MouseButton.LeftButton and weight is not None:
            self.go_to(weight)
            self._pressed = event.position() if self.can_edit else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the weight that is taken; else tell which one is under the pointer."""
        if self._pressed is None or self._cursor is None:
            super().mouseMoveEvent(event)
            return
        up = self._pressed.y() - event.position().y()
        if self._drag is None:
            if abs(up) < QApplication.startDragDistance():
                return
            self._drag = Drag(self._value(self._cursor), self._step())
            self.edit_begun.emit()
        self._pressed = event.position()
        self._pull(self._drag.moved(up, _pace_of(event.modifiers())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; what was not dragged was clicked."""
        pressed, self._pressed = self._pressed, None
        if self._drag is not None:
            self._let_go()
        elif pressed is not None and self._is_small() and self._cursor is not None:
            self.enlarged.emit(self._cursor)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the weight be typed."""
        if event.button() is Qt.MouseButton.LeftButton and self.weight_at(event.position()) is not None:
            self._type()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step the weight under the pointer where Ctrl is held; else let the panel be scrolled."""
        weight = self.weight_at(event.position())
        held = event.modifiers()
        if weight is None or not self.can_edit or not held & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self._cursor = weight
        pace = FINE if held & Qt.KeyboardModifier.ShiftModifier else USUAL
        # Some systems turn the wheel sideways while Shift is held.
        angle = event.angleDelta().y() or event.angleDelta().x()
        self._step_by(angle / _NOTCH * _STEPS * pace)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu of what is under the pointer, or of the weight that keys go to."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        point = QPointF(event.pos())
        if by_key and self._cursor is not None:
            box = self.box_of(self._cursor)
            self.menu_asked.emit(self._cursor, self.mapToGlobal(box.bottomLeft().toPoint()))
        else:
            self.menu_asked.emit(self.weight_at(point) or self.slice_at(point), event.globalPos())

    # Keys

    def event(self, event: QEvent) -> bool:
        """Claim the keys that edit before the window's shortcuts have them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_mine(event):
            event.accept()
            return True
        return super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            return self._drag is not None
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and held & Qt.KeyboardModifier.AltModifier:
            return True
        if held & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        plain = event.key() in _ARROWS and not held
        return plain or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or _is_typed(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another weight, step it or type it."""
        if self._part is None or not self._is_mine(event):
            event.ignore()
            return
        key, held = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self._put_back()
        elif held & Qt.KeyboardModifier.AltModifier:
            sign = 1 if key == Qt.Key.Key_Up else -1
            self._step_by(sign * _STEPS * _pace_of(held))
        elif key in _ARROWS:
            self._walk(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._type()
        else:
            self._type(event.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first weight."""
        if self._cursor is None and self._part is not None and self._shown:
            self._cursor = Weight(self._shown[0], 0, 0)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Let go of the weight."""
        self._let_go()
        self.weight_hovered.emit(None)
        self.update()
        super().focusOutEvent(event)

    def go_to(self, weight: Weight) -> None:
        """Let the keys be at a weight, and tell it."""
        self._cursor = weight
        if self._part is not None:
            self.setAccessibleDescription(f"{self._part.words_of(weight)}. {_WITH_KEYS}")
        self.weight_hovered.emit(weight)
        self.update()

    def _walk(self, down: int, across: int) -> None:
        """Go to the next weight in a direction, into the next kernel slice where this one ends."""
        if self._cursor is not None and self._part is not None:
            shape = self._part.kernels.shape[1:]
            self.go_to(following(self._cursor, (down, across), shape, self._shown, self.box_of))
            self._reveal()

    def _reveal(self) -> None:
        """Scroll so that the weight that the keys are at is seen."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.ensureWidgetVisible(self, 0, _AROUND)

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """Tell panels which part of the view is to be seen while it has the focus: the weight that the keys are at."""
        if query is Qt.InputMethodQuery.ImCursorRectangle and self._cursor is not None:
            return self.box_of(self._cursor).toRect()
        return super().inputMethodQuery(query)

    # Changing

    def _step_by(self, steps: float) -> None:
        if self._cursor is not None and self.can_edit:
            self.weight_chosen.emit(self._cursor, stepped(self._value(self._cursor), steps, self._step()))

    def _pull(self, drag: Drag) -> None:
        assert self._cursor is not None
        moved = self._drag is None or drag.value != self._drag.value
        for held in (self._drag, drag):
            if held is not None:
                box = self.box_of(self._cursor)
                bubble = bubble_box(_told(held), box, QRectF(self.rect()))
                self.update(QRegion(_around(box)) + _around(bubble))
        self._drag = drag
        self._part = self._held(self._part)
        if moved:
            self.weight_chosen.emit(self._cursor, drag.value)

    def _put_back(self) -> None:
        if self._drag is not None:
            self._pull(replace(self._drag, steps=0.0))
            self._let_go()

    def _let_go(self) -> None:
        self._pressed = None
        if self._drag is not None:
            self._drag = None
            self.edit_ended.emit()
            self.update()

    def _type(self, begun: str = "") -> None:
        if self._cursor is None or not self.can_edit:
            return
        if self._is_small():
            self.enlarged.emit(self._cursor)
        else:
            self._entry.open_over(self.box_of(self._cursor), self._value(self._cursor), begun)

    def _take_typed(self, value: float) -> None:
        if self._cursor is not None:
            self.weight_chosen.emit(self._cursor, value)


def _told(drag: Drag) -> str:
    """Return where a weight was taken, and where it is now."""
    return f"{three_digits(drag.start)} \N{RIGHTWARDS ARROW} {three_digits(drag.value)}"


def _around(box: QRectF) -> QRect:
    return box.adjusted(-_RING, -_RING, _RING, _RING).toAlignedRect()


def _pace_of(held: Qt.KeyboardModifier) -> float:
    """Return how many steps a pixel is worth while these keys are held."""
    if held & Qt.KeyboardModifier.ShiftModifier:
        return FINE
    return COARSE if held & Qt.KeyboardModifier.ControlModifier else USUAL


def _is_typed(event: QKeyEvent) -> bool:
    return len(event.text()) == 1 and event.text() in _TYPED
