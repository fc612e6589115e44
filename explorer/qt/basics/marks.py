"""What is drawn over maps and weights: the amber box around what is looked at, folds where it is edited, tints."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPolygonF

from explorer.nn.spec import Array
from explorer.qt.basics.theme import AMBER, Theme

LEAST_MARK = 10
"""Logical pixels of the smallest box: less would not be seen on a photograph."""

STALE_OPACITY = 0.6
"""Of maps while newer ones are computed."""

_LINE = 2
CASING = 4
"""Logical pixels of the line around a box in amber, with what is black of it."""
_FOLD, _LEAST_FOLD = 7.0, 3.0
_UNLIT = 175
"""How dark what is not lit becomes, of 255."""


def draw_mark(painter: QPainter, box: QRectF, ratio: float = 1.0) -> None:
    """Box ``box``, or 10 logical pixels around its centre where it is smaller, in amber on a black casing."""
    draw_cased(painter, grown(box, LEAST_MARK * ratio), ratio)


def draw_cased(painter: QPainter, box: QRectF, ratio: float = 1.0, *, dashed: bool = False) -> None:
    """Draw a box in amber, perhaps in dashes, on a black casing; ``ratio`` is device pixels in a logical one."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, thickness in ((QColor("black"), CASING), (QColor(AMBER), _LINE)):
        pen = QPen(colour, thickness * ratio)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dashed and thickness == _LINE:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRect(box)


def grown(box: QRectF, least: float) -> QRectF:
    """Return a box, or one of ``least`` pixels around its centre where it is smaller."""
    wide, high = max(box.width(), least), max(box.height(), least)
    return QRectF(box.center().x() - wide / 2, box.center().y() - high / 2, wide, high)


def hatch_zeros(painter: QPainter, plane: Array, box: QRectF, theme: Theme) -> None:
    """Hatch ``box`` where all of a map (H, W) is 0; a single number is told by its colour alone."""
    if plane.size > 1 and not plane.any():
        painter.fillRect(box, QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern))


def fold_corner(painter: QPainter, box: QRectF, theme: Theme, ratio: float = 1.0, side: float = _FOLD) -> None:
    """Fold the upper right corner of ``box``: what is in it is edited."""
    painter.setPen(QPen(theme.color("surface"), ratio))
    painter.setBrush(theme.color("text"))
    corner, size = box.topRight(), max(_LEAST_FOLD * ratio, min(side * ratio, box.width() / 3))
    painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_lit(painter: QPainter, lit: Array, box: QRectF) -> None:
    """Darken all elements of a map over ``box`` but those that are ``lit``, bool (H, W), and frame these."""
    height, width = lit.shape
    shade = np.ascontiguousarray(np.where(lit, 0, _UNLIT).astype(np.uint8))
    painter.drawImage(box, QImage(shade.data, width, height, width, QImage.Format.Format_Alpha8))
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    if not rows.size:
        return
    high, wide = box.height() / height, box.width() / width
    corner = QPointF(box.left() + columns[0] * wide, box.top() + rows[0] * high)
    size = QSizeF((columns[-1] - columns[0] + 1) * wide, (rows[-1] - rows[0] + 1) * high)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(AMBER), _LINE))
    painter.drawRect(QRectF(corner, size).adjusted(1, 1, -1, -1))
