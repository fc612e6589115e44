"""What is drawn over maps: the amber box around the cell that is looked at, the tint of old ones."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from explorer.qt.theme import AMBER

LEAST_MARK = 10
"""Logical pixels of the smallest box: less would not be seen on a photograph."""

STALE_OPACITY = 0.6
"""Of maps while newer ones are computed."""

_LINE, _CASING = 2, 4


def draw_mark(painter: QPainter, box: QRectF, ratio: float = 1.0) -> None:
    """Box ``box``, or 10 logical pixels around its centre where it is smaller, in amber on a black casing."""
    least = LEAST_MARK * ratio
    width, height = max(box.width(), least), max(box.height(), least)
    centre = box.center()
    grown = QRectF(centre.x() - width / 2, centre.y() - height / 2, width, height)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, thickness in ((QColor("black"), _CASING), (QColor(AMBER), _LINE)):
        pen = QPen(colour, thickness * ratio)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(grown)
