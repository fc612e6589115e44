"""How a receptive field, and what a pixel reaches, are drawn on a picture."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from explorer.qt.basics.marks import CASING, draw_cased, grown
from explorer.qt.basics.theme import AMBER
from explorer.session.maps.outlines import Outline, Rect

LEAST_FIELD = 10
"""Logical pixels of a field under which it is seen through a loupe."""

_LEAST_STRIPE = 5
_UNCOVERED = "#FFFFFF"
_SHADE = QColor(0, 0, 0, 165)


def placed(rect: Rect, planes: QRectF) -> QRectF:
    """Return where a part of a value's planes lies, drawn over ``planes``."""
    wide, high = planes.width(), planes.height()
    corner = QPointF(planes.left() + rect.left * wide, planes.top() + rect.top * high)
    return QRectF(corner, QPointF(planes.left() + rect.right * wide, planes.top() + rect.bottom * high))


def dim_outside(painter: QPainter, picture: QRectF, box: QRectF) -> None:
    """Darken all of a picture but a box."""
    path = QPainterPath()
    path.addRect(picture)
    path.addRect(box.intersected(picture))
    painter.fillPath(path, _SHADE)


def draw_outline(painter: QPainter, outline: Outline, planes: QRectF, ratio: float = 1.0, *, least: float = 0) -> None:
    """Draw around a field in amber on a black casing, dashed where it is an upper bound, its padding hatched.

    Parameters
    ----------
    planes
        Where the value's planes are drawn.
    ratio
        Device pixels in a logical one, where the painter counts device pixels.
    least
        Logical pixels that it is made to measure where it is smaller.
    """
    around = CASING / 2 * ratio
    box = grown(placed(outline.inside, planes), least * ratio).adjusted(-around, -around, around, around)
    if outline.padded:
        _hatch(painter, placed(outline.box, planes), planes, ratio)
    draw_cased(painter, box, ratio, dashed=outline.kind == "bound")


def hatch_uncovered(painter: QPainter, uncovered: Sequence[Rect], planes: QRectF) -> None:
    """Hatch the rows and columns that no window of a layer holds, at least a few pixels of each run."""
    for rect in uncovered:
        box = placed(rect, planes)
        wide, high = max(box.width(), _LEAST_STRIPE), max(box.height(), _LEAST_STRIPE)
        stripe = QRectF(min(box.left(), planes.right() - wide), min(box.top(), planes.bottom() - high), wide, high)
        painter.fillRect(stripe, QColor(0, 0, 0, 150))
        painter.fillRect(stripe, QBrush(QColor(_UNCOVERED), Qt.BrushStyle.BDiagPattern))


def _hatch(painter: QPainter, box: QRectF, planes: QRectF, ratio: float) -> None:
    """Hatch the part of a field that lies beyond the planes."""
    path = QPainterPath()
    path.addRect(box)
    path.addRect(box.intersected(planes))
    painter.fillPath(path, QColor(0, 0, 0, 90))
    painter.fillPath(path, QBrush(QColor(AMBER), Qt.BrushStyle.BDiagPattern))
    pen = QPen(QColor(AMBER), ratio)
    pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
