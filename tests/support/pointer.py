"""A pointer that needs no window system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


def move_over(widget: QWidget, point: QPointF) -> None:
    """Move the pointer to a point of a widget, without a button down."""
    none = Qt.MouseButton.NoButton
    place = QPointF(widget.mapToGlobal(point))
    event = QMouseEvent(QEvent.Type.MouseMove, point, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)
