"""The strip across the top: one card a layer, in the order of the data."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from explorer.qt.look import Look
from explorer.qt.panels import Panel
from explorer.qt.theme import MARGIN, RADIUS, font
from explorer.session.view import Card

CARD = QSize(132, 56)
GAP = 16
HEIGHT = 80
_BAR = 4
_FADE = 24


class _Cards(Panel):
    """All cards side by side, painted."""

    clicked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__("cards")
        self._look = look
        self._cards: tuple[Card, ...] = ()
        self._hovered = -1
        self.setMouseTracking(True)
        self.setAccessibleName("Layers")
        look.changed.connect(self.update)

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Draw other cards."""
        self._cards = cards
        self.setFixedSize(2 * MARGIN + max(0, len(cards) * (CARD.width() + GAP) - GAP), HEIGHT - 2)
        self.update()

    def box(self, index: int) -> QRectF:
        """Return where a card lies."""
        left = MARGIN + index * (CARD.width() + GAP)
        return QRectF(left, (HEIGHT - CARD.height()) / 2 - 1, CARD.width(), CARD.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cards that are seen, with chevrons between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = QRectF(event.rect()).adjusted(-GAP, 0, GAP, 0)
        for index, card in enumerate(self._cards):
            if self.box(index).intersects(seen):
                self._paint_card(painter, card, self.box(index), index == self._hovered)
                if index:
                    self._paint_chevron(painter, self.box(index))
        painter.end()

    def _paint_card(self, painter: QPainter, card: Card, box: QRectF, hovered: bool) -> None:
        theme = self._look.theme
        width = 2 if card.selected else 1
        fill = theme.accent_bg if card.selected else theme.hover if hovered else theme.surface
        painter.setPen(QPen(QColor(theme.accent if card.selected else theme.border), width))
        painter.setBrush(QColor(fill))
        inset = width / 2
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.bars.get(card.kind, theme.bars["other"])))
        painter.drawRoundedRect(QRectF(box.left() + 8, box.top() + 8, _BAR, box.height() - 16), 2, 2)
        text = box.adjusted(20, 6, -8, -6)
        third = text.height() / 3
        self._write(painter, text.adjusted(0, 0, 0, -2 * third), card.operator, 11, "second", card.milliseconds)
        self._write(painter, text.adjusted(0, third, 0, -third), card.title, 13, "text")
        self._write(painter, text.adjusted(0, 2 * third, 0, 0), card.volume, 11, "second")

    def _write(self, painter: QPainter, box: QRectF, text: str, size: int, token: str, right: str = "") -> None:
        face = font(size, QFont.Weight.DemiBold if token == "text" else QFont.Weight.Normal)
        painter.setFont(face)
        metrics = QFontMetricsF(face)
        painter.setPen(self._look.theme.color(token))
        room = box.width() - (metrics.horizontalAdvance(right) + 6 if right else 0)
        cut = Qt.TextElideMode.ElideMiddle if token == "text" else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(text, cut, room)
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), shown
        )
        painter.setPen(self._look.theme.color("third"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)

    def _paint_chevron(self, painter: QPainter, box: QRectF) -> None:
        x, y = box.left() - GAP / 2, box.center().y()
        painter.setPen(QPen(self._look.theme.color("strong"), 1.4))
        painter.drawPolyline([QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)])

    def _index_at(self, point: QPointF) -> int:
        return next((i for i in range(len(self._cards)) if self.box(i).contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the card under the pointer."""
        index = self._index_at(event.position())
        if index != self._hovered:
            self._hovered = index
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Light up none."""
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select the card under the pointer."""
        index = self._index_at(event.position())
        if index >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit(self._cards[index].value)

    def event(self, event: QEvent) -> bool:
        """Explain the card under the pointer."""
        if event.type() is QEvent.Type.ToolTip and self._hovered >= 0:
            QToolTip.showText(
                self.mapToGlobal(self.box(self._hovered).bottomLeft().toPoint()), tip(self._cards[self._hovered])
            )
            return True
        return super().event(event)


class Strip(QScrollArea):
    """The cards, scrolled so that the selected one is seen.

    Attributes
    ----------
    layer_clicked
        Value name of the card that was clicked.
    """

    layer_clicked = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._look = look
        self._cards = _Cards(look)
        self._cards.clicked.connect(self.layer_clicked)
        self.setFixedHeight(HEIGHT)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._cards)
        self._fade = _Fade(self, look)
        self.horizontalScrollBar().valueChanged.connect(self._fade.update)

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Draw the layers of a net."""
        self._cards.show_cards(cards)
        selected = next((i for i, card in enumerate(cards) if card.selected), None)
        if selected is not None:
            box = self._cards.box(selected)
            self.ensureVisible(round(box.center().x()), 0, round(box.width()) + 2 * GAP, 0)
        self._fade.update()

    def resizeEvent(self, event: object) -> None:
        """Keep the fade over the whole strip."""
        self._fade.setGeometry(0, 0, self.width(), self.height() - 1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll along the strip with either wheel."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))


class _Fade(QWidget):
    """Dims the edges behind which there are more cards."""

    def __init__(self, strip: Strip, look: Look) -> None:
        super().__init__(strip)
        self._strip = strip
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fade each cut edge into the surface."""
        bar = self._strip.horizontalScrollBar()
        painter = QPainter(self)
        if bar.value() > bar.minimum():
            self._paint(painter, 0, _FADE)
        if bar.value() < bar.maximum():
            self._paint(painter, self.width(), self.width() - _FADE)
        painter.end()

    def _paint(self, painter: QPainter, solid: int, clear: int) -> None:
        surface = self._look.theme.color("surface")
        gradient = QLinearGradient(solid, 0, clear, 0)
        gradient.setColorAt(0, surface)
        gradient.setColorAt(1, QColor(surface.red(), surface.green(), surface.blue(), 0))
        painter.fillRect(QRectF(min(solid, clear), 0, _FADE, self.height()), gradient)


def tip(card: Card) -> str:
    """Return what a card says in full."""
    lines = [f"{card.operator} \N{EN DASH} {card.title}"]
    lines += [f"width, height, number of maps: {card.volume}"] if card.volume else []
    lines += [f"parameters: {card.parameters}"] if card.parameters else []
    lines += [f"time: {card.milliseconds}"] if card.milliseconds else []
    return "\n".join(lines)
