"""The cards in a window of their own: scrolled by wheel, drag and keys, faded where they are cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import CanvasArea
from explorer.qt.strip.canvas import Canvas
from explorer.qt.strip.geometry import BEND, GAP, LANE_GAP
from explorer.session.views.strip import StripPart

_FADE = 24
_LOW_FADE = 10
"""Above and below, where a fade as long as at the sides would cover half a card."""

_NOTCH = 120
"""What a wheel tells for one of its steps."""


class StripView(CanvasArea):
    """Shows the part of the strip that the user has scrolled to, and the selected card whenever another is selected."""

    needs_changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.canvas = Canvas(look)
        self.canvas.dragged.connect(self._drag)
        self._part: StripPart | None = None
        self._revealed: int | None = None
        self.setWidget(self.canvas)
        self._fades = _Fades(self, look)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._fades.update)
            bar.rangeChanged.connect(self._fades.update)
            bar.sliderMoved.connect(self._let_go)

    @property
    def height_needed(self) -> int:
        """Height at which nothing is cut above and below."""
        drawing = self.canvas.geometry_.size.toSize()
        below = self.horizontalScrollBar().sizeHint().height() if drawing.width() > self.width() else 0
        return drawing.height() + below

    def show_strip(self, part: StripPart | None) -> None:
        """Draw the layers of a net."""
        old, self._part = self._part, part
        self.canvas.show_strip(part)
        self.canvas.fit(self.viewport().size())
        if part is None:
            return
        if old is None or part.flow != old.flow:
            self._let_go()
            self.needs_changed.emit()
        if part.selected is not None and (old is None or (part.flow, part.selected) != (old.flow, old.selected)):
            self._reveal(part.selected)
        if part.found and (old is None or part.found != old.found):
            self._reveal_one_of(part.found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the fades over the whole view, and the card that was last scrolled to in it."""
        super().resizeEvent(event)
        self.canvas.fit(self.viewport().size())
        self._fades.setGeometry(self.viewport().geometry())
        if self._revealed is not None:
            self._reveal(self._revealed)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the strip with either wheel; with Shift across it, a card for each step of the wheel."""
        across = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) and self._cut_above_or_below
        bar = self.verticalScrollBar() if across else self.horizontalScrollBar()
        card = self.canvas.geometry_.card
        notch = card.height() + LANE_GAP if across else card.width() + GAP
        pixels, turned = event.pixelDelta(), event.angleDelta()
        way = (pixels.y() or pixels.x()) or (turned.y() or turned.x()) * notch / _NOTCH
        bar.setValue(round(bar.value() - way))
        self._let_go()
        event.accept()

    @property
    def _cut_above_or_below(self) -> bool:
        return self.verticalScrollBar().maximum() > 0

    def _drag(self, moved: QPoint) -> None:
        for bar, way in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
            bar.setValue(bar.value() - way)
        self._let_go()

    def _let_go(self) -> None:
        """Leave the view where the user has scrolled to."""
        self._revealed = None

    def _reveal(self, tile: int) -> None:
        """Scroll until a card is seen, and its neighbours where there is room for them."""
        self._revealed = tile
        box = self.canvas.box(tile).toRect()
        across = min(box.width() * 3 // 2 + BEND, self.viewport().width() // 2)
        self.ensureVisible(box.center().x(), box.center().y(), across, box.height() // 2 + LANE_GAP)

    def _reveal_one_of(self, tiles: frozenset[int]) -> None:
        """Scroll to the first of some cards, unless one of them is seen."""
        seen = QRect(
            QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()), self.viewport().size()
        )
        if not any(seen.contains(self.canvas.box(tile).toRect()) for tile in tiles):
            self._reveal(min(tiles))


class _Fades(QWidget):
    """Dims the edges behind which there is more."""

    def __init__(self, view: StripView, look: Look) -> None:
        super().__init__(view)
        self._view = view
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fade each cut edge into the surface."""
        painter = QPainter(self)
        across, down = self._view.horizontalScrollBar(), self._view.verticalScrollBar()
        whole = self.rect()
        for cut, edge, inner in (
            (_before(across), QRect(0, 0, _FADE, whole.height()), QPoint(_FADE, 0)),
            (_behind(across), QRect(whole.width(), 0, -_FADE, whole.height()), QPoint(whole.width() - _FADE, 0)),
            (_before(down), QRect(0, 0, whole.width(), _LOW_FADE), QPoint(0, _LOW_FADE)),
            (_behind(down), QRect(0, whole.height(), whole.width(), -_LOW_FADE), QPoint(0, whole.height() - _LOW_FADE)),
        ):
            if cut:
                self._paint(painter, edge, inner)
        painter.end()

    def _paint(self, painter: QPainter, edge: QRect, inner: QPoint) -> None:
        surface = self._look.theme.color("surface")
        gradient = QLinearGradient(edge.topLeft(), inner)
        gradient.setColorAt(0, surface)
        gradient.setColorAt(1, QColor(surface.red(), surface.green(), surface.blue(), 0))
        painter.fillRect(edge.normalized(), gradient)


def _before(bar: QScrollBar) -> bool:
    return bar.value() > bar.minimum()


def _behind(bar: QScrollBar) -> bool:
    return bar.value() < bar.maximum()
