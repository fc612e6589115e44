"""A colour scale with its ends, its zero, and how often which values occur."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import font
from explorer.render.colour import MARK, Colouring
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.render.paint import strip
from explorer.session.pointed import Number

_BAR, _COUNTS, _LINE, _CAP = 9, 11, 11, 5
_WIDTH, _LEAST = 242, 121
_APART = 8
_LEFT, _MIDDLE, _RIGHT = (
    int(side) for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
)


class LegendView(QWidget):
    """The scale of the maps, or of the weights.

    Parameters
    ----------
    name
        What the scale is of, told to screen readers.
    opens
        Whether a click opens something.

    Attributes
    ----------
    hovered
        The ``Number`` of the scale under the pointer, or None.
    opened
        It was clicked, or Space or Return was pressed in it.
    """

    hovered = Signal(object)
    opened = Signal()

    def __init__(self, look: Look, name: str, *, opens: bool = False) -> None:
        super().__init__()
        self._look = look
        self._opens = opens
        self._levels: Levels | None = None
        self._colours = Colouring()
        self._spans = ""
        self._counts: Array | None = None
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if opens:
            self.setMaximumWidth(_WIDTH)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the size of a bar of 240 pixels with what is around it."""
        return QSize(_WIDTH, self._below + (2 if self._counts is not None else 1) * _LINE + 4)

    def minimumSizeHint(self) -> QSize:
        """Return a size at which none of the numbers are cut."""
        metrics = QFontMetricsF(font(11))
        needed = max(sum(metrics.horizontalAdvance(text) for text in row) + 2 * _APART for row in self._rows)
        return QSize(max(_LEAST, round(needed) + 2), self.sizeHint().height())

    def show_levels(self, levels: Levels, colours: Colouring, counts: Array | None, spans: str) -> None:
        """Draw another scale.

        Parameters
        ----------
        counts
            How many values lie in each of equal parts of the scale; None to leave that out.
        spans
            What the scale is of, as the end of a sentence.
        """
        if (levels, colours, spans) == (self._levels, self._colours, self._spans) and counts is self._counts:
            return
        room = self.sizeHint(), self.minimumSizeHint()
        self._levels, self._colours, self._spans, self._counts = levels, colours, spans, counts
        words = _words(levels, spans)
        self.setAccessibleDescription(words)
        self.setToolTip(f"{words} Click for other colours." if self._opens else words)
        if (self.sizeHint(), self.minimumSizeHint()) != room:
            self.updateGeometry()
        self.update()

    @property
    def _below(self) -> int:
        """Where the numbers begin."""
        return _BAR + 3 + (_COUNTS if self._counts is not None else 0)

    @property
    def _rows(self) -> tuple[tuple[str, ...], ...]:
        """The numbers: at the left, at zero and at the right; below them the extremes."""
        if self._levels is None:
            return ((),)
        low, high = self._levels.ends
        ends = (low, "0", high) if self._levels.low < 0 < self._levels.high else (low, high)
        if self._counts is None:
            return (ends,)
        least, most = self._levels.extremes
        bent = (f"gamma {self._colours.gamma:g}",) if self._colours.gamma != 1 else ()
        return ends, (least, *bent, most)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the counts, the bar, a tick at zero and the numbers."""
        if self._levels is None:
            return
        painter = QPainter(self)
        theme = self._look.theme
        top = self._below - _BAR - 3
        if self._counts is not None and self._counts.any():
            self._paint_counts(painter, self._counts, top)
        self._paint_bar(painter, self._levels, QRectF(0.5, top + 0.5, self.width() - 1, _BAR + 1))
        painter.setFont(font(11))
        for number, (first, *middle, last) in enumerate(self._rows):
            row = QRectF(0, self._below + number * _LINE, self.width(), _LINE + 4)
            painter.setPen(theme.color("third" if number else "second"))
            painter.drawText(row, _LEFT, first)
            painter.drawText(row, _RIGHT, last)
            if number and middle:
                painter.drawText(row, _MIDDLE, middle[0])
        if self._levels.low < 0 < self._levels.high:
            self._paint_zero(painter, self._levels, top)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_counts(self, painter: QPainter, counts: Array, high: int) -> None:
        """Paint how often values occur, as the root, or else what is rare would not be seen."""
        shares = (counts / counts.max()) ** 0.5
        step = (self.width() - 2) / len(shares)
        outline = [QPointF(1, high)]
        for place, share in enumerate(shares.tolist()):
            y = high - share * (high - 1)
            outline += [QPointF(1 + place * step, y), QPointF(1 + (place + 1) * step, y)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.theme.color("strong"))
        painter.drawPolygon(QPolygonF([*outline, QPointF(self.width() - 1, high)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_bar(self, painter: QPainter, levels: Levels, bar: QRectF) -> None:
        palette = self._colours.palette(self._look.theme.name)
        colours = strip(levels, palette, max(2, self.width() - 2))
        if self._colours.marked:
            colours[: _CAP * levels.clips_low] = MARK[palette.diverging]
            colours[len(colours) - _CAP * levels.clips_high :] = MARK[palette.diverging]
        painter.drawImage(bar.adjusted(0.5, 0.5, -0.5, -0.5), image_of(colours[None]))
        painter.setPen(QPen(self._look.theme.color("strong"), 1))
        painter.drawRect(bar)

    def _paint_zero(self, painter: QPainter, levels: Levels, top: int) -> None:
        """Mark zero, and print it where the ends leave room."""
        x = round(self.width() * -levels.low / (levels.high - levels.low))
        metrics = QFontMetricsF(font(11))
        low, zero, high = (metrics.horizontalAdvance(text) for text in self._rows[0])
        if low + _APART / 2 < x - zero / 2 and x + zero / 2 < self.width() - high - _APART / 2:
            painter.setPen(self._look.theme.color("second"))
            painter.drawText(QRectF(x - zero / 2, self._below, zero + 2, _LINE + 4), _LEFT, "0")
        painter.setPen(QPen(self._look.theme.color("text"), 1))
        painter.drawLine(x, top, x, self._below)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the number whose colour is under the pointer."""
        if self._levels is not None:
            share = min(max((event.position().x() - 1) / max(1, self.width() - 2), 0.0), 1.0)
            value = self._levels.low + share * (self._levels.high - self._levels.low)
            self.hovered.emit(Number(f"Colour scale: {three_digits(value)}", f"Colour scale: {value:g}"))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self.hovered.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open what a click opens."""
        if self._opens and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what Space and Return open."""
        if self._opens and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            event.ignore()


def _words(levels: Levels, spans: str) -> str:
    """Return what the values and the colours of ``spans`` go from and to."""
    least, most = three_digits(levels.minimum), three_digits(levels.maximum)
    known = "No value is finite." if math.isnan(levels.minimum) else f"Values from {least} to {most}."
    words = (
        f"{known} The colours go from {three_digits(levels.low)} to {three_digits(levels.high)}: one scale for {spans}."
    )
    return f"{words} {levels.broken} are NaN or infinite, and magenta." if levels.broken else words
