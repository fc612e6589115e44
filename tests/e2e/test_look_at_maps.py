"""Ordering, paging, playing and enlarging the maps of a layer, with the mouse alone and with the keys alone."""

from __future__ import annotations

import pytest
from live_window import LiveWindow
from pointer import magnification, move_over, turn_wheel
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QSpinBox, QToolButton

from explorer.qt.maps.large_view import LargeView
from explorer.qt.maps.maps_view import MapsView
from explorer.session.pointed import Cell


@pytest.fixture
def conv2(digits: LiveWindow) -> LiveWindow:
    digits.session.select_layer(next(card.value for card in digits.view.strip.cards if card.title == "conv2"))
    digits.settle()
    return digits


def choose(live: LiveWindow, name: str, title: str) -> None:
    """Choose an entry of a button's menu."""
    menu = live.part(QToolButton, name).menu()
    next(action for action in menu.actions() if action.text() == title).trigger()
    live.settle()


def press(live: LiveWindow, name: str) -> None:
    button = live.part(QToolButton, name)
    live.click(button, button.rect().center())


def test_maps_are_ordered_and_paged_with_the_mouse(conv2: LiveWindow) -> None:
    choose(conv2, "Order of the maps", "Variance")
    ordered = conv2.view.maps.ordered
    assert conv2.part(MapsView).cell_at(QPointF(60, 70)).slice == ordered[0]
    conv2.click(conv2.part(MapsView).focusProxy(), QPointF(60, 70))
    assert conv2.session.state.slice == ordered[0]
    conv2.session.set_page(4)
    press(conv2, "Page on")
    assert conv2.view.maps.slices == ordered[4:8]
    press(conv2, "Page back")
    assert conv2.view.maps.slices == ordered[:4]


def test_a_number_is_typed_to_go_to_a_map(conv2: LiveWindow) -> None:
    field = conv2.part(QSpinBox, "Number of the selected map")
    field.setFocus()
    field.selectAll()
    conv2.bot.keyClicks(field, "13")
    conv2.bot.keyClick(field, Qt.Key.Key_Return)
    assert conv2.session.state.slice == 13
    conv2.key(Qt.Key.Key_Left)
    assert conv2.session.state.slice == 12
    assert field.value() == 12


def test_the_large_map_is_zoomed_dragged_and_pointed_at(conv2: LiveWindow) -> None:
    conv2.key(Qt.Key.Key_Z)
    large = conv2.part(LargeView)
    middle = QPointF(large.rect().center())
    fitted, cell = magnification(large), large.cell_at(middle)
    turn_wheel(large, middle, 120)
    assert magnification(large) > fitted
    assert large.cell_at(middle) == cell
    move_over(large, middle)
    assert conv2.view.readout.cell == cell
    conv2.click(large, middle)
    assert conv2.session.state.pinned == (cell.y, cell.x)
    conv2.key(Qt.Key.Key_Right)
    assert conv2.view.readout.cell == Cell(1, cell.y, cell.x)
    conv2.key(Qt.Key.Key_0)
    assert magnification(large) == fitted


def test_maps_are_played_faster_and_slower(conv2: LiveWindow) -> None:
    press(conv2, "Play through the maps")
    speed = conv2.session.state.speed
    conv2.key(Qt.Key.Key_Period)
    conv2.key(Qt.Key.Key_Period)
    assert conv2.session.state.speed > speed
    seen = {conv2.session.state.slice}

    def three() -> bool:
        seen.add(conv2.session.state.slice)
        return len(seen) > 2

    conv2.bot.waitUntil(three)
    press(conv2, "Play through the maps")
    assert not conv2.session.state.playing
