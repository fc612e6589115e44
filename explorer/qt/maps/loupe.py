"""A part of a picture that is too small to be seen, enlarged beside it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from explorer.qt.basics.marks import draw_cased
from explorer.qt.basics.theme import AMBER

SIDE = 76
_AROUND = 3
_AWAY = 14
_MOST_PIXELS = 24


def draw_loupe(painter: QPainter, image: QImage, part: QRectF, box: QRectF, room: QRectF) -> None:
    """Draw the pixels of ``image`` around ``part`` of it, each as a square, beside where ``box`` shows that part.

    Parameters
    ----------
    part
        In pixels of the image.
    box, room
        The same part, and where the loupe may lie, in the painter's coordinates.
    """
    across = min(max(_AROUND * max(part.width(), part.height()), 5.0), _MOST_PIXELS)
    source = QRectF(part.center() - QPointF(across, across) / 2, QSizeF(across, across))
    target = _beside(box, room)
    painter.save()
    painter.setClipRect(target)
    painter.fillRect(target, QColor("black"))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    scale = SIDE / across
    shown = source.intersected(QRectF(image.rect()))
    painter.drawImage(_scaled(shown, source, target, scale), image, shown)
    draw_cased(painter, _scaled(part, source, target, scale))
    painter.restore()
    painter.setPen(QPen(QColor("black"), 3))
    painter.drawRect(target)
    painter.setPen(QPen(QColor(AMBER), 1))
    painter.drawRect(target)


def _scaled(part: QRectF, source: QRectF, target: QRectF, scale: float) -> QRectF:
    return QRectF(target.topLeft() + (part.topLeft() - source.topLeft()) * scale, part.size() * scale)


def _beside(box: QRectF, room: QRectF) -> QRectF:
    """Return a square to the right of ``box`` and above it, or on the other sides where there is no room."""
    x = box.right() + _AWAY if box.right() + _AWAY + SIDE <= room.right() - 2 else box.left() - _AWAY - SIDE
    y = box.top() - _AWAY - SIDE if box.top() - _AWAY - SIDE >= room.top() + 2 else box.bottom() + _AWAY
    left = max(room.left() + 2, min(x, room.right() - SIDE - 2))
    top = max(room.top() + 2, min(y, room.bottom() - SIDE - 2))
    return QRectF(left, top, SIDE, SIDE)
