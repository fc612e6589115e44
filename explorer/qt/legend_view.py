"""A colour scale with its ends and its zero printed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.qt.images import image_of
from explorer.qt.look import Look
from explorer.qt.theme import font
from explorer.render.colour import palette
from explorer.render.levels import Levels
from explorer.render.paint import strip

_BAR = 10


class LegendView(QWidget):
    """The scale of the maps, or of the weights.

    Parameters
    ----------
    name
        What the scale is of, told to screen readers.
    """

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._levels: Levels | None = None
        self._colormap = "signed"
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size of a bar of 240 pixels with its numbers."""
        return QSize(242, 30)

    def show_levels(self, levels: Levels | None, colormap: str) -> None:
        """Draw another scale."""
        self._levels, self._colormap = levels, colormap
        if levels is not None:
            self.setToolTip(
                f"From {levels.minimum:.9g} to {levels.maximum:.9g}; the colours span {levels.low:g} to {levels.high:g}"
            )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, a tick at zero and the numbers."""
        if self._levels is None:
            return
        painter = QPainter(self)
        theme = self._look.theme
        bar = QRectF(0.5, 0.5, self.width() - 1, _BAR + 1)
        colours = strip(self._levels, palette(self._colormap, theme.name), max(2, self.width() - 2))
        painter.drawImage(bar.adjusted(0.5, 0.5, -0.5, -0.5), image_of(colours[None]))
        painter.setPen(QPen(theme.color("strong"), 1))
        painter.drawRect(bar)
        painter.setFont(font(11))
        painter.setPen(theme.color("second"))
        low, high = self._levels.ends
        below = QRectF(0, _BAR + 3, self.width(), 16)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), low)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), high)
        if self._levels.low < 0 < self._levels.high:
            self._paint_zero(painter, self._levels, below)
        painter.end()

    def _paint_zero(self, painter: QPainter, levels: Levels, below: QRectF) -> None:
        x = round(self.width() * -levels.low / (levels.high - levels.low))
        half = QFontMetricsF(font(11)).horizontalAdvance("0") / 2
        painter.drawText(QRectF(x - half, below.top(), 2 * half + 2, 16), int(Qt.AlignmentFlag.AlignLeft), "0")
        painter.setPen(QPen(self._look.theme.color("text"), 1))
        painter.drawLine(x, 0, x, _BAR + 3)
