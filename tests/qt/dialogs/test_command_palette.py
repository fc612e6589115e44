from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget

from explorer.qt.dialogs.command_palette import CommandPalette
from explorer.session.commands.table import COMMANDS


@pytest.fixture
def palette(live: LiveWindow) -> CommandPalette:
    live.bot.waitUntil(live.window.isActiveWindow)
    live.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return live.part(CommandPalette)


def titles(palette: CommandPalette) -> list[str]:
    rows = palette.findChild(QListWidget)
    return [rows.item(i).text() for i in range(rows.count())]


def write(live: LiveWindow, palette: CommandPalette, text: str) -> None:
    live.bot.keyClicks(palette.findChild(QLineEdit), text)


def press(live: LiveWindow, palette: CommandPalette, key: Qt.Key) -> None:
    live.bot.keyClick(palette.findChild(QLineEdit), key)


def test_all_commands_and_samples_are_there(palette: CommandPalette) -> None:
    shown = titles(palette)
    assert {command.title.removesuffix("…") for command in COMMANDS} <= {title.partition(": ")[2] for title in shown}
    assert "Sample: Digit 3" in shown


def test_letters_find_a_command_and_enter_runs_it(live: LiveWindow, palette: CommandPalette) -> None:
    write(live, palette, "thdark")
    assert titles(palette)[0] == "Theme: Dark"
    press(live, palette, Qt.Key.Key_Return)
    assert live.session.state.theme == "dark"
    assert not palette.isVisible()


def test_arrows_move_and_stop_at_the_ends(live: LiveWindow, palette: CommandPalette) -> None:
    rows = palette.findChild(QListWidget)
    press(live, palette, Qt.Key.Key_Up)
    assert rows.currentRow() == 0
    press(live, palette, Qt.Key.Key_Down)
    assert rows.currentRow() == 1
    for _ in range(20):
        press(live, palette, Qt.Key.Key_PageDown)
    assert rows.currentRow() == rows.count() - 1


def test_what_is_not_possible_now_is_greyed_out_and_not_run(live: LiveWindow, palette: CommandPalette) -> None:
    write(live, palette, "save layer")
    assert titles(palette)[0] == "File: Save layer as PNG"
    press(live, palette, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_nothing_found_runs_nothing(live: LiveWindow, palette: CommandPalette) -> None:
    write(live, palette, "xyzzy")
    assert titles(palette) == []
    press(live, palette, Qt.Key.Key_Down)
    press(live, palette, Qt.Key.Key_Return)
    assert palette.isVisible()
    press(live, palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_click_runs_a_command(live: LiveWindow, palette: CommandPalette) -> None:
    write(live, palette, "digit 3")
    rows = palette.findChild(QListWidget)
    live.click(rows.viewport(), rows.visualItemRect(rows.item(0)).center() + QPoint(1, 1))
    live.settle()
    assert live.view.input.name == "digit-3.png"


def test_file_opened_last_is_found_by_its_name(live: LiveWindow, checkout: Path, tmp_path: Path) -> None:
    path = tmp_path / "holiday & sea.png"
    path.write_bytes((checkout / "assets" / "samples" / "digit-3.png").read_bytes())
    live.session.open_picture(path)
    live.settle()
    live.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    palette = live.part(CommandPalette)
    write(live, palette, "holiday")
    assert titles(palette)[0] == "Recent: holiday & sea.png"
    press(live, palette, Qt.Key.Key_Return)
    live.settle()
    assert live.view.input.name == path.name


def test_commands_that_can_be_run_come_first(live: LiveWindow, checkout: Path) -> None:
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "page.png")
    live.settle()
    live.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = live.part(CommandPalette)
    write(live, palette, "fully")
    assert titles(palette)[-1] == "Edit: Fully connected layers as opened"
    press(live, palette, Qt.Key.Key_Return)
    live.settle()
    assert "convolutional" in live.window.windowTitle()
