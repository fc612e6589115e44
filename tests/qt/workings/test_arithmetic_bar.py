from __future__ import annotations

import pytest
from live_window import LiveWindow
from PySide6.QtWidgets import QSlider, QToolButton

from explorer.qt.workings.arithmetic import ArithmeticTab
from explorer.qt.workings.arithmetic_bar import ArithmeticBar
from explorer.session.pointed import Cell


@pytest.fixture
def shown(digit: LiveWindow) -> LiveWindow:
    digit.session.go_to("conv2:3")
    digit.session.show_tab("arithmetic")
    digit.session.pin(Cell(3, 2, 4))
    digit.settle()
    return digit


def test_bar_leaves_out_what_there_is_no_room_for(shown: LiveWindow) -> None:
    bar, speed = shown.part(ArithmeticBar), shown.part(QToolButton, "Places a second")
    for width, room in ((1400, True), (880, False), (1400, True)):
        shown.window.resize(width, 800)
        shown.settle()
        assert speed.isVisible() is room
        assert all(w.geometry().right() <= bar.width() for w in bar.findChildren(QToolButton) if w.isVisibleTo(bar))


def test_workings_never_lie_over_the_panels_beside_them(shown: LiveWindow) -> None:
    for width in (1400, 1000, 920):
        shown.window.resize(width, 640)
        shown.settle()
        tab, panel = shown.part(ArithmeticTab), shown.window._right
        right = tab.mapToGlobal(tab.rect().topRight()).x()
        assert right <= panel.mapToGlobal(panel.rect().topLeft()).x()


def test_speed_is_chosen_from_a_menu(shown: LiveWindow) -> None:
    speed = shown.part(QToolButton, "Places a second")
    (fast,) = [action for action in speed.menu().actions() if action.data() == "15"]
    fast.trigger()
    assert shown.session.state.speed == 15 and speed.text() == "15 a second" and fast.isChecked()


def test_single_units_are_not_played(shown: LiveWindow) -> None:
    assert shown.part(QSlider, "Place on the map").isEnabled()
    shown.session.go_to("fc4:3")
    shown.settle()
    assert not shown.part(QSlider, "Place on the map").isEnabled()
    assert not shown.part(QToolButton, "Play over the map").isEnabled()
