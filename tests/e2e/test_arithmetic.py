"""Seeing where a number comes from, with the mouse and with the keys."""

from __future__ import annotations

import math

import pytest
from live_window import LiveWindow
from pointer import move_over
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QSlider, QToolButton

from explorer.qt.arithmetic.sharing import SharingSection
from explorer.qt.arithmetic.view import WorkedView
from explorer.qt.filters.view import FilterView
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.workings.arithmetic import ArithmeticTab
from explorer.qt.workings.dock import Workings
from explorer.qt.workings.terms_view import TermsView
from explorer.session.pointed import Cell

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def conv2(digits: LiveWindow) -> LiveWindow:
    digits.session.go_to("conv2:3")
    digits.settle()
    return digits


def brief(live: LiveWindow) -> str:
    return live.part(WorkedView, "Arithmetic of the value").accessibleDescription()


def lines(live: LiveWindow) -> str:
    return live.part(WorkedView, "What the terms come to").accessibleDescription()


def test_pointing_at_a_value_shows_how_it_is_computed(conv2: LiveWindow) -> None:
    maps = conv2.part(MapsView)
    canvas = maps.focusProxy()
    points = (QPointF(x, y) for y in range(0, canvas.height(), 8) for x in range(0, canvas.width(), 8))
    place = next(point for point in points if (cell := maps.cell_at(point)) is not None and cell.slice == 3)
    assert not conv2.part(WorkedView, "Arithmetic of the value").isVisible()
    move_over(canvas, place)
    assert conv2.part(WorkedView, "Arithmetic of the value").isVisible()
    assert "Sum of 6" in brief(conv2) and "Relu  max(0, x)" in brief(conv2)
    assert conv2.view.arithmetic.address.startswith("conv2:3@")
    move_over(canvas, QPointF(1, 1))
    assert conv2.view.arithmetic is None


def test_link_opens_every_number_of_the_pinned_value(conv2: LiveWindow) -> None:
    conv2.session.pin(Cell(3, 2, 4))
    (link,) = [b for b in conv2.window.findChildren(QPushButton) if b.text() == "Show every number"]
    conv2.click(link, link.rect().center())
    assert conv2.part(Workings).isVisible() and conv2.part(ArithmeticTab).isVisible()
    assert "Conv conv2" in lines(conv2) and "In the tensor" in lines(conv2)
    assert lines(conv2).count("correlation") == 1
    terms = conv2.part(TermsView)
    assert len(conv2.view.workings.worked.steps[0].terms) == 6 and terms.tiles.grids == 3
    conv2.picture()


def test_cell_of_a_term_is_told_in_all_digits(conv2: LiveWindow) -> None:
    conv2.session.show_tab("arithmetic")
    conv2.session.pin(Cell(3, 2, 4))
    conv2.settle()
    terms = conv2.part(TermsView)
    words = terms.words_at(terms.tiles.box(0, 1).center())
    x, _, w, _, product = words.replace("\N{MINUS SIGN}", "-").split(": ")[1].split(" ")
    assert float(x) * float(w) == float(product)
    assert "row 2 and column 2" in words
    assert terms.words_at(QPointF(-5, -5)) == ""


def test_click_on_a_term_selects_the_map_that_it_comes_from(conv2: LiveWindow) -> None:
    conv2.session.show_tab("arithmetic")
    conv2.session.pin(Cell(3, 2, 4))
    conv2.settle()
    source = conv2.view.workings.worked.steps[0].terms[0].source
    terms = conv2.part(TermsView)
    conv2.click(terms.viewport(), terms.tiles.box(0, 0).center())
    assert (conv2.session.state.layer, conv2.session.state.slice) == source


def test_window_moves_over_the_map_and_stops(conv2: LiveWindow) -> None:
    conv2.session.show_tab("arithmetic")
    conv2.session.set_speed(30)
    conv2.session.pin(Cell(3, 0, 0))
    conv2.key(Qt.Key.Key_Space, SHIFT)
    conv2.bot.waitUntil(lambda: conv2.session.state.pinned == (0, 3))
    assert conv2.view.workings.playing
    columns = conv2.view.workings.worked.steps[0].window.columns
    assert columns == tuple(range(columns[0], columns[0] + 5)) and columns[0] == conv2.session.state.pinned[1]
    play = conv2.part(QToolButton, "Play over the map")
    conv2.click(play, play.rect().center())
    assert conv2.session.state.playing is None
    conv2.part(QSlider, "Place on the map").setValue(57)
    assert conv2.session.state.pinned == (5, 7)
    conv2.key(Qt.Key.Key_Period, CONTROL)
    assert conv2.session.state.pinned == (5, 8)


