"""The terms of a sum with patch, kernel slice and products; only those that are seen are painted."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from explorer.qt.basics.cells import cell_at
from explorer.qt.basics.look import Look
from explorer.qt.basics.number_grid import draw_grid, draw_numbers
from explorer.qt.basics.theme import MARGIN, font
from explorer.qt.workings.term_tiles import CAPTION, SIGN, TermTiles
from explorer.render.numbers import three_digits
from explorer.render.paint import paint
from explorer.session.arithmetic.told import factors, told_of_cell, told_of_term
from explorer.session.numbers import DOT, signed, unrounded
from explorer.session.pointed import Number
from explorer.session.views.worked import Step, Term

_SIGNS = (DOT, "=")
_CENTRED = int(Qt.AlignmentFlag.AlignCenter)


class TermsView(QAbstractScrollArea):
    """Tiles in rows.

    Attributes
    ----------
    tiles
        Where the terms lie.
    hovered
        The ``Number`` under the pointer, or None.
    map_asked
        Value name and index of the depth slice that a clicked term comes from.
    """

    hovered = Signal(object)
    map_asked = Signal(str, int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._step: Step | None = None
        self._exactly = False
        self.tiles = TermTiles(0, (0, 0), 0, False, 0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Terms of the sum")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setMouseTracking(True)
        look.changed.connect(self.viewport().update)

    def show_step(self, step: Step, *, exactly: bool) -> None:
        """Draw the terms of another step, in all digits if so wished."""
        anew = self._step is None or step.title != self._step.title
        self._step, self._exactly = step, exactly
        self._lay_out()
        if anew:
            self.verticalScrollBar().setValue(0)
        self.viewport().update()

    def _lay_out(self) -> None:
        """Place the tiles anew."""
        step, seen = self._step, self.viewport().size()
        first = step.terms[0] if step is not None and step.terms else None
        grids = first.grids if first is not None else ()
        rows, columns = grids[0].numbers.shape if grids else (0, 0)
        count = len(step.terms) if step is not None else 0
        exactly = self._exactly and bool(grids)
        self.tiles = TermTiles(count, (rows, columns), len(grids), exactly, seen.width(), seen.height())
        for bar, whole, page in zip(
            (self.horizontalScrollBar(), self.verticalScrollBar()),
            self.tiles.size,
            (seen.width(), seen.height()),
            strict=True,
        ):
            bar.setRange(0, max(0, whole - page))
            bar.setPageStep(page)
            bar.setSingleStep(40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out again."""
        self._lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint what is seen now."""
        self.viewport().update()

    @property
    def _corner(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.theme.color("surface"))
        painter.translate(-self._corner)
        if self._step is not None:
            tiles = self.tiles
            for place in tiles.seen(self.verticalScrollBar().value(), self.viewport().height()):
                self._paint(painter, tiles, place, self._step.terms[place])
        painter.end()

    def _paint(self, painter: QPainter, tiles: TermTiles, place: int, term: Term) -> None:
        self._caption(painter, tiles.tile(place), term)
        if tiles.exactly:
            self._paint_exactly(painter, tiles.box(place, 0), term)
            return
        for number, grid in enumerate(term.grids):
            box = tiles.box(place, number)
            draw_grid(painter, grid, box, self._look.theme)
            if number:
                painter.setFont(font(12))
                painter.setPen(self._look.theme.color("second"))
                painter.drawText(QRectF(box.left() - SIGN, box.top(), SIGN, box.height()), _CENTRED, _SIGNS[number - 1])

    def _caption(self, painter: QPainter, tile: QRectF, term: Term) -> None:
        """Write what the term is at the left, and what it gives at the right."""
        line = QRectF(tile.left(), tile.top(), min(tile.width(), self.viewport().width() - 2 * MARGIN), CAPTION)
        text = unrounded(term.number) if self._exactly else three_digits(term.number)
        number = signed(text) if term.summed else text
        painter.setFont(font(12, QFont.Weight.DemiBold))
        painter.setPen(self._look.theme.color("text"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number)
        room = line.width() - QFontMetricsF(painter.font()).horizontalAdvance(number) - 8
        painter.setFont(font(11))
        painter.setPen(self._look.theme.color("second"))
        name = f"{term.name}  {term.detail}" if term.detail else term.name
        shown = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)

    def _paint_exactly(self, painter: QPainter, box: QRectF, term: Term) -> None:
        """Draw one grid, in whose cells stand input, weight and product in all digits."""
        last = term.grids[-1]
        draw_grid(painter, last, box, self._look.theme, numbers=False)
        colours = paint(last.numbers, last.levels, last.colours.palette(self._look.theme.name))
        draw_numbers(painter, colours, box, lambda y, x: "\n".join(factors(term, y, x)))

    def event(self, event: QEvent) -> bool:
        """Tell the cell under the pointer in full."""
        if isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, point: QPointF) -> str:
        """Return what is at a point in words and in all digits; empty beside the terms."""
        number = self._number_at(point)
        return "" if number is None else number.exact

    def _number_at(self, point: QPointF) -> Number | None:
        place = self.tiles.at(point + self._corner)
        if place is None or self._step is None:
            return None
        term, tiles = self._step.terms[place], self.tiles
        for number in range(1 if tiles.exactly else len(term.grids)):
            at = cell_at(tiles.box(place, number), tiles.shape, point + self._corner)
            if at is not None:
                return told_of_cell(term, *at)
        return told_of_term(term)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the number under the pointer."""
        self.hovered.emit(self._number_at(event.position()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell that nothing is under the pointer once it leaves."""
        if event.type() is QEvent.Type.Leave:
            self.hovered.emit(None)
        return super().viewportEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the map that the clicked term comes from."""
        place = self.tiles.at(event.position() + self._corner)
        if event.button() is Qt.MouseButton.LeftButton and place is not None and self._step is not None:
            source = self._step.terms[place].source
            if source is not None:
                self.map_asked.emit(*source)
