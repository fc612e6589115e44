"""Whatever shows numbers as a picture tells the one under the pointer in the status line."""

from __future__ import annotations

import numpy as np
import pytest
from live_window import LiveWindow
from pointer import move_over
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from explorer.qt.basics.cells import cell_box
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.siblings import AllFiltersView
from explorer.qt.strip.canvas import Canvas
from explorer.qt.strip.card import picture_place
from explorer.render.numbers import three_digits
from explorer.session.state import Cell

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)


def told(live: LiveWindow) -> str:
    """Return what the status line tells of what is under the pointer, without what it sees or does."""
    labels = live.window.findChild(QWidget, "statusLine").findChildren(QLabel)
    return labels[0].text().partition("   ")[0]


def point(live: LiveWindow, widget: QWidget, place: QPointF) -> str:
    """Move the pointer to a place, and return what is told."""
    move_over(widget, place)
    QApplication.processEvents()
    return told(live)


def leave(live: LiveWindow, widget: QWidget) -> str:
    """Move the pointer away, and return what is told."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    return told(live)


def volume(live: LiveWindow, title: str) -> np.ndarray:
    """Return the values of a layer, by its title."""
    shown = live.session._exchange
    (value,) = [layer.value for layer in shown.loaded.layers if layer.title == title]
    return shown.computed.activations[value][0]


def thumbnail(cards: Canvas, tile: int, shape: tuple[int, int], y: int, x: int) -> QPointF:
    """Return the point in the strip where a cell of a card's picture lies."""
    picture = cards._thumbnails.picture(cards._value(cards._part, tile))
    return cell_box(picture_place(cards.box(tile), picture), shape, y, x).center()


def test_thumbnails(digits: LiveWindow) -> None:
    cards = digits.part(Canvas)
    QApplication.processEvents()
    digits.session.go_to("conv1:4")
    image, pool = volume(digits, "image"), volume(digits, "pool1")
    assert point(digits, cards, thumbnail(cards, 3, (14, 14), 5, 9)) == f"pool1:4@9,5 = {three_digits(pool[4, 5, 9])}"
    assert digits.view.pointed.outlines["image"].inside.top == 10 / 32
    pixel = ", ".join(three_digits(value) for value in image[:, 20, 3])
    assert point(digits, cards, thumbnail(cards, 0, (32, 32), 20, 3)) == f"image@3,20 = {pixel}"
    point(digits, cards, thumbnail(cards, 1, (28, 28), 7, 8))
    assert digits.session.state.hovered == Cell(4, 7, 8)
    assert point(digits, cards, cards.box(3).topLeft() + QPointF(20, 4)) == ""
    digits.session.pin(Cell(4, 1, 1))
    pinned = told(digits)
    assert point(digits, cards, thumbnail(cards, 3, (14, 14), 5, 9)) != pinned
    assert leave(digits, cards) == pinned


def test_filter_and_what_it_is_laid_on(digits: LiveWindow) -> None:
    digits.session.go_to("conv2:7")
    QApplication.processEvents()
    view, part = digits.part(FilterEditor, "Filter weights"), digits.view.filter
    pool = volume(digits, "pool1")
    tiles = view._tiles(part, view.width())
    room = tiles.map_room(2)
    side = room.width() / 14
    place = room.topLeft() + QPointF(4.5 * side, 3.5 * side)
    assert point(digits, view, place) == f"pool1:2@4,3 = {three_digits(pool[2, 3, 4])}"
    box = cell_box(tiles.kernel_box(2), (5, 5), 1, 3)
    weight = three_digits(part.kernels[2, 1, 3])
    assert point(digits, view, box.center()) == f"conv2, filter 7, channel 2, row 1, column 3 = {weight}"
    assert digits.view.sharing.lit is not None
    assert leave(digits, view) == "" and digits.view.sharing.lit is None


def test_all_filters_of_the_first_layer(digits: LiveWindow) -> None:
    view = digits.part(AllFiltersView)
    place = cell_box(view._inner(3), (5, 5), 2, 1).center()
    weight = three_digits(digits.view.filter.siblings[3, 0, 2, 1])
    assert point(digits, view, place) == f"conv1, filter 3, row 2, column 1 = {weight}"
    assert leave(digits, view) == ""
