"""Depth columns as rows of bars, one bar a depth slice, all in one scale."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import font
from explorer.qt.maps.zoom import ticks
from explorer.render.colour import Palette
from explorer.render.numbers import three_digits
from explorer.render.paint import paint
from explorer.session.numbers import exact
from explorer.session.workings.column import ColumnPart, ColumnRow

_GUTTER, _AXIS, _AWAY = 132, 18, 16
_LEAST_ROW, _MOST_ROW, _BETWEEN = 40, 96, 8
_LEAST_PITCH, _MOST_PITCH, _NAMED_PITCH = 3, 64, 36
_LEAST_TICK = 28


@dataclass(frozen=True)
class _Layout:
    """Where rows and bars lie, in pixels of the whole picture."""

    depth: int
    rows: int
    width: int
    height: int

    @property
    def pitch(self) -> float:
        """From one bar to the next."""
        return min(max((self.width - _GUTTER) / self.depth, _LEAST_PITCH), _MOST_PITCH)

    @property
    def row(self) -> float:
        """Height of a row."""
        room = (self.height - _AXIS) / self.rows - _BETWEEN
        return min(max(room, _LEAST_ROW), _MOST_ROW)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of everything."""
        return round(_GUTTER + self.depth * self.pitch), round(self.rows * (self.row + _BETWEEN) + _AXIS)

    def track(self, row: int) -> QRectF:
        """Return where the bars of a row lie."""
        return QRectF(_GUTTER, row * (self.row + _BETWEEN) + _BETWEEN, self.depth * self.pitch, self.row)