def test_all_terms_of_a_large_layer_scroll(digits: LiveWindow) -> None:
    digits.session.go_to("fc4:2")
    digits.session.show_tab("arithmetic")
    digits.session.pin(Cell(2, 0, 0))
    digits.settle()
    terms = digits.part(TermsView)
    assert terms.tiles.count == 8
    (every,) = [b for b in digits.part(ArithmeticTab).findChildren(QPushButton) if b.text() == "All 120"]
    digits.click(every, every.rect().center())
    assert terms.tiles.count == 120 and terms.verticalScrollBar().maximum() > 0
    order = digits.part(QToolButton, "Order of the terms: By index")
    digits.click(order, order.rect().center())
    terms.verticalScrollBar().setValue(terms.verticalScrollBar().maximum())
    last = terms.words_at(terms.tiles.tile(119).center() - QPointF(0, terms.verticalScrollBar().value()))
    assert last.startswith("Input 119")


def test_numbers_are_shown_unrounded_and_copied(conv2: LiveWindow) -> None:
    conv2.session.show_tab("arithmetic")
    conv2.session.pin(Cell(3, 2, 4))
    (digits,) = [b for b in conv2.window.findChildren(QPushButton) if b.text() == "All digits"]
    conv2.click(digits, digits.rect().center())
    step = conv2.view.workings.worked.steps[0]
    assert repr(abs(step.cell)) in lines(conv2)
    conv2.picture()
    conv2.key(Qt.Key.Key_C, CONTROL | SHIFT)
    text = QGuiApplication.clipboard().text().replace("\N{MINUS SIGN}", "-")
    found = [float(line.split(": ")[1]) for line in text.splitlines() if line.startswith("  Channel ")]
    assert math.fsum(found) == step.lines[0].number and "Sum of 6" in text


def test_pointing_at_a_weight_lights_its_inputs(conv2: LiveWindow) -> None:
    view = conv2.part(FilterView, "Filter weights")
    first = conv2.view.filter.channels.index("2")
    places = (QPointF(x, y) for y in range(0, view.height(), 6) for x in range(0, view.width(), 6))
    place = next(
        p for p in places if (w := view.weight_at(p)) is not None and w.kernel == first and (w.y, w.x) == (1, 1)
    )
    before = conv2.picture()
    move_over(view, place)
    assert conv2.view.sharing.lit.inputs[1:11, 1:11].all() and conv2.view.sharing.lit.inputs.sum() == 100
    assert conv2.picture() != before
    assert conv2.part(SharingSection).isVisibleTo(conv2.window)


@pytest.mark.parametrize("net", ["lenet5", "cifar10", "resnet8", "filters"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_layer_is_worked_out_and_painted(live: LiveWindow, photo, net: str, theme: str) -> None:
    live.session.set_theme(theme)
    live.session.open_net(net)
    live.session.open_picture(photo)
    live.settle()
    live.session.show_tab("arithmetic")
    for card in live.view.strip.cards:
        live.session.select_layer(card.value)
        live.session.pin(Cell(0, 0, 0))
        live.session.toggle_unrounded()
        live.picture()
    assert not live.messages


def test_window_of_1280_by_800_has_room_for_maps_and_workings(conv2: LiveWindow) -> None:
    conv2.session.show_tab("arithmetic")
    conv2.session.pin(Cell(3, 2, 4))
    conv2.settle()
    assert (conv2.window.width(), conv2.window.height()) == (1280, 800)
    assert conv2.part(MapsView).height() >= 240 and conv2.part(TermsView).height() >= 180
    terms = conv2.part(TermsView)
    assert terms.tiles.side[0] >= 22 and terms.horizontalScrollBar().maximum() == 0
    assert conv2.window.childAt(QPoint(640, 640)) is not None
