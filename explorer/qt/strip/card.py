"""How one card of the strip is painted."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from explorer.nn.spec import Array
from explorer.qt.basics.field_marks import draw_outline
from explorer.qt.basics.marks import STALE_OPACITY, fold_corner
from explorer.qt.basics.theme import RADIUS, Theme, font
from explorer.session.maps.outlines import Outline
from explorer.session.strip.card import Card

_ROOMY = 50
"""Height from which on a card has three lines of text."""

_BAR = 4
_TEXT_LEFT = 20
_CHEVRON = 14
_APART = 5
"""Least space between two texts of a line."""

_LEAST_OUTLINE = 5
_FOLD, _AWAY = 9, 3
_SHORTER = (("Normalization", "Norm"), ("Average", "Avg"))


@dataclass(frozen=True)
class Picture:
    """A thumbnail, and the colours (H, W, 3), uint8 RGB, that it is of; None where the slice is 0 everywhere."""

    pixels: QPixmap | None
    colours: Array | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Mark:
    """How a card is pointed out.

    Attributes
    ----------
    beside
        Whether the selected card reads it, or is read by it.
    hit
        Whether it was searched for and found.
    edited
        Whether weights or maps of it are edited.
    ringed
        Whether the keys go to it.
    stale
        Whether its numbers and picture are of an older state.
    """

    selected: bool = False
    beside: bool = False
    hovered: bool = False
    hit: bool = False
    edited: bool = False
    ringed: bool = False
    stale: bool = False


def picture_side(height: float) -> float:
    """Return height and width of the thumbnail on a card of this height, with its border."""
    return height - 2 * _inset(height)


def chevron_box(box: QRectF) -> QRectF:
    """Return where the chevron that folds or opens a block takes clicks, on a card in ``box``."""
    return QRectF(box.left() + _BAR + 8, box.top(), _CHEVRON + 10, 24)


def paint_card(painter: QPainter, theme: Theme, card: Card, box: QRectF, mark: Mark) -> None:
    """Paint what of a card is the same in each forward pass, with antialiasing on.

    A card that is large enough has the operator, the name and the numbers one below the other; a small one has no room
    for the number of parameters.
    """
    _paint_frame(painter, theme, card, box, mark)
    _paint_bar(painter, theme, card, box)
    if mark.edited:
        fold_corner(painter, box.adjusted(0, _AWAY, -_AWAY, 0), theme, side=_FOLD)
    first, *others = _lines(box)
    if card.block:
        _paint_chevron(painter, theme, first, card.folded)
    volume = card.volume.replace(" ", "")
    if len(others) > 1:
        _write_name(painter, theme, others[0], card.name, mark.hit, 13)
        _write(painter, theme, others[1], volume, card.parameters if _fits(others[1], volume, card.parameters) else "")
    else:
        _write(painter, theme, others[0], _operators(card), volume)


def paint_pass(painter: QPainter, theme: Theme, card: Card, box: QRectF, mark: Mark, picture: Picture | None) -> None:
    """Paint what a forward pass gives a card, over what is the same in each: picture and time."""
    painter.setOpacity(STALE_OPACITY if mark.stale else 1.0)
    _paint_picture(painter, theme, box, picture)
    painter.setOpacity(1.0)
    first, *others = _lines(box)
    line = first.adjusted(_CHEVRON if card.block else 0, 0, 0, 0)
    if len(others) > 1:
        _write(painter, theme, line, _operators(card), card.milliseconds)
    else:
        spent = QFontMetricsF(font(11)).horizontalAdvance(card.milliseconds) + _APART if card.milliseconds else 0
        _write_name(painter, theme, line.adjusted(0, 0, -spent, 0), card.name, mark.hit, 12)
        _write(painter, theme, line, "", card.milliseconds)


def _operators(card: Card) -> str:
    """Return what there is room for beside a number: ``"Conv +2"`` for a block of three layers, ``"BatchNorm"``."""
    first, more, _ = card.operator.partition(" + ")
    for long, short in _SHORTER:
        first = first.replace(long, short)
    return f"{first} +{len(card.layers) - 1}" if more else first


def _inset(height: float) -> float:
    """Return how far the thumbnail lies from the edges of a card."""
    return 7 if height >= _ROOMY else 5


def _lines(box: QRectF) -> list[QRectF]:
    """Return where the lines of text of a card lie."""
    inset = _inset(box.height())
    text = box.adjusted(_TEXT_LEFT, inset - 2, -picture_side(box.height()) - 2 * inset, 2 - inset)
    count = 3 if box.height() >= _ROOMY else 2
    height = text.height() / count
    return [QRectF(text.left(), text.top() + n * height, text.width(), height) for n in range(count)]


def _paint_frame(painter: QPainter, theme: Theme, card: Card, box: QRectF, mark: Mark) -> None:
    if mark.ringed:
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), RADIUS + 3, RADIUS + 3)
    edge = "accent" if mark.selected or mark.beside else "border"
    width = 2 if mark.selected else 1
    if card.folded:
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color("surface"))
        for away in (5, 2.5):
            painter.drawRoundedRect(box.adjusted(away + 8, away, away - 0.5, -away), RADIUS, RADIUS)
    painter.setPen(QPen(theme.color(edge), width))
    painter.setBrush(theme.color("accent_bg" if mark.selected else "hover" if mark.hovered else "surface"))
    painter.drawRoundedRect(box.adjusted(width / 2, width / 2, -width / 2, -width / 2), RADIUS, RADIUS)


def _paint_bar(painter: QPainter, theme: Theme, card: Card, box: QRectF) -> None:
    """Paint the colours of the operators, those of a block from the top."""
    painter.setPen(Qt.PenStyle.NoPen)
    gaps = len(card.kinds) - 1
    height = (box.height() - 16 - gaps) / len(card.kinds)
    for place, kind in enumerate(card.kinds):
        painter.setBrush(QColor(theme.bars.get(kind, theme.bars["other"])))
        top = box.top() + 8 + place * (height + 1)
        painter.drawRoundedRect(QRectF(box.left() + 8, top, _BAR, height), min(2, height / 2), min(2, height / 2))


def paint_outline(painter: QPainter, box: QRectF, picture: Picture | None, outline: Outline) -> None:
    """Outline a part of the thumbnail of a card in ``box``."""
    if picture is not None:
        place = picture_place(box, picture)
        painter.save()
        painter.setClipRect(place.adjusted(-3, -3, 3, 3))
        draw_outline(painter, outline, place, least=_LEAST_OUTLINE)
        painter.restore()


def picture_place(box: QRectF, picture: Picture) -> QRectF:
    """Return where the thumbnail lies on a card: as large as it fits."""
    side = picture_side(box.height())
    right = box.right() - _inset(box.height())
    place = QRectF(right - side + 1, box.center().y() - side / 2 + 1, side - 2, side - 2)
    if picture.pixels is None:
        return place
    width, height = picture.pixels.width(), picture.pixels.height()
    scale = place.width() / max(width, height)
    away = (place.width() - width * scale) / 2, (place.height() - height * scale) / 2
    return place.adjusted(away[0], away[1], -away[0], -away[1])


def _paint_picture(painter: QPainter, theme: Theme, box: QRectF, picture: Picture | None) -> None:
    """Paint the thumbnail, each of its pixels as a square; hatch one that is 0 everywhere."""
    if picture is None:
        return
    place = picture_place(box, picture)
    if picture.pixels is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawPixmap(place, picture.pixels, QRectF(picture.pixels.rect()))
    else:
        painter.fillRect(place, QBrush(theme.color("border"), Qt.BrushStyle.BDiagPattern))
    painter.setPen(QPen(theme.color("border"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))


def _paint_chevron(painter: QPainter, theme: Theme, line: QRectF, folded: bool) -> None:
    x, y = line.left() + 4, line.center().y() + 0.5
    right = [QPointF(x - 2, y - 4), QPointF(x + 2, y), QPointF(x - 2, y + 4)]
    down = [QPointF(x - 4, y - 2), QPointF(x, y + 2), QPointF(x + 4, y - 2)]
    painter.setPen(QPen(theme.color("second"), 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(right if folded else down))


def _fits(line: QRectF, left: str, right: str) -> bool:
    metrics = QFontMetricsF(font(11))
    return metrics.horizontalAdvance(left) + _APART + metrics.horizontalAdvance(right) <= line.width()


def _write(painter: QPainter, theme: Theme, line: QRectF, left: str, right: str) -> None:
    """Write two texts; the left one is cut where both do not fit."""
    face = font(11)
    metrics = QFontMetricsF(face)
    taken = metrics.horizontalAdvance(right) + _APART if right else 0
    painter.setFont(face)
    painter.setPen(theme.color("second"))
    shown = metrics.elidedText(left, Qt.TextElideMode.ElideRight, line.width() - taken)
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    painter.setPen(theme.color("third"))
    painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)


def _write_name(painter: QPainter, theme: Theme, line: QRectF, name: str, hit: bool, size: int) -> None:
    face = font(size, QFont.Weight.DemiBold)
    metrics = QFontMetricsF(face)
    shown = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, line.width())
    if hit:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("hit"))
        painter.drawRoundedRect(line.adjusted(-3, 0, metrics.horizontalAdvance(shown) + 3 - line.width(), 0), 3, 3)
    painter.setFont(face)
    painter.setPen(theme.color("text"))
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
