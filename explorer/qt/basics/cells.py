"""Where the cells of a picture lie, each of them as large as the others."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF


def cell_box(box: QRectF, shape: tuple[int, ...], y: int, x: int) -> QRectF:
    """Return where one cell of a picture of ``shape`` (H, W) lies in its ``box``."""
    high, wide = box.height() / shape[0], box.width() / shape[1]
    return QRectF(box.left() + x * wide, box.top() + y * high, wide, high)


def cell_at(box: QRectF, shape: tuple[int, ...], point: QPointF) -> tuple[int, int] | None:
    """Return row and column of the cell of a picture of ``shape`` (H, W) at a point; None beside its ``box``."""
    if not box.contains(point):
        return None
    y, x = (point.y() - box.top()) * shape[0] / box.height(), (point.x() - box.left()) * shape[1] / box.width()
    return min(int(y), shape[0] - 1), min(int(x), shape[1] - 1)
