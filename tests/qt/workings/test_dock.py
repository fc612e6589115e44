from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from explorer.qt.maps.maps_view import MapsView
from explorer.qt.workings.dock import Workings
from explorer.session.commands.workings import TAB_TITLES
from explorer.session.state import TABS

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def shown(live: LiveWindow, checkout: Path) -> LiveWindow:
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    return live


def test_workings_are_put_away_at_first_and_come_by_key(shown: LiveWindow) -> None:
    workings = shown.part(Workings)
    assert not workings.isVisible() and shown.view.workings is None
    shown.key(Qt.Key.Key_4, CONTROL)
    assert workings.isVisible() and shown.view.workings is not None
    shown.key(Qt.Key.Key_4, CONTROL)
    assert not workings.isVisible() and shown.view.workings is None


def test_workings_come_by_their_button_and_leave_room_for_maps(shown: LiveWindow) -> None:
    shown.part(
        QToolButton, "Where the numbers come from: arithmetic, channels, depth column, histogram, shapes"
    ).click()
    workings = shown.part(Workings)
    assert workings.isVisible()
    assert workings.height() >= 200 and shown.part(MapsView).height() >= 200


@pytest.mark.parametrize("tab", TABS)
def test_tabs_are_chosen(shown: LiveWindow, tab: str) -> None:
    shown.session.show_tab("channels")
    shown.part(QToolButton, f"Workings: {TAB_TITLES[tab]}").click()
    assert shown.session.state.tab == tab
    assert shown.part(QToolButton, f"Workings: {TAB_TITLES[tab]}").isChecked()
    assert shown.view.workings.title


def test_command_opens_a_tab_of_workings_that_are_put_away(shown: LiveWindow) -> None:
    (action,) = [action for action in shown.window.actions() if action.text() == "Depth column"]
    action.trigger()
    assert shown.part(Workings).isVisible() and shown.session.state.tab == "column"
    assert action.isChecked()
