from __future__ import annotations

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from explorer.qt.basics.panels import Elided
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.workings.dock import Workings
from explorer.session.commands.workings import TAB_TITLES
from explorer.session.state import TABS

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_workings_are_put_away_at_first_and_come_by_key(digit: LiveWindow) -> None:
    workings = digit.part(Workings)
    assert not workings.isVisible() and digit.view.workings is None
    digit.key(Qt.Key.Key_4, CONTROL)
    assert workings.isVisible() and digit.view.workings is not None
    digit.key(Qt.Key.Key_4, CONTROL)
    assert not workings.isVisible() and digit.view.workings is None


def test_workings_come_by_their_button_and_leave_room_for_maps(digit: LiveWindow) -> None:
    digit.part(
        QToolButton, "Where the numbers come from: arithmetic, channels, depth column, histogram, shapes"
    ).click()
    workings = digit.part(Workings)
    assert workings.isVisible()
    assert workings.height() >= 200 and digit.part(MapsView).height() >= 200


@pytest.mark.parametrize("tab", TABS)
def test_tabs_are_chosen(digit: LiveWindow, tab: str) -> None:
    digit.session.show_tab("channels")
    digit.part(QToolButton, f"Workings: {TAB_TITLES[tab]}").click()
    assert digit.session.state.tab == tab
    assert digit.part(QToolButton, f"Workings: {TAB_TITLES[tab]}").isChecked()
    digit.settle()
    title = digit.view.workings.title
    assert title and title in [line.text() for line in digit.part(Workings).header.findChildren(Elided)]


def test_command_opens_a_tab_of_workings_that_are_put_away(digit: LiveWindow) -> None:
    (action,) = [action for action in digit.window.actions() if action.text() == "Depth column"]
    action.trigger()
    assert digit.part(Workings).isVisible() and digit.session.state.tab == "column"
    assert action.isChecked()
