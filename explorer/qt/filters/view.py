"""The kernel slices of one filter, each with its numbers where they fit, beside the maps that they are laid on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_at, cell_box
from explorer.qt.basics.images import image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import draw_lit
from explorer.qt.basics.number_grid import draw_numbers
from explorer.qt.basics.numbers import cell
from explorer.qt.basics.panels import follow_width
from explorer.qt.basics.telling import Telling
from explorer.qt.basics.theme import font
from explorer.qt.filters.cells import paint_marks
from explorer.qt.filters.tiles import CAPTION, MAP, KernelTiles
from explorer.render.colour import palette
from explorer.render.composite import composite
from explorer.render.paint import paint
from explorer.render.resample import shrunk
from explorer.session.filters.kernels import FilterPart, InputMaps
from explorer.session.filters.sharing import Lit
from explorer.session.pointed import Tap, Unit, Weight

_READABLE = 24


class FilterView(Telling):
    """Kernel slices in rows; those of red, green and blue are followed by all three in one.

    Parameters
    ----------
    name
        What is shown, told to screen readers.
    word
        Stands before the name of a channel where there is room.
    least
        Side of a weight, at least, where the panel may grow with them; 0 where it may not.

    Attributes
    ----------
    weight_hovered
        The ``Weight`` under the pointer, or where the keys are; None when they leave.
    hovered
        What else is under the pointer: a ``Unit`` of the input, or a ``Tap`` of all kernel slices; or None.
    map_clicked
        The kernel slice whose map was clicked.
    """

    weight_hovered = Signal(object)
    hovered = Signal(object)
    map_clicked = Signal(int)

    def __init__(self, look: Look, name: str = "Filter weights", word: str = "Channel", least: int = 0) -> None:
        super().__init__()
        self._look = look
        self._word = word
        self._least = least
        self._part: FilterPart | None = None
        self._shown: list[int] = []
        self._hovered: int | None = None
        self._lit: Lit | None = None
        self._maps: dict[int, QImage] = {}
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        follow_width(self)
        look.changed.connect(self._restyle)

    def show_filter(self, part: FilterPart | None, shown: Sequence[int] = ()) -> None:
        """Draw kernel slices of a filter in this order; what has not changed is not painted anew."""
        old, was = self._part, self._shown
        self._part, self._shown = part, list(shown)
        if old is None or part is None or self._shown != was or not _alike(old, part):
            self._maps.clear()
            self.updateGeometry()
            self.update()
            return
        tiles = self._tiles(part, self.width())
        for place, index in enumerate(self._shown):
            if _changed(old, part, index):
                self._maps.pop(index, None)
                self.update(tiles.tile(place).toAlignedRect().adjusted(-1, -1, 2, 2))
        if self._joined(part):
            self.update(tiles.tile(len(self._shown)).toAlignedRect())

    def show_lit(self, lit: Lit | None) -> None:
        """Light up what a weight multiplies on the map beside its kernel slice; None ends it."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of all rows in a panel of usual width."""
        return QSize(300, self.heightForWidth(300))

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows in a panel of this width."""
        return 0 if self._part is None or not self._shown else self._tiles(self._part, width).total

    def _tiles(self, part: FilterPart, width: int) -> KernelTiles:
        _, high, wide = part.kernels.shape
        return KernelTiles(len(self._shown) + self._joined(part), high, wide, part.maps is not None, width, self._least)

    def _joined(self, part: FilterPart) -> bool:
        """Return whether red, green and blue are shown in one as well."""
        return part.coloured and len(self._shown) == len(part.kernels)

    def _restyle(self) -> None:
        self._maps.clear()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        part = self._part
        if part is None:
            return
        painter = QPainter(self)
        tiles = self._tiles(part, self.width())
        for place, index in enumerate(self._shown):
            if _meets(event.region(), tiles.tile(place)):
                self._paint_tile(painter, part, tiles, (place, index), event.region())
        if self._joined(part):
            place = len(self._shown)
            self._caption(painter, tiles.tile(place), "R, G, B in one")
            limit = max(-part.levels.low, part.levels.high)
            self._paint_pixels(painter, composite(part.kernels, "".join(part.channels), limit), tiles.kernel_box(place))
        painter.end()

    def _paint_tile(
        self, painter: QPainter, part: FilterPart, tiles: KernelTiles, at: tuple[int, int], region: QRegion
    ) -> None:
        """Paint what meets a region of the kernel slice ``at`` a place and index."""
        place, index = at
        name, box, room = part.channels[index], tiles.kernel_box(place), tiles.map_room(place)
        hovered = index == self._hovered
        self._caption(painter, tiles.tile(place), self._titled(name) if self._spelled(tiles) else name, hovered)
        if _meets(region, box):
            colours = paint(part.kernels[index], part.levels, palette("weights", self._look.theme.name))
            self._paint_pixels(painter, colours, box, hovered)
            if tiles.cell >= _READABLE:
                draw_numbers(painter, colours, box, lambda y, x: cell(float(part.kernels[index, y, x])))
            paint_marks(painter, part.marked[index], box, self._look)
        if part.maps is not None and _meets(region, room):
            self._paint_map(painter, part.maps, index, room, hovered)

    def _caption(self, painter: QPainter, tile: QRectF, text: str, hovered: bool = False) -> None:
        painter.setFont(font(11))
        painter.setPen(self._look.theme.color("text" if hovered else "second"))
        painter.drawText(QPointF(tile.left(), tile.top() + CAPTION - 5), text)

    def _spelled(self, tiles: KernelTiles) -> bool:
        """Return whether all captions have room for the word that says what they are."""
        assert self._part is not None
        longest = max((self._part.channels[index] for index in self._shown), key=len)
        return QFontMetricsF(font(11)).horizontalAdvance(self._titled(longest)) <= tiles.tile(0).width() + 6

    def _titled(self, name: str) -> str:
        return f"{self._word} {name}".lstrip()

    def _paint_pixels(self, painter: QPainter, pixels: Array, box: QRectF, hovered: bool = False) -> None:
        painter.drawImage(box, image_of(pixels))
        self._frame(painter, box, hovered)

    def _frame(self, painter: QPainter, box: QRectF, hovered: bool) -> None:
        painter.setPen(QPen(self._look.theme.color("text" if hovered else "border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _paint_map(self, painter: QPainter, maps: InputMaps, index: int, room: QRectF, hovered: bool) -> None:
        if index not in self._maps:
            self._maps[index] = self._small(maps, index)
        box = _map_box(maps, room)
        painter.drawImage(box, self._maps[index])
        if self._lit is not None and self._lit.weight.kernel == index:
            draw_lit(painter, self._lit.inputs, box)
        self._frame(painter, box, hovered)

    def _small(self, maps: InputMaps, index: int) -> QImage:
        most = round(MAP * self.devicePixelRatioF())
        high, wide = maps.planes.shape[1:]
        scale = min(1.0, most / max(high, wide))
        small = shrunk(maps.planes[index][None], max(1, round(high * scale)), max(1, round(wide * scale)))[0]
        return image_of(paint(small, maps.levels, maps.colours.palette(self._look.theme.name)))

    def weight_at(self, point: QPointF) -> Weight | None:
        """Return the weight at a point; None beside the kernel slices."""
        if self._part is None:
            return None
        tiles = self._tiles(self._part, self.width())
        place = tiles.at(point)
        if place is None or place >= len(self._shown):
            return None
        at = cell_at(tiles.kernel_box(place), self._part.kernels.shape[1:], point)
        return Weight(self._shown[place], *at) if at is not None else None

    def _place_at(self, point: QPointF) -> Unit | Tap | None:
        """Return the unit of the input at a point, or the weights that are drawn as one colour."""
        part = self._part
        tiles = self._tiles(part, self.width()) if part is not None else None
        place = tiles.at(point) if tiles is not None else None
        if part is None or tiles is None or place is None:
            return None
        if place == len(self._shown):
            at = cell_at(tiles.kernel_box(place), part.kernels.shape[1:], point)
            return Tap(part.filter, *at) if at is not None else None
        if part.maps is None:
            return None
        index = self._shown[place]
        at = cell_at(_map_box(part.maps, tiles.map_room(place)), part.maps.planes.shape[1:], point)
        return Unit(part.maps.value, part.maps.slices[index], *at) if at is not None else None

    def box_of(self, weight: Weight) -> QRectF:
        """Return where a weight lies; empty where there is none, or its kernel slice is not shown."""
        if self._part is None or weight.kernel not in self._shown:
            return QRectF()
        _, high, wide = self._part.kernels.shape
        if weight.y >= high or weight.x >= wide:
            return QRectF()
        box = self._tiles(self._part, self.width()).kernel_box(self._shown.index(weight.kernel))
        return cell_box(box, self._part.kernels.shape[1:], weight.y, weight.x)

    def slice_at(self, point: QPointF) -> int | None:
        """Return the kernel slice whose tile is at a point."""
        place = self._tiles(self._part, self.width()).at(point) if self._part is not None else None
        return self._shown[place] if place is not None and place < len(self._shown) else None

    def words_at(self, point: QPointF) -> str:
        """Return what is at a point in words, a weight in full; empty beside the tiles."""
        part, index, weight = self._part, self.slice_at(point), self.weight_at(point)
        if part is None or index is None:
            return ""
        if weight is not None:
            return part.words_of(weight)
        return "" if part.maps is None else f"Map {part.maps.slices[index]} of {part.maps.title}; a click selects it"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell what is under the pointer, and mark its kernel slice with the map that it is laid on."""
        self._hover(event.position())
        weight = self.weight_at(event.position())
        if weight is not None:
            self.weight_hovered.emit(weight)
        else:
            self.hovered.emit(self._place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that nothing is under the pointer."""
        self._hover(None)
        self.hovered.emit(None)

    def _hover(self, point: QPointF | None) -> None:
        index = self.slice_at(point) if point is not None else None
        if index != self._hovered:
            self._hovered = index
            self.update()
        if point is not None:
            self.setCursor(self._cursor_at(point))

    def _cursor_at(self, point: QPointF) -> Qt.CursorShape:
        """Return how the pointer looks over a point."""
        return Qt.CursorShape.PointingHandCursor if self._map_at(point) is not None else Qt.CursorShape.ArrowCursor

    def _map_at(self, point: QPointF) -> int | None:
        """Return the kernel slice whose map, or caption, is at a point."""
        linked = self._part is not None and self._part.maps is not None and self.weight_at(point) is None
        return self.slice_at(point) if linked else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which map was clicked."""
        index = self._map_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index is not None:
            self.map_clicked.emit(index)


def _map_box(maps: InputMaps, room: QRectF) -> QRectF:
    """Return where a map lies in the room that there is for it."""
    high, wide = maps.planes.shape[1:]
    scale = min(room.width() / wide, room.height() / high)
    return QRectF(room.left(), room.top(), wide * scale, high * scale)


def _meets(region: QRegion, box: QRectF) -> bool:
    """Return whether a box, with its frame, is to be painted anew somewhere."""
    return region.intersects(box.adjusted(-1, -1, 1, 1).toAlignedRect())


def _alike(old: FilterPart, new: FilterPart) -> bool:
    """Return whether two parts are of the same filter, drawn in the same places and colours."""
    maps = [
        (part.maps.value, part.maps.levels, part.maps.colours) if part.maps is not None else None for part in (old, new)
    ]
    return (old.place, old.levels, old.channels) == (new.place, new.levels, new.channels) and maps[0] == maps[1]


def _changed(old: FilterPart, new: FilterPart, index: int) -> bool:
    """Return whether a kernel slice, its marks or its map differ between two parts that are alike."""
    pairs = [(old.kernels[index], new.kernels[index]), (old.marked[index], new.marked[index])]
    if old.maps is not None and new.maps is not None:
        pairs.append((old.maps.planes[index], new.maps.planes[index]))
    return not all(np.array_equal(one, other) for one, other in pairs)
