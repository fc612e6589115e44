"""A pointer that needs no window system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget


def move_over(widget: QWidget, point: QPointF) -> None:
    """Move the pointer to a point of a widget, without a button down."""
    none = Qt.MouseButton.NoButton
    place = QPointF(widget.mapToGlobal(point))
    event = QMouseEvent(QEvent.Type.MouseMove, point, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def turn_wheel(widget: QWidget, point: QPointF, angle: int) -> None:
    """Turn the wheel over a point of a widget, by eighths of a degree."""
    place, none = QPointF(widget.mapToGlobal(point)), Qt.MouseButton.NoButton
    plain, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(point, place, QPoint(), QPoint(0, angle), none, plain, phase, False)
    QApplication.sendEvent(widget, event)
