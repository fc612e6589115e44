"""The arithmetic of a cell as rows of numbers, painted in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent

from explorer.qt.arithmetic.rows import Row
from explorer.qt.basics.cells import cell_at
from explorer.qt.basics.look import Look
from explorer.qt.basics.number_grid import draw_grid
from explorer.qt.basics.panels import follow_width
from explorer.qt.basics.telling import Telling
from explorer.qt.basics.theme import AMBER, MARGIN, font
from explorer.render.colour import palette
from explorer.render.levels import Levels
from explorer.render.paint import colour_of
from explorer.session.arithmetic.told import told_of_cell
from explorer.session.pointed import Number
from explorer.session.views.worked import Grid, Term

_ROW, _PLAIN, _RULE, _HEADING = 34, 22, 9, 26
_SIDE, _CELL = 28, 14
_DRAWN = 2
"""Grids of a term that there is room for: patch and kernel slice."""
_BAR, _GAP = 52, 8
_SCALE = Levels(-1.0, 1.0, -1.0, 1.0)


class WorkedView(Telling):
    """Rows of a name with a number, and of a patch with a kernel slice.

    Attributes
    ----------
    hovered
        The ``Number`` under the pointer, or None.
    map_asked
        Value name and index of the depth slice that a clicked term comes from.
    """

    hovered = Signal(object)
    map_asked = Signal(str, int)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._rows: Sequence[Row] = ()
        self._heights: dict[int, tuple[int, ...]] = {}
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        follow_width(self)
        look.changed.connect(self.update)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Draw other rows."""
        height = self.heightForWidth(self.width())
        self._rows = rows
        self._heights.clear()
        self.setAccessibleDescription("; ".join(f"{row.text} {row.number}".strip() for row in rows if row.text))
        if self.heightForWidth(self.width()) != height:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size in a panel of usual width."""
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in a panel of this width."""
        return sum(self._heights_in(width))

    def _heights_in(self, width: int) -> tuple[int, ...]:
        """Return the height of each row; measured once, as texts take long."""
        if width not in self._heights:
            self._heights[width] = tuple(self._height(row, width) for row in self._rows)
        return self._heights[width]

    def _height(self, row: Row, width: int) -> int:
        match row.kind:
            case "term":
                return _ROW if row.term is not None and row.term.grids else _PLAIN
            case "rule":
                return _RULE
            case "heading":
                return _HEADING
            case "note":
                room = QSize(max(40, width - 2 * MARGIN), 10_000)
                text = QFontMetrics(font(11)).boundingRect(0, 0, room.width(), room.height(), _WRAPPED, row.text)
                return text.height() + 10
            case _:
                return _PLAIN

    def _placed(self) -> Iterator[tuple[Row, QRectF]]:
        """Yield each row with where it lies."""
        top = 0
        for row, height in zip(self._rows, self._heights_in(self.width()), strict=True):
            yield row, QRectF(MARGIN, top, self.width() - 2 * MARGIN, height)
            top += height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._look.theme.color("surface"))
        for row, box in self._placed():
            if box.intersects(QRectF(event.rect())):
                self._paint(painter, row, box)
        painter.end()

    def _paint(self, painter: QPainter, row: Row, box: QRectF) -> None:
        theme = self._look.theme
        match row.kind:
            case "rule":
                painter.fillRect(QRectF(box.left(), box.center().y(), box.width(), 1), theme.color("strong"))
            case "heading":
                painter.setFont(font(12, QFont.Weight.DemiBold))
                painter.setPen(theme.color("text"))
                painter.drawText(box, int(_LEFT), painter.fontMetrics().elidedText(row.text, _MIDDLE, int(box.width())))
            case "note":
                painter.setFont(font(11))
                painter.setPen(theme.color("second"))
                painter.drawText(box.adjusted(0, 4, 0, 0), _WRAPPED, row.text)
            case "term" if row.term is not None:
                self._paint_term(painter, row, row.term, box)
            case _:
                self._paint_line(painter, row, box)

    def _paint_line(self, painter: QPainter, row: Row, box: QRectF) -> None:
        """Write a name and its number, with a mark in amber where that is the cell that is looked at."""
        weight = QFont.Weight.DemiBold if row.bold else QFont.Weight.Normal
        painter.setFont(font(13 if row.bold else 12, weight))
        painter.setPen(self._look.theme.color("text"))
        painter.drawText(box, int(_RIGHT), row.number)
        room = box.width() - QFontMetricsF(painter.font()).horizontalAdvance(row.number) - _GAP
        painter.setPen(self._look.theme.color("text" if row.bold else "second"))
        painter.drawText(box, int(_LEFT), QFontMetricsF(painter.font()).elidedText(row.text, _MIDDLE, room))
        if row.own:
            painter.fillRect(QRectF(box.left() - _GAP, box.top() + 4, 3, box.height() - 8), QColor(AMBER))

    def _paint_term(self, painter: QPainter, row: Row, term: Term, box: QRectF) -> None:
        """Draw patch and kernel slice, name, bar and number."""
        for grid, small in _grids(term, box):
            draw_grid(painter, grid, small, self._look.theme)
        left = box.left() + (len(term.grids[:_DRAWN]) * (_SIDE + 4) + 4 if term.grids else 0)
        painter.setFont(font(12))
        painter.setPen(self._look.theme.color("text"))
        painter.drawText(box, int(_RIGHT), row.number)
        right = box.right() - _NUMBER
        bar = QRectF(right - _BAR, box.center().y() - 5, _BAR, 10)
        self._paint_bar(painter, row.share, bar)
        painter.setPen(self._look.theme.color("second"))
        room = bar.left() - left - _GAP
        text = _fitted(row.text, f"  {term.detail}" if term.detail else "", QFontMetricsF(painter.font()), room)
        painter.drawText(QRectF(left, box.top(), room, box.height()), int(_LEFT), text)

    def _paint_bar(self, painter: QPainter, share: float, bar: QRectF) -> None:
        middle = bar.center().x()
        painter.fillRect(QRectF(middle, bar.top() - 2, 1, bar.height() + 4), self._look.theme.color("strong"))
        long = share * bar.width() / 2
        colour = QColor(*colour_of(0.75 if share > 0 else -0.75, _SCALE, palette("signed", self._look.theme.name)))
        painter.fillRect(QRectF(min(middle, middle + long), bar.top(), abs(long), bar.height()), colour)

    def _row_at(self, point: QPointF) -> Row | None:
        placed = self._placed_at(point)
        return placed[0] if placed is not None else None

    def _placed_at(self, point: QPointF) -> tuple[Row, QRectF] | None:
        return next(((row, box) for row, box in self._placed() if box.top() <= point.y() < box.bottom()), None)

    def words_at(self, point: QPointF) -> str:
        """Return the row at a point in full; empty below the last."""
        row = self._row_at(point)
        return "" if row is None else _tip(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be clicked, and tell the number under the pointer."""
        row = self._row_at(event.position())
        linked = row is not None and row.term is not None and row.term.source is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)
        self.hovered.emit(self._number_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self.hovered.emit(None)

    def _number_at(self, point: QPointF) -> Number | None:
        """Return the number at a point: of a cell of a patch or a kernel slice, or of the row."""
        row, box = self._placed_at(point) or (None, QRectF())
        if row is None or not row.number:
            return None
        if row.term is not None:
            for grid, small in _grids(row.term, box):
                if (at := cell_at(small, grid.numbers.shape, point)) is not None:
                    return told_of_cell(row.term, *at)
        return Number(f"{row.text}: {row.number}", f"{row.text}: {row.exact}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the map that the clicked term comes from."""
        row = self._row_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and row is not None and row.term is not None and row.term.source:
            self.map_asked.emit(*row.term.source)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.TextElideMode.ElideMiddle
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_NUMBER = 56


def _fitted(name: str, detail: str, metrics: QFontMetricsF, room: float) -> str:
    """Return a name with its detail in this width; it is the name that is cut, since half a number is another one."""
    name = metrics.elidedText(name, _MIDDLE, max(0.0, room - metrics.horizontalAdvance(detail)))
    return metrics.elidedText(name + detail, Qt.TextElideMode.ElideRight, room)


def _grids(term: Term, box: QRectF) -> Iterator[tuple[Grid, QRectF]]:
    """Yield patch and kernel slice of a term with where they lie in its row."""
    for number, grid in enumerate(term.grids[:_DRAWN]):
        yield grid, _small(grid, QPointF(box.left() + number * (_SIDE + 4), box.center().y()))


def _small(grid: Grid, middle: QPointF) -> QRectF:
    """Return where a grid lies within a small square whose left side has its middle here."""
    height, width = grid.numbers.shape
    side = min(_CELL, _SIDE / max(height, width))
    wide, high = max(2.0, side * width), max(2.0, side * height)
    return QRectF(middle.x() + (_SIDE - wide) / 2, middle.y() - high / 2, wide, high)


def _tip(row: Row) -> str:
    if not row.number:
        return row.text
    detail = f", {row.term.detail}" if row.term is not None and row.term.detail else ""
    linked = "; a click selects its map" if row.term is not None and row.term.source is not None else ""
    return f"{row.text}{detail}: {row.exact}{linked}"
