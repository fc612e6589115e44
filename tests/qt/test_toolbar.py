from __future__ import annotations

from pathlib import Path

from live_window import LiveWindow
from PySide6.QtWidgets import QApplication, QToolButton

from explorer.designer.presets import presets
from explorer.session.commands.table import COMMANDS

HINTS = {command.name: command.hint for command in COMMANDS}


def test_buttons_are_greyed_out_while_their_commands_are(live: LiveWindow) -> None:
    buttons = [live.part(QToolButton, HINTS[name].partition(" (")[0]) for name in ("zoom", "save-layer", "pin")]
    assert [button.isEnabled() for button in buttons] == [False, False, False]
    live.session.open_sample()
    live.settle()
    assert [button.isEnabled() for button in buttons] == [True, True, True]


def test_button_pins_what_is_open(live: LiveWindow) -> None:
    live.session.open_sample()
    live.settle()
    button = live.part(QToolButton, HINTS["pin"])
    live.click(button, button.rect().center())
    assert live.view.compare is not None


def test_name_of_a_net_is_printed_as_it_is(live: LiveWindow, tmp_path: Path) -> None:
    (tmp_path / "ham&eggs.net").write_text("input 8x8x1\nconv 2 3x3 pad same\n")
    live.session.open_net(str(tmp_path / "ham&eggs.net"))
    live.settle()
    assert live.part(QToolButton, "Net").text() == "ham&&eggs"


def test_menu_of_nets_has_the_designs_that_come_along(live: LiveWindow) -> None:
    nets = live.part(QToolButton, "Net").menu().actions()
    (untrained,) = (action.menu() for action in nets if action.text() == "Untrained")
    assert [action.text() for action in untrained.actions()] == list(presets())
    next(action for action in untrained.actions() if action.text() == "cs231n-demo").trigger()
    live.session.open_sample()
    live.settle()
    assert live.window.windowTitle().count("cs231n-demo (untrained, He-initialised, seed 0)") == 1


def test_narrow_windows_leave_out_icons_rather_than_letters(live: LiveWindow) -> None:
    tour = live.part(QToolButton, HINTS["tour"])
    (locked,) = [button for button in live.window.findChildren(QToolButton) if button.text() == "Locked"]
    assert tour.isVisible()
    live.window.resize(900, 600)
    QApplication.processEvents()
    assert not tour.isVisible() and locked.width() >= locked.sizeHint().width()
