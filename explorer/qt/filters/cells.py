"""What is painted over the cells of a kernel slice: marks of edited weights, and the number of one that is held."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_box
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import fold_corner
from explorer.qt.basics.theme import font

_PAD, _HIGH, _APART = 6.0, 20.0, 5.0


def paint_marks(painter: QPainter, marked: Array, box: QRectF, look: Look) -> None:
    """Fold the upper right corner of the cells that are ``marked`` (KH, KW)."""
    for y, x in np.argwhere(marked).tolist():
        fold_corner(painter, cell_box(box, marked.shape, y, x), look.theme)


def bubble_box(text: str, beside: QRectF, within: QRectF) -> QRectF:
    """Return where a text lies above a cell, or below it where there is no room."""
    size = QFontMetricsF(font(12)).horizontalAdvance(text) + 2 * _PAD
    top = beside.top() - _HIGH - _APART
    if top < within.top():
        top = beside.bottom() + _APART
    left = min(max(beside.center().x() - size / 2, within.left() + 2), within.right() - size - 2)
    return QRectF(left, top, size, _HIGH)


def paint_bubble(painter: QPainter, text: str, bubble: QRectF, look: Look) -> None:
    """Paint a text in its box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.color("toast"))
    painter.drawRoundedRect(bubble, 4, 4)
    painter.setPen(look.theme.color("on_toast"))
    painter.setFont(font(12))
    painter.drawText(bubble, int(Qt.AlignmentFlag.AlignCenter), text)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
