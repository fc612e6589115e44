"""A number that is typed over a cell."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from explorer.qt.basics.theme import CONTROL_HEIGHT
from explorer.session.numbers import exact

_WIDTH = 136
_MOST = float(np.finfo(np.float32).max)


def number_in(text: str) -> float | None:
    """Return the number that was typed, with a point or a comma; None for what is none, or not a finite float32."""
    try:
        number = float(text.strip().replace("\N{MINUS SIGN}", "-").replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _MOST else None


class NumberEntry(QLineEdit):
    """Comes over a cell, and goes when its number is taken with Enter, or left with Esc.

    Attributes
    ----------
    chosen
        The number.
    """

    chosen = Signal(float)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setAccessibleName("Weight")
        self.setToolTip("Enter takes the number, Esc leaves it as it was")
        self.setFixedSize(_WIDTH, CONTROL_HEIGHT)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def open_over(self, cell: QRectF, value: float, begun: str = "") -> None:
        """Let a number be typed: all of it selected, or what has been typed of it by now."""
        left = min(max(cell.center().x() - _WIDTH / 2, 0), max(0, self._over.width() - _WIDTH))
        self.move(round(left), round(cell.center().y() - CONTROL_HEIGHT / 2))
        self.setText(begun or exact(value))
        if not begun:
            self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_up(self) -> None:
        """Go, and give the focus back first: a widget that is hidden with it would hand it to the next one."""
        if self.hasFocus():
            self._over.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()

    def event(self, event: QEvent) -> bool:
        """Claim all keys before the window's shortcuts have them."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the number or leave it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_up()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go with the focus, unless it goes to the menu of this field."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.hide()

    def _take(self) -> None:
        number = number_in(self.text())
        if number is None:
            self.selectAll()
            self.setToolTip("This is no number")
        else:
            self.close_up()
            self.chosen.emit(number)
