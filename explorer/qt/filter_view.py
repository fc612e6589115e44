"""The kernel slices of one filter, each with its numbers where they fit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.nn.spec import Array
from explorer.qt.images import image_of
from explorer.qt.look import Look
from explorer.qt.numbers import cell
from explorer.qt.theme import MARGIN, font
from explorer.render.colour import palette
from explorer.render.paint import paint
from explorer.session.numbers import exact
from explorer.session.view import FilterPart

STRONGEST = 8
"""Kernel slices shown before the user asks for all."""

_CELL = 28
_GAP = 12
_CAPTION = 18
_BELOW = 8


def strongest_first(kernels: Array, count: int) -> list[int]:
    """Return the indices of the ``count`` kernel slices with the largest sums of magnitudes, largest first."""
    weight = np.abs(kernels).sum(axis=(1, 2))
    return [int(index) for index in np.argsort(-weight, kind="stable")[:count]]


class FilterView(QWidget):
    """Kernel slices in rows, as large as the panel allows up to 28 pixels a weight."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._part: FilterPart | None = None
        self._shown: list[int] = []
        self.setAccessibleName("Filter weights")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    def show_filter(self, part: FilterPart | None, *, everything: bool = False) -> None:
        """Draw the kernel slices of a filter: all in order, or the strongest where there are many."""
        self._part = part
        if part is not None:
            few = everything or len(part.kernels) <= STRONGEST
            self._shown = list(range(len(part.kernels))) if few else strongest_first(part.kernels, STRONGEST)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all rows in a panel of usual width."""
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in a panel of this width."""
        if self._part is None or not self._shown:
            return 0
        size, columns = self._layout(width)
        rows = -(-len(self._shown) // columns)
        return int(rows * (size * self._part.kernels.shape[1] + _CAPTION + _BELOW))

    def _layout(self, panel: int) -> tuple[float, int]:
        """Return the side of a weight in pixels, and the kernel slices in a row."""
        assert self._part is not None
        _, height, width = self._part.kernels.shape
        room = max(60, panel - 2 * MARGIN)
        wanted = min(len(self._shown), 3 if width <= 11 else 2) or 1
        size = min(_CELL, ((room + _GAP) / wanted - _GAP) / width, room * 1.2 / height)
        size = float(int(size)) if size >= 1 else size
        return size, max(1, int((room + _GAP) // (max(size * width, _CAPTION) + _GAP)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the kernel slices that are seen."""
        if self._part is None:
            return
        painter = QPainter(self)
        for index, box in self._boxes():
            if box.adjusted(0, -_CAPTION, 0, 0).intersects(QRectF(event.rect())):
                self._paint_slice(painter, self._part, index, box)
        painter.end()

    def _boxes(self) -> Iterator[tuple[int, QRectF]]:
        """Yield the index of each kernel slice that is shown, and where it lies."""
        assert self._part is not None
        size, columns = self._layout(self.width())
        _, height, width = self._part.kernels.shape
        pitch = max(size * width, _CAPTION) + _GAP
        for place, index in enumerate(self._shown):
            row, column = divmod(place, columns)
            top = row * (size * height + _CAPTION + _BELOW) + _CAPTION
            yield index, QRectF(MARGIN + column * pitch, top, size * width, size * height)

    def weight_at(self, point: QPointF) -> str:
        """Return the weight at a point in words and in full; empty beside the kernel slices."""
        found = next(((i, box) for i, box in self._boxes() if box.contains(point)), None) if self._part else None
        if found is None or self._part is None:
            return ""
        index, box = found
        kernel = self._part.kernels[index]
        height, width = kernel.shape
        y = min(int((point.y() - box.top()) * height / box.height()), height - 1)
        x = min(int((point.x() - box.left()) * width / box.width()), width - 1)
        return f"channel {self._part.channels[index]}, row {y}, column {x}: {exact(float(kernel[y, x]))}"

    def event(self, event: QEvent) -> bool:
        """Tell the weight under the pointer in full."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.weight_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def _paint_slice(self, painter: QPainter, part: FilterPart, index: int, box: QRectF) -> None:
        theme = self._look.theme
        colours = paint(np.ascontiguousarray(part.kernels[index]), part.levels, palette("weights", theme.name))
        painter.setFont(font(11))
        painter.setPen(theme.color("second"))
        name = part.channels[index]
        painter.drawText(QPointF(box.left(), box.top() - 5), f"Channel {name}" if self._spelled(box.width()) else name)
        painter.drawImage(box, image_of(colours))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        if box.width() / part.kernels.shape[2] >= 24:
            self._paint_numbers(painter, part.kernels[index], colours, box)

    def _spelled(self, width: float) -> bool:
        """Return whether all captions have room for the word that says what they are."""
        assert self._part is not None
        longest = max((self._part.channels[index] for index in self._shown), key=len)
        return QFontMetricsF(font(11)).horizontalAdvance(f"Channel {longest}") <= width + _GAP / 2

    def _paint_numbers(self, painter: QPainter, kernel: Array, colours: Array, box: QRectF) -> None:
        height, width = kernel.shape
        face = font(10)
        painter.setFont(face)
        side = box.width() / width
        luminance = colours @ np.array([0.299, 0.587, 0.114])
        for y in range(height):
            for x in range(width):
                text = cell(float(kernel[y, x]))
                painter.setPen(QColor("black" if luminance[y, x] > 128 else "white"))
                place = QRectF(box.left() + x * side, box.top() + y * side, side, side)
                if QFontMetricsF(face).horizontalAdvance(text) <= side:
                    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
