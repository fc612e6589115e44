"""A few maps side by side in two rows, each with its name and a number, the same cell marked in all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_at, cell_box
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import draw_mark, hatch_zeros
from explorer.qt.basics.telling import Telling
from explorer.qt.basics.theme import font
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.render.paint import paint
from explorer.render.resample import shrunk
from explorer.session.pointed import Cell, Number

CAPTION, GAP = 17, 18
ROWS = 2

_BETWEEN, _EDGE = 8, 4
_WIDEST = 1.6
_BORDER = 1
_WHOLE = 3
"""From here on values are whole pixels wide; below, that would cost too much of the room there is."""
_ROW_NAMES = 76


@dataclass(frozen=True)
class MapTile:
    """One map.

    Attributes
    ----------
    told
        Returns what is told of its number at a row and column.
    sign
        Stands before it: ``"+"``.
    link
        Value name and depth slice that a click selects; None where it selects nothing.
    tip
        What a click does, or what the map is.
    """

    name: str
    row: int
    column: int
    plane: Array = field(repr=False, compare=False)
    told: Callable[[int, int], Number] = field(repr=False, compare=False)
    sign: str = ""
    link: tuple[str, int] | None = None
    tip: str = ""


class MapTiles(Telling):
    """Paints maps of one extent in one scale, as large as two rows of them fit.

    Parameters
    ----------
    name
        What they are, told to screen readers.
    narrowest
        Least width of a caption.

    Attributes
    ----------
    hovered
        The ``Number`` under the pointer, or None.
    tile_clicked
        Value name and depth slice of the map that was clicked.
    """

    hovered = Signal(object)
    tile_clicked = Signal(str, int)

    def __init__(self, look: Look, name: str, narrowest: int) -> None:
        super().__init__()
        self._look = look
        self._narrowest = narrowest
        self._tiles: Sequence[MapTile] = ()
        self._levels: Levels | None = None
        self._colours = Colouring()
        self._cell: Cell | None = None
        self._hovered: int | None = None
        self._images: dict[int, QImage] = {}
        self._size = (0.0, 0.0)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
        look.changed.connect(self._repaint)

    def show_tiles(self, tiles: Sequence[MapTile], levels: Levels, colours: Colouring) -> None:
        """Draw other maps."""
        self._tiles, self._levels, self._colours, self._hovered = tiles, levels, colours, None
        self._fit()

    def mark(self, cell: Cell | None) -> None:
        """Mark a place, and print the numbers there; None for the largest numbers."""
        self._cell = cell
        self.update()

    def sizeHint(self) -> QSize:
        """Return the width of all maps at this height."""
        columns = 1 + max((tile.column for tile in self._tiles), default=-1)
        return QSize(round(columns * self._pitch + _EDGE), 160)

    def minimumSizeHint(self) -> QSize:
        """Return the same width, and a height at which maps can be made out."""
        return QSize(self.sizeHint().width(), ROWS * (CAPTION + 24) + _BETWEEN)

    def resizeEvent(self, event: QEvent) -> None:
        """Draw the maps in another size."""
        self._fit()

    def _fit(self) -> None:
        self._size = self._fitting()
        self.setMinimumWidth(self.sizeHint().width())
        self.updateGeometry()
        self._repaint()

    def _repaint(self) -> None:
        self._images.clear()
        self.update()

    def _fitting(self) -> tuple[float, float]:
        """Return the width and height of a map at which two rows of them fit."""
        if not self._tiles:
            return 0.0, 0.0
        high, wide = self._tiles[0].plane.shape
        room = max(16.0, (self.height() - _BETWEEN) / ROWS - CAPTION - _BORDER)
        scale = min(room / high, _WIDEST * room / wide)
        scale = int(scale) if scale >= _WHOLE else scale
        return max(1.0, wide * scale), max(1.0, high * scale)

    @property
    def _pitch(self) -> float:
        return max(self._narrowest, self._size[0]) + GAP

    def box(self, place: int) -> QRectF:
        """Return where a map lies."""
        tile, (wide, high) = self._tiles[place], self._size
        top = tile.row * (CAPTION + high + _BETWEEN) + CAPTION
        return QRectF(tile.column * self._pitch + GAP, top, wide, high)

    @property
    def rows(self) -> list[QRectF]:
        """Where the first map of each row lies."""
        return [self.box(place) for place, tile in enumerate(self._tiles) if tile.column == 0]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self)
        for place in self._between(event.rect().left(), event.rect().right()):
            self._paint_tile(painter, place, self.box(place))
        painter.end()

    def _between(self, left: float, right: float) -> list[int]:
        """Return the maps whose columns lie in a part of the width."""
        first, last = int(left // self._pitch), int(right // self._pitch)
        return [place for place, tile in enumerate(self._tiles) if first <= tile.column <= last]

    def _paint_tile(self, painter: QPainter, place: int, box: QRectF) -> None:
        tile, theme, hovered = self._tiles[place], self._look.theme, place == self._hovered
        painter.drawImage(box, self._image(place))
        hatch_zeros(painter, tile.plane, box, theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("text" if hovered else "strong"), 1))
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        self._caption(painter, tile, box, hovered)
        if self._cell is not None:
            draw_mark(painter, cell_box(box, tile.plane.shape, self._cell.y, self._cell.x))

    def _caption(self, painter: QPainter, tile: MapTile, box: QRectF, hovered: bool) -> None:
        theme, room = self._look.theme, max(box.width(), self._narrowest)
        number = three_digits(self._number(tile))
        metrics = QFontMetricsF(font(11))
        taken = metrics.horizontalAdvance(number)
        baseline = box.top() - 5
        painter.setFont(font(11))
        painter.setPen(theme.color("second"))
        painter.drawText(QPointF(box.left() + room - taken, baseline), number)
        painter.setPen(theme.color("text" if hovered or tile.row else "second"))
        name = metrics.elidedText(tile.name, Qt.TextElideMode.ElideRight, room - taken - 3)
        painter.drawText(QPointF(box.left(), baseline), name)
        beside = QRectF(box.left() - GAP, box.top(), GAP, box.height())
        if tile.sign and self.visibleRegion().boundingRect().right() >= beside.right():
            painter.setFont(font(13, QFont.Weight.DemiBold))
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignCenter), tile.sign)

    def _number(self, tile: MapTile) -> float:
        return float(tile.plane.max() if self._cell is None else tile.plane[self._cell.y, self._cell.x])

    def _image(self, place: int) -> QImage:
        if place not in self._images:
            assert self._levels is not None
            box, ratio = self.box(place), self.devicePixelRatioF()
            smaller = shrunk(
                self._tiles[place].plane[None], round(box.height() * ratio) or 1, round(box.width() * ratio) or 1
            )
            palette = self._colours.palette(self._look.theme.name)
            self._images[place] = image_of(paint(smaller[0], self._levels, palette))
        return self._images[place]

    def _tile_at(self, point: QPointF) -> int | None:
        places = self._between(point.x(), point.x())
        return next((place for place in places if self.box(place).contains(point)), None)

    def _number_at(self, point: QPointF) -> Number | None:
        place = self._tile_at(point)
        at = cell_at(self.box(place), self._tiles[place].plane.shape, point) if place is not None else None
        return None if place is None or at is None else self._tiles[place].told(*at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell the number under the pointer."""
        self._hover(self._tile_at(event.position()))
        self.hovered.emit(self._number_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self._hover(None)
        self.hovered.emit(None)

    def _hover(self, place: int | None) -> None:
        if place != self._hovered:
            self._hovered = place
            linked = place is not None and self._tiles[place].link is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which map was clicked."""
        place = self._tile_at(event.position())
        link = self._tiles[place].link if place is not None else None
        if event.button() is Qt.MouseButton.LeftButton and link is not None:
            self.tile_clicked.emit(*link)

    def words_at(self, point: QPointF) -> str:
        """Return what is at a point, with its number in full; empty beside the maps."""
        place, number = self._tile_at(point), self._number_at(point)
        if place is None or number is None:
            return ""
        return "\n".join(text for text in (number.exact, self._tiles[place].tip) if text)


class RowNames(QWidget):
    """Says what the rows of maps beside it are."""

    def __init__(self, look: Look, tiles: MapTiles, names: Sequence[str]) -> None:
        super().__init__()
        self._look = look
        self._tiles = tiles
        self._names = names
        self.setFixedWidth(_ROW_NAMES)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write each name beside the middle of its row."""
        painter = QPainter(self)
        painter.setFont(font(11))
        painter.setPen(self._look.theme.color("second"))
        for box, name in zip(self._tiles.rows, self._names, strict=False):
            room = QRectF(0, box.top(), self.width(), box.height())
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap), name)
        painter.end()
