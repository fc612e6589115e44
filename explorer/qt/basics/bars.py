"""One number as a bar, with its name and its digits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from explorer.qt.basics.theme import Theme, font
from explorer.render.colour import Palette
from explorer.render.levels import Levels
from explorer.render.paint import colour_of

_PAD, _NUMBERED, _INDEXED, _NAMED = 6, 72, 40, 0.34
_THICK = 0.5


@dataclass(frozen=True)
class Bars:
    """Bars of one scale.

    Attributes
    ----------
    levels
        What a bar of full length stands for; zero lies within.
    named
        Whether the bars have names, rather than numbers alone.
    """

    levels: Levels
    named: bool
    colours: Palette
    theme: Theme

    def draw(
        self, painter: QPainter, box: QRectF, value: float, words: tuple[str, str], ratio: float, *, selected: bool
    ) -> None:
        """Draw a bar.

        Parameters
        ----------
        words
            The name at the left end of ``box``, and the digits at its right end.
        ratio
            Device pixels in a logical one.
        """
        name, digits = words
        made = font(round(12 * ratio), QFont.Weight.DemiBold if selected else QFont.Weight.Normal)
        metrics = QFontMetricsF(made)
        painter.setFont(made)
        baseline = box.center().y() + (metrics.ascent() - metrics.descent()) / 2
        box = box.adjusted(_PAD * ratio, 0, -_PAD * ratio, 0)
        left = box.left() + round(_NAMED * box.width() if self.named else _INDEXED * ratio)
        painter.setPen(self.theme.color("accent" if selected else "text"))
        room = left - box.left() - 8 * ratio
        painter.drawText(QPointF(box.left(), baseline), metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
        painter.setPen(self.theme.color("second"))
        painter.drawText(QPointF(box.right() - metrics.horizontalAdvance(digits), baseline), digits)
        high = round(box.height() * _THICK)
        right = box.right() - _NUMBERED * ratio
        self._draw_bar(painter, QRectF(left, round(box.center().y() - high / 2), max(1.0, right - left), high), value)

    def _draw_bar(self, painter: QPainter, track: QRectF, value: float) -> None:
        painter.fillRect(track, self.theme.color("border"))
        low, high = self.levels.low, self.levels.high
        zero = track.left() - low / (high - low) * track.width()
        colour = QColor(*colour_of(value, self.levels, self.colours))
        if not math.isfinite(value):
            painter.fillRect(track, colour)
            return
        end = track.left() + (min(max(value, low), high) - low) / (high - low) * track.width()
        bar = QRectF(min(zero, end), track.top(), abs(end - zero), track.height())
        painter.fillRect(bar, colour)
        painter.setPen(self.theme.color("strong"))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        painter.drawLine(QPointF(zero, track.top() - 2), QPointF(zero, track.bottom() + 1))
