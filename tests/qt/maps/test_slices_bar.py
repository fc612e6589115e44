from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from live_window import LiveWindow
from pointer import magnification
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.slices_bar import SlicesBar
from explorer.session.state import ViewState


@pytest.fixture
def bar(qtbot: QtBot, look: Look) -> SlicesBar:
    bar = SlicesBar(look)
    qtbot.addWidget(bar)
    bar.resize(900, 36)
    bar.show()
    return bar


@pytest.fixture
def many(maps_of):
    return maps_of(np.ones((512, 4, 4), np.float32))


def button(bar: SlicesBar, name: str) -> QToolButton:
    (found,) = [button for button in bar.findChildren(QToolButton) if button.accessibleName() == name]
    return found


def words(bar: SlicesBar) -> set[str]:
    return {label.text() for label in bar.findChildren(QLabel) if label.isVisible()}


def test_what_is_shown_is_never_cut_silently(bar: SlicesBar, many) -> None:
    bar.show_maps(replace(many, slices=range(64, 128), selected=70), ViewState(page=64))
    assert "64 of 512 shown" in words(bar)
    assert button(bar, "Page back").isEnabled()
    bar.show_maps(replace(many, slices=range(64)), ViewState(page=64))
    assert not button(bar, "Page back").isEnabled()
    assert button(bar, "Page on").isEnabled()
    bar.show_maps(many, ViewState())
    assert not button(bar, "Page on").isVisible()


def test_values_are_not_called_maps(bar: SlicesBar, many, maps_of) -> None:
    bar.show_maps(many, ViewState())
    assert "Map" in words(bar)
    bar.show_maps(maps_of(np.ones((512, 1, 1), np.float32)), ViewState())
    assert "Value" in words(bar) and "Map" not in words(bar)


def test_what_there_is_no_room_for_is_left_out(bar: SlicesBar, many) -> None:
    bar.show_maps(replace(many, slices=range(64), reader="conv2:5"), ViewState(page=64, order="contribution"))
    bar.resize(1000, 36)
    assert button(bar, "Maps a second").isVisible()
    bar.resize(600, 36)
    QApplication.processEvents()
    assert not button(bar, "Maps a second").isVisible()
    assert button(bar, "Order of the maps").width() >= button(bar, "Order of the maps").sizeHint().width()
    bar.resize(1000, 36)
    assert button(bar, "Maps a second").isVisible()


def test_a_typed_number_is_gone_to(bar: SlicesBar, many, qtbot: QtBot) -> None:
    bar.show_maps(many, ViewState())
    field = bar.findChild(QSpinBox)
    field.setFocus()
    field.selectAll()
    with qtbot.waitSignal(bar.slice_chosen) as chosen:
        qtbot.keyClicks(field, "317")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [317]
    with qtbot.assertNotEmitted(bar.slice_chosen):
        bar.show_maps(replace(many, selected=5), ViewState())
    assert field.value() == 5


def test_contribution_can_be_chosen_where_a_filter_reads_the_maps(bar: SlicesBar, many) -> None:
    order = button(bar, "Order of the maps")
    (entry,) = [action for action in order.menu().actions() if action.text() == "Contribution"]
    bar.show_maps(many, ViewState())
    assert not entry.isEnabled()
    bar.show_maps(replace(many, reader="conv2:5"), ViewState(order="contribution"))
    assert entry.isEnabled()
    assert order.text() == "By contribution to conv2:5"


def test_choices_are_told(bar: SlicesBar, many, qtbot: QtBot) -> None:
    bar.show_maps(many, ViewState())
    for name, title, signal, told in (
        ("Order of the maps", "Variance", bar.order_chosen, "variance"),
        ("Maps at a time", "64 at a time", bar.page_chosen, 64),
        ("Maps a second", "15 a second", bar.speed_chosen, 15),
    ):
        (entry,) = [action for action in button(bar, name).menu().actions() if action.text() == title]
        with qtbot.waitSignal(signal) as chosen:
            entry.trigger()
        assert chosen.args == [told]


@pytest.fixture
def digits(live: LiveWindow) -> Iterator[LiveWindow]:
    live.session.open_net("lenet5")
    live.session.open_sample()
    live.settle()
    yield live
    live.session.close()


def test_space_plays_through_the_maps_and_stops(digits: LiveWindow) -> None:
    digits.session.set_speed(30)
    first = digits.session.state.slice
    digits.key(Qt.Key.Key_Space)
    digits.bot.waitUntil(lambda: digits.session.state.slice != first)
    digits.key(Qt.Key.Key_Space)
    assert not digits.session.state.playing
    stopped = digits.session.state.slice
    digits.bot.wait(120)
    assert digits.session.state.slice == stopped


def test_keys_enlarge_the_large_map_and_the_tiles(digits: LiveWindow) -> None:
    tile = digits.session.state.tile
    digits.key(Qt.Key.Key_Plus)
    assert digits.session.state.tile > tile
    digits.session.toggle_zoom()
    digits.settle()
    large = digits.window._centre.large
    fitted = magnification(large)
    digits.key(Qt.Key.Key_Minus)
    assert magnification(large) < fitted
    digits.key(Qt.Key.Key_0)
    assert magnification(large) == fitted


def test_order_and_pages_are_chosen_by_keys(digits: LiveWindow) -> None:
    digits.key(Qt.Key.Key_O)
    assert digits.session.state.order == "maximum"
    digits.key(Qt.Key.Key_M)
    assert digits.session.state.page == 16
