"""What stands at both sides of the lines of a net's text: numbers and colours, volumes and parameters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import font
from explorer.session.drafts.part import Beside

LEFT, RIGHT, TOP = 48, 240, 24
_BAR, _INSET = 4, 12

Lines = Callable[[], Iterator[tuple[int, QRectF, Beside | None, bool]]]
"""Yields number from 1, place below ``TOP``, volume and whether something is wrong of each line that is seen."""
_HEADINGS = ("W × H × D", "parameters")


class LeftMargin(QWidget):
    """The number of each line, and a bar in the colour of its layer."""

    def __init__(self, look: Look, lines: Lines, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._lines = look, lines

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that are seen."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.setFont(font(11, mono=True))
        painter.setClipRect(self.rect().adjusted(0, TOP, 0, 0))
        for number, place, beside, wrong in self._lines():
            painter.setPen(theme.color("error" if wrong else "third"))
            box = QRectF(0, place.top(), LEFT - 16, place.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            if beside is not None and beside.kind in theme.bars:
                bar = QRectF(LEFT - 10, place.top() + 2, _BAR, place.height() - 4)
                painter.fillRect(bar, QColor(theme.bars[beside.kind]))
        painter.end()


class RightMargin(QWidget):
    """The volume behind each line, and its parameters; formulas as a tooltip."""

    def __init__(self, look: Look, lines: Lines, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._lines = look, lines
        self.setAccessibleName("Volumes and parameters of the lines")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines that are seen."""
        painter, theme = QPainter(self), self._look.theme
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.setPen(theme.color("border"))
        painter.drawLine(0, 0, 0, self.height())
        painter.setFont(font(11))
        self._write(painter, QRectF(0, 0, 1, TOP), *_HEADINGS, tones=("third", "third"))
        painter.setFont(font(12))
        painter.setClipRect(self.rect().adjusted(0, TOP, 0, 0))
        for _, place, beside, _ in self._lines():
            if beside is not None:
                self._write(painter, place, beside.volume, beside.parameters, tones=("text", "second"))
        painter.end()

    def _write(self, painter: QPainter, place: QRectF, left: str, right: str, *, tones: tuple[str, str]) -> None:
        box = QRectF(_INSET, place.top(), self.width() - 2 * _INSET, place.height())
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
        for text, tone, side in zip((left, right), tones, sides, strict=True):
            painter.setPen(self._look.theme.color(tone))
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def event(self, event: QEvent) -> bool:
        """Show the formulas of the line under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            told = (b.told for _, place, b, _ in self._lines() if b and place.top() <= event.y() <= place.bottom())
            QToolTip.showText(event.globalPos(), next(told, ""), self)
            return True
        return super().event(event)
