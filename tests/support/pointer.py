"""A pointer that needs no window system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from explorer.qt.maps.large_view import LargeView


def move_over(widget: QWidget, point: QPointF) -> None:
    """Move the pointer to a point of a widget, without a button down."""
    none = Qt.MouseButton.NoButton
    place = QPointF(widget.mapToGlobal(point))
    event = QMouseEvent(QEvent.Type.MouseMove, point, place, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def turn_wheel(
    widget: QWidget, point: QPointF, angle: int, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """Turn the wheel over a point of a widget, by eighths of a degree."""
    place, none = QPointF(widget.mapToGlobal(point)), Qt.MouseButton.NoButton
    event = QWheelEvent(point, place, QPoint(), QPoint(0, angle), none, held, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(widget, event)


def drag(
    widget: QWidget,
    point: QPointF,
    *ways: tuple[float, float],
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    release: bool = True,
) -> None:
    """Press the left button at a point of a widget, and move the pointer as far from it as each way says.

    Parameters
    ----------
    ways
        Pixels to the right and down.
    """
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    places = [point, *(point + QPointF(*way) for way in ways)]
    steps = [
        (QEvent.Type.MouseButtonPress, point, left),
        *((QEvent.Type.MouseMove, place, none) for place in places[1:]),
    ]
    if release:
        steps.append((QEvent.Type.MouseButtonRelease, places[-1], left))
    for kind, place, button in steps:
        down = none if kind is QEvent.Type.MouseButtonRelease else left
        on_screen = QPointF(widget.mapToGlobal(place))
        QApplication.sendEvent(widget, QMouseEvent(kind, place, on_screen, button, down, held))


def magnification(large: LargeView) -> float:
    """Return how many pixels wide a value of a large map is, as it is pointed at along the middle row."""
    middle = large.height() / 2
    under = [cell.x for x in range(large.width()) if (cell := large.cell_at(QPointF(x + 0.5, middle))) is not None]
    return len(under) / len(set(under))
