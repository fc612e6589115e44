"""The cards with the lines between them, painted as far as they are seen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QToolTip

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel
from explorer.qt.strip.card import Mark, chevron_box, paint_outline, picture_place, picture_side
from explorer.qt.strip.drawing import Drawing, Face, Ground
from explorer.qt.strip.geometry import geometry_of
from explorer.qt.strip.steps import Direction, step
from explorer.qt.strip.thumbnails import Thumbnails
from explorer.qt.strip.tip import chevron_tip, spoken, tip
from explorer.session.maps.outlines import Outline
from explorer.session.strip.flow import Flow
from explorer.session.views.strip import StripPart

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}
_AHEAD = 400
"""Logical pixels that are drawn beyond what is seen, to be there when the strip is scrolled."""

_NOTHING = geometry_of(Flow((), (), (), frozenset()))


class Canvas(Panel):
    """All cards side by side.

    Attributes
    ----------
    layer_chosen
        Value name of the layer of a card that was clicked or stepped to.
    block_turned
        The block whose chevron was clicked.
    cards_seen
        Value names of the layers whose pictures are drawn, and their largest side in device pixels.
    place_hovered
        Value name of the layer whose picture is under the pointer, with row and column in it, from 0 to 1; an empty
        name and None beside the pictures.
    dragged
        How far the pointer has moved since the last time, while a button is down.
    """

    layer_chosen = Signal(str)
    block_turned = Signal(str)
    cards_seen = Signal(object, int)
    place_hovered = Signal(str, object)
    dragged = Signal(QPoint)

    def __init__(self, look: Look) -> None:
        super().__init__("cards")
        self._look = look
        self._part: StripPart | None = None
        self.geometry_ = _NOTHING
        self._hovered: int | None = None
        self._pressed: QPoint | None = None
        self._dragging = False
        self._stale = False
        self._outlines: Mapping[str, Outline] = {}
        self._drawing: Drawing | None = None
        self._thumbnails = Thumbnails(look, self)
        self._thumbnails.painted.connect(self._redraw)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Layers")
        look.changed.connect(self._redraw)

    def show_strip(self, part: StripPart | None) -> None:
        """Draw other cards, or others pointed out among them."""
        old, self._part = self._part, part
        if part is None or old is None or part.flow != old.flow:
            self.geometry_ = geometry_of(part.flow) if part is not None else _NOTHING
            self._hovered = None
        self._thumbnails.show_part(part, self._side)
        self.setAccessibleDescription(spoken(part) if part is not None else "")
        self._redraw()

    def show_outlines(self, outlines: Mapping[str, Outline]) -> None:
        """Outline parts of the pictures, by the value names of their layers."""
        if outlines != self._outlines:
            self._outlines = outlines
            self.update()

    def show_stale(self, stale: bool) -> None:
        """Tint pictures of an older state."""
        if stale != self._stale:
            self._stale = stale
            self._redraw()

    def box(self, tile: int) -> QRectF:
        """Return where a card lies in the widget."""
        return self.geometry_.box(tile).translated(self._offset)

    @property
    def _side(self) -> int:
        """Largest height and width of a thumbnail, in device pixels."""
        return round((picture_side(self.geometry_.card.height()) - 2) * self.devicePixelRatioF())

    @property
    def _offset(self) -> QPointF:
        """Where the drawing begins: a strip with room to spare has it in the middle of its height."""
        return QPointF(0, max(0.0, (self.height() - self.geometry_.size.height()) / 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen of the drawing, which is kept, and over it the outlines, which follow the pointer."""
        if self._part is None:
            return
        drawing = self._drawing
        if drawing is None or not drawing.place.contains(event.rect()):
            seen = self.visibleRegion().boundingRect().united(event.rect())
            place = seen.adjusted(-_AHEAD, 0, _AHEAD, 0) & self.rect()
            drawing = self._drawing = Drawing(self._ground(self._part), place, self._faces(self._part, place))
        painter = QPainter(self)
        painter.drawPixmap(drawing.place.topLeft(), drawing.pixels)
        painter.translate(self._offset)
        for tile in self.geometry_.tiles_in(QRectF(event.rect()).translated(-self._offset)):
            value = self._value(self._part, tile)
            if (outline := self._outlines.get(value)) is not None:
                paint_outline(painter, self.geometry_.box(tile), self._thumbnails.picture(value), outline)
        painter.end()

    def _redraw(self) -> None:
        """Draw the cards anew that look otherwise than they are drawn, or all once they are seen."""
        drawing, part = self._drawing, self._part
        if drawing is None or part is None or not self.isVisible() or drawing.ground != self._ground(part):
            self._drawing = None
            self.update()
        else:
            self.update(drawing.renew(self._faces(part, drawing.place)))

    def _ground(self, part: StripPart) -> Ground:
        return Ground(self._look.theme, self.geometry_, part.selected, self._offset, self.devicePixelRatioF())

    def _faces(self, part: StripPart, place: QRect) -> dict[int, Face]:
        """Return how the cards in a part of the widget look."""
        beside = self._beside(part)
        tiles = self.geometry_.tiles_in(QRectF(place).translated(-self._offset))
        self._thumbnails.begin()
        pictures = [self._thumbnails.picture(self._value(part, tile)) for tile in tiles]
        self.cards_seen.emit(tuple(self._value(part, tile) for tile in tiles), self._side)
        return {
            tile: Face(part.cards[tile], self._mark(part, tile, tile in beside), picture)
            for tile, picture in zip(tiles, pictures, strict=True)
        }

    @staticmethod
    def _value(part: StripPart, tile: int) -> str:
        """Return the layer whose map a card shows."""
        return part.layer if tile == part.selected else part.cards[tile].value

    def _mark(self, part: StripPart, tile: int, beside: bool) -> Mark:
        selected = tile == part.selected
        return Mark(
            selected=selected,
            beside=beside,
            hovered=tile == self._hovered,
            hit=tile in part.found,
            edited=tile in part.edited,
            ringed=selected and self.hasFocus(),
            stale=self._stale,
        )

    @staticmethod
    def _beside(part: StripPart) -> frozenset[int]:
        """Return the cards that the selected one reads, and those that read it."""
        if part.selected is None:
            return frozenset()
        return frozenset(part.flow.sources[part.selected] + part.flow.targets[part.selected])

    def _tile_at(self, point: QPointF) -> int | None:
        return self.geometry_.tile_at(point - self._offset)

    def _chevron_at(self, point: QPointF) -> str:
        """Return the block whose chevron is at a point."""
        tile = self._tile_at(point)
        if self._part is None or tile is None or not chevron_box(self.box(tile)).contains(point):
            return ""
        return self._part.cards[tile].block

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the strip."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.globalPosition().toPoint()
            self._dragging = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the card under the pointer, or drag the strip."""
        if self._pressed is not None:
            moved = event.globalPosition().toPoint() - self._pressed
            if self._dragging or moved.manhattanLength() >= QApplication.startDragDistance():
                self._dragging = True
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self._pressed = event.globalPosition().toPoint()
                self.dragged.emit(moved)
            return
        self._hover(self._tile_at(event.position()))
        self.place_hovered.emit(*self._place_at(event.position()))

    def _place_at(self, point: QPointF) -> tuple[str, tuple[float, float] | None]:
        """Return the layer whose picture is at a point, with the row and column in it."""
        tile = self._tile_at(point)
        if self._part is not None and tile is not None:
            value = self._value(self._part, tile)
            picture = self._thumbnails.picture(value)
            place = picture_place(self.box(tile), picture) if picture is not None else QRectF()
            if place.contains(point):
                down, across = point.y() - place.top(), point.x() - place.left()
                return value, (down / place.height(), across / place.width())
        return "", None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the card that was clicked, or fold or open its block."""
        pressed, self._pressed = self._pressed, None
        self.unsetCursor()
        if pressed is None or self._dragging or self._part is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        tile = self._tile_at(event.position())
        if block := self._chevron_at(event.position()):
            self.block_turned.emit(block)
        elif tile is not None:
            self.layer_chosen.emit(self._part.cards[tile].value)

    def leaveEvent(self, event: QEvent) -> None:
        """Light up none, and tell that nothing is under the pointer."""
        self._hover(None)
        self.place_hovered.emit("", None)

    def _hover(self, tile: int | None) -> None:
        if tile != self._hovered:
            self._hovered = tile
            self._redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step along the lines and from lane to lane."""
        if self._part is None or self._part.selected is None or not _steps(event):
            super().keyPressEvent(event)
            return
        tile = step(self._part.flow, self._part.selected, _ARROWS[event.key()])
        if tile != self._part.selected:
            self.layer_chosen.emit(self._part.cards[tile].value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the selected card."""
        self._redraw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Ring none."""
        self._redraw()

    def event(self, event: QEvent) -> bool:
        """Explain the card under the pointer, and keep the arrow keys from the window while the strip has them."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            self._explain(event)
            return True
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _steps(event):
            event.accept()
            return True
        return super().event(event)

    def _explain(self, event: QHelpEvent) -> None:
        place = QPointF(event.pos())
        tile = self._tile_at(place)
        if self._part is None or tile is None:
            QToolTip.hideText()
            return
        card = self._part.cards[tile]
        text = chevron_tip(card) if self._chevron_at(place) else tip(self._part, tile)
        below = self.mapToGlobal(self.box(tile).bottomLeft().toPoint())
        QToolTip.showText(below, text, self, self.box(tile).toRect())

    def fit(self, room: QSize) -> None:
        """Take the size of the drawing, or of the room there is where that is larger."""
        size = self.geometry_.size.toSize().expandedTo(room)
        if size != self.size():
            self.setFixedSize(size)
            self._redraw()


def _steps(event: QKeyEvent) -> bool:
    return event.key() in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