class ColumnBars(QAbstractScrollArea):
    """Paints columns below each other; what they are stays at the left while they are scrolled.

    Attributes
    ----------
    hovered
        What is told of the bar under the pointer, a ``Cell`` or a ``Number``, or None.
    slice_clicked
        Index of a depth slice that is to be selected.
    drop_asked
        Number of a kept column that is to be let go.
    """

    hovered = Signal(object)
    slice_clicked = Signal(int)
    drop_asked = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._part: ColumnPart | None = None
        self._hovered: int | None = None
        self.setObjectName("side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Values of a depth column")
        look.changed.connect(self.viewport().update)

    def show_part(self, part: ColumnPart) -> None:
        """Draw other columns."""
        self._part = part
        self._fit()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the bars out again."""
        self._fit()

    def _fit(self) -> None:
        if self._part is None:
            return
        size, room = self._layout(self._part).size, self.viewport().size()
        for bar, extent, seen in (
            (self.horizontalScrollBar(), size[0], room.width()),
            (self.verticalScrollBar(), size[1], room.height()),
        ):
            bar.setRange(0, max(0, extent - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(20)

    def _layout(self, part: ColumnPart) -> _Layout:
        room = self.viewport().size()
        return _Layout(len(part.levels), len(part.rows), room.width(), room.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars, then what stands before and below them."""
        part = self._part
        if part is None:
            return
        painter = QPainter(self.viewport())
        layout = self._layout(part)
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        self._paint_bands(painter, part, layout)
        palette = part.colours.palette(self._look.theme.name)
        for number, row in enumerate(part.rows):
            self._paint_bars(painter, part, row, layout.track(number), palette)
        self._paint_axis(painter, part, layout)
        painter.translate(self.horizontalScrollBar().value(), 0)
        painter.fillRect(QRectF(0, 0, _GUTTER - 4, layout.size[1]), self._look.theme.color("surface"))
        for number, row in enumerate(part.rows):
            self._paint_title(painter, row, layout.track(number))
        painter.end()

    def _paint_bands(self, painter: QPainter, part: ColumnPart, layout: _Layout) -> None:
        """Shade the selected slice and the one under the pointer through all columns."""
        theme = self._look.theme
        for index, token in ((part.slice, "accent_bg"), (self._hovered, "hover")):
            if index is not None:
                left = _GUTTER + index * layout.pitch
                painter.fillRect(QRectF(left - 1, 0, layout.pitch + 1, layout.size[1]), theme.color(token))

    def _paint_bars(self, painter: QPainter, part: ColumnPart, row: ColumnRow, track: QRectF, colours: Palette) -> None:
        low, high = part.span
        scale = track.height() / ((high - low) or 1.0)
        zero, pitch = track.top() + high * scale, track.width() / len(row.values)
        painter.setPen(QPen(self._look.theme.color("border"), 1))
        painter.drawLine(QPointF(track.left(), zero), QPointF(track.right(), zero))
        outlined = pitch >= 6
        painter.setPen(QPen(self._look.theme.color("strong"), 1) if outlined else Qt.PenStyle.NoPen)
        pixels = paint(row.values[:, None, None], part.levels, colours).reshape(-1, 3).tolist()
        for index in self._seen(track.left(), pitch, len(row.values)):
            value = float(row.values[index])
            painter.setBrush(QColor(*pixels[index]))
            top = zero - value * scale if low <= value <= high else track.top()
            bottom = zero if low <= value <= high else track.bottom()
            left = track.left() + index * pitch
            painter.drawRect(QRectF(left, min(top, bottom), pitch - (2 if outlined else 1), abs(bottom - top)))

    def _seen(self, left: float, pitch: float, count: int) -> range:
        start = self.horizontalScrollBar().value() - left
        return range(max(0, int(start / pitch)), min(count, int((start + self.viewport().width()) / pitch) + 1))

    def _paint_title(self, painter: QPainter, row: ColumnRow, track: QRectF) -> None:
        theme, metrics = self._look.theme, QFontMetricsF(font(11))
        low, high = (float(found) for found in (row.values.min(), row.values.max()))
        painter.setPen(theme.color("text"))
        painter.setFont(font(12, QFont.Weight.DemiBold if row.kept is None else QFont.Weight.Normal))
        painter.drawText(QPointF(0, track.top() + 11), row.title)
        painter.setFont(font(11))
        painter.setPen(theme.color("second"))
        room = _GUTTER - 16
        lines = (row.of, f"{three_digits(low)} … {three_digits(high)}")
        for number, line in enumerate(lines, 1):
            elided = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(QPointF(0, track.top() + 11 + 14 * number), elided)
        if row.kept is not None:
            painter.setPen(QPen(theme.color("second"), 1.4))
            box = _drop_box(track).adjusted(4, 4, -4, -4)
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())

    def _paint_axis(self, painter: QPainter, part: ColumnPart, layout: _Layout) -> None:
        """Write the names of the slices below their bars, or the numbers of some of them."""
        painter.setFont(font(11))
        metrics = QFontMetricsF(font(11))
        baseline, pitch, last = layout.size[1] - 5, layout.pitch, layout.depth - 1
        named = bool(part.names) and pitch >= _NAMED_PITCH
        for index in range(layout.depth) if named else ticks(0, last, _LEAST_TICK / pitch):
            text = part.names[index] if named else str(index)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, pitch - 4) if named else text
            painter.setPen(self._look.theme.color("accent" if index == part.slice else "second"))
            middle = _GUTTER + (index + 0.5) * pitch - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(middle, baseline), text)

    def _at(self, point: QPointF) -> tuple[int | None, int | None]:
        """Return the row and the depth slice at a point."""
        part = self._part
        if part is None:
            return None, None
        layout = self._layout(part)
        y = point.y() + self.verticalScrollBar().value()
        row = int(y // (layout.row + _BETWEEN))
        across = point.x() + self.horizontalScrollBar().value() - _GUTTER
        index = int(across // layout.pitch) if point.x() >= _GUTTER else -1
        return (row if row < layout.rows else None), (index if 0 <= index < layout.depth else None)

    def words_at(self, point: QPointF) -> str:
        """Return what is at a point: the number of a slice in each of the columns."""
        part, (_, index) = self._part, self._at(point)
        if part is None or index is None:
            return ""
        name = f"{index} {part.names[index]}" if part.names else f"Map {index}"
        return "\n".join((name, *(f"{row.title}, {row.of}: {exact(float(row.values[index]))}" for row in part.rows)))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell what is under the pointer in full."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self.viewport())
            return True
        if event.type() is QEvent.Type.Leave:
            self._hover(None, None)
        return super().viewportEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the number under the pointer."""
        self._hover(*self._at(event.position()))

    def _hover(self, row: int | None, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.viewport().update()
        self.hovered.emit(None if index is None or self._part is None else self._part.told(row, index))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select a slice, or let go of a column."""
        part, (row, index) = self._part, self._at(event.position())
        if part is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        if index is not None:
            self.slice_clicked.emit(index)
        elif row is not None and (kept := part.rows[row].kept) is not None:
            scrolled = event.position() + QPointF(0, self.verticalScrollBar().value())
            if _drop_box(self._layout(part).track(row)).contains(scrolled):
                self.drop_asked.emit(kept)


def _drop_box(track: QRectF) -> QRectF:
    """Return where the cross lies that lets go of a column."""
    return QRectF(_GUTTER - 12 - _AWAY, track.top(), _AWAY, _AWAY)
