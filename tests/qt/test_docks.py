from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QToolButton

from explorer.qt.docks import Docks
from explorer.qt.maps.maps_view import MapsView


@pytest.fixture
def shown(live: LiveWindow, checkout: Path) -> LiveWindow:
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    return live


def docks(live: LiveWindow) -> dict[str, QDockWidget]:
    return {dock.objectName(): dock for dock in live.window.findChildren(QDockWidget)}


def test_panels_come_with_what_they_show(live: LiveWindow) -> None:
    assert all(dock.isHidden() for dock in docks(live).values())
    live.session.open_sample()
    live.settle()
    assert {name for name, dock in docks(live).items() if dock.isVisible()} == {"input", "map"}


def test_panel_is_put_away_by_its_button_and_shown_again_by_the_menu(shown: LiveWindow) -> None:
    button = shown.part(QToolButton, "Put the panel Input away")
    before = shown.part(MapsView).width()
    shown.click(button, button.rect().center())
    assert docks(shown)["input"].isHidden()
    assert shown.session.state.hidden == ("input", "workings")
    assert shown.part(MapsView).width() > before
    shown.key(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert docks(shown)["input"].isVisible()


def test_maps_fill_the_middle_from_the_first(shown: LiveWindow) -> None:
    maps = shown.part(MapsView)
    assert maps.focusProxy().width() in (maps.width(), maps.width() - 10)
    assert shown.session.state.columns == 3


def test_layout_is_kept_and_put_back(shown: LiveWindow) -> None:
    holder = shown.part(Docks)
    left, right = docks(shown)["input"], docks(shown)["map"]
    holder.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, left)
    kept = shown.window.layout_text
    shown.window.put_back("")
    shown.window.put_back("no layout at all")
    assert holder.dockWidgetArea(left) is Qt.DockWidgetArea.RightDockWidgetArea
    shown.session.toggle_panel("map")
    shown.window.findChild(type(shown.window._ask)).reset_layout()
    assert holder.dockWidgetArea(left) is Qt.DockWidgetArea.LeftDockWidgetArea
    assert right.isHidden()
    shown.window.put_back(kept)
    assert holder.dockWidgetArea(left) is Qt.DockWidgetArea.RightDockWidgetArea
    assert right.isHidden() and left.isVisible()


@pytest.mark.parametrize("floats", [False, True])
def test_a_picture_can_be_dropped_on_a_panel(shown: LiveWindow, checkout: Path, floats: bool) -> None:
    left = docks(shown)["input"]
    left.setFloating(floats)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(checkout / "assets" / "samples" / "wheel.png"))])
    held = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(50, 50), *held)
    QApplication.sendEvent(left, entered)
    assert left.acceptDrops() and entered.isAccepted()
    QApplication.sendEvent(left, QDropEvent(QPointF(50, 50), *held))
    shown.settle()
    assert shown.session.state.picture == "wheel.png"


def test_reset_shows_panels_where_they_stood(shown: LiveWindow) -> None:
    left = docks(shown)["input"]
    left.setFloating(True)
    shown.session.toggle_panel("layers")
    (reset,) = [action for action in shown.window.actions() if action.text() == "Reset the layout"]
    reset.trigger()
    assert not left.isFloating()
    assert shown.session.state.hidden == ("workings",)
    assert left.width() == pytest.approx(264, abs=2)


def test_maps_give_the_room_that_the_strip_takes_and_get_it_back(shown: LiveWindow) -> None:
    shown.window.resize(1280, 778)
    shown.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    dock, maps = docks(shown)["workings"], shown.part(MapsView)
    before = dock.height(), maps.height()
    for less, expected in ((140, (before[0], before[1] - 140)), (0, before)):
        shown.window.resize(1280, 778 - less)
        QApplication.processEvents()
        assert (dock.height(), maps.height()) == expected


def extents(live: LiveWindow) -> tuple[int, int, int]:
    QApplication.processEvents()
    found = docks(live)
    return found["input"].width(), found["map"].width(), found["workings"].height()


def test_panels_have_their_part_of_a_larger_window(shown: LiveWindow) -> None:
    shown.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert extents(shown) == (264, 300, 280)
    for size, expected in (
        ((1920, 1080), (326, 326, 324)),
        ((2560, 1440), (435, 435, 432)),
        ((1280, 800), (264, 300, 280)),
    ):
        shown.window.resize(*size)
        assert extents(shown) == expected


def test_panels_leave_more_of_a_small_window_to_the_maps(shown: LiveWindow) -> None:
    for size, expected in (((1100, 700), (227, 260)), ((900, 600), (220, 260)), ((1280, 800), (264, 300))):
        shown.window.resize(*size)
        assert extents(shown)[:2] == expected


def test_panels_that_come_later_have_theirs_too(live: LiveWindow) -> None:
    live.window.resize(1920, 1080)
    live.session.open_sample()
    live.settle()
    assert extents(live)[:2] == (326, 326)


def test_panels_that_were_resized_stay_as_they_are(shown: LiveWindow) -> None:
    left, holder = docks(shown)["input"], shown.part(Docks)
    line = left.geometry().topRight() + QPoint(1, 200)
    shown.bot.mousePress(holder, Qt.MouseButton.LeftButton, pos=line)
    shown.bot.mouseMove(holder, line + QPoint(40, 0))
    shown.bot.waitUntil(lambda: left.width() > 264, timeout=3000)
    shown.bot.mouseRelease(holder, Qt.MouseButton.LeftButton, pos=line + QPoint(40, 0))
    before = extents(shown)
    shown.window.resize(1920, 1080)
    assert extents(shown)[:2] == before[:2]
    kept = shown.window.layout_text
    shown.window.findChild(type(shown.window._ask)).reset_layout()
    assert extents(shown)[:2] == (326, 326)
    shown.window.put_back(kept)
    shown.window.resize(1280, 800)
    assert extents(shown)[:2] == before[:2]


def test_layout_that_was_not_changed_is_made_anew_for_the_next_window(shown: LiveWindow) -> None:
    kept = shown.window.layout_text
    shown.window.put_back(kept)
    shown.window.resize(1920, 1080)
    assert extents(shown)[:2] == (326, 326)
