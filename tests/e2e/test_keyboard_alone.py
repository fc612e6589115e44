"""All that a session is made of, with the keys alone: the pointer is never moved."""

from __future__ import annotations

from pathlib import Path

import pytest
from hand import over
from live_window import LiveWindow
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QFileDialog, QLineEdit, QMenu, QWidget

from explorer.qt.dialogs.about import AboutDialog
from explorer.qt.dialogs.address_dialog import AddressDialog
from explorer.qt.dialogs.help import KeysDialog
from explorer.qt.input.crop_view import CropView
from explorer.session.pointed import Cell

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)


def press(live: LiveWindow, keys: str) -> None:
    """Press keys in what has the focus; a window system gives the focus back to the window when a dialog is closed."""
    live.window.activateWindow()
    live.bot.waitUntil(live.window.isActiveWindow)
    pressed = QKeySequence(keys)[0]
    live.key(pressed.key(), pressed.keyboardModifiers())
    live.settle()


def answer(live: LiveWindow, kind: type[QWidget], text: str, keys: str) -> None:
    """Press keys that open a dialog, type into it, and confirm."""
    seen: list[QWidget] = []

    def fill(dialog: QWidget) -> bool:
        assert isinstance(dialog, kind)
        if isinstance(dialog, QFileDialog):
            dialog.setDirectory(str(Path.cwd()))  # it begins where the last one of all tests ended
        field = dialog.focusWidget() or dialog
        if isinstance(field, QLineEdit) and field.text() != text:
            field.selectAll()
            QTest.keyClicks(field, text)
        else:
            QTest.keyClick(field, Qt.Key.Key_Return if text else Qt.Key.Key_Escape)
        seen.append(dialog)
        return not dialog.isVisible()

    over(live, QApplication.activeModalWidget, fill)
    press(live, keys)
    assert len(set(seen)) == 1


def find(live: LiveWindow, text: str) -> None:
    """Run a command by a few letters of its name."""
    press(live, "Ctrl+K")
    field = live.part(QLineEdit, "Command")
    assert live.window.focusWidget() is field
    QTest.keyClicks(field, text)
    press(live, "Return")


@pytest.fixture
def opened(live: LiveWindow, folder: Path) -> LiveWindow:
    """A net and a picture, opened by typing their names."""
    answer(live, QFileDialog, "own.onnx", "Ctrl+Shift+O")
    answer(live, QFileDialog, "photo.png", "Ctrl+O")
    assert (live.session.state.net, live.session.state.picture) == ("own", "photo.png")
    return live


def test_layer_map_and_cell_are_chosen_and_let_go(opened: LiveWindow) -> None:
    for _ in range(3):
        press(opened, "Ctrl+Down")
    assert opened.view.maps.title == "conv2"
    press(opened, "Right")
    press(opened, "Down")
    assert opened.session.state.slice == 1 + opened.session.state.columns
    answer(opened, AddressDialog, "conv2:5@3,1", "Ctrl+G")
    assert opened.view.readout.cell == Cell(5, 1, 3)
    press(opened, "Esc")
    assert opened.session.state.pinned is None


def test_map_is_enlarged_and_left(opened: LiveWindow) -> None:
    press(opened, "Z")
    assert opened.session.state.zoomed
    press(opened, "+")
    press(opened, "0")
    press(opened, "Esc")
    assert not opened.session.state.zoomed


def test_colours_and_scale_are_chosen(opened: LiveWindow) -> None:
    press(opened, "L")
    assert opened.session.state.scope == "block"
    press(opened, "Ctrl+Z")
    assert opened.session.state.scope == "layer"
    find(opened, "viridis")
    assert opened.session.state.colormap == "viridis"
    press(opened, "X")
    assert opened.session.state.marked


def test_two_pictures_are_compared(opened: LiveWindow) -> None:
    press(opened, "P")
    press(opened, "PgDown")
    assert opened.view.compare.a == "turned.png"
    press(opened, "D")
    press(opened, "D")
    assert opened.view.compare.side == "difference"
    find(opened, "unpin")
    assert opened.view.compare is None


def test_blocks_are_folded_and_panels_put_away(opened: LiveWindow) -> None:
    before = len(opened.view.strip.cards)
    press(opened, "B")
    assert len(opened.view.strip.cards) < before
    docks = {dock.objectName(): dock for dock in opened.window.findChildren(QDockWidget)}
    for key, name in (("Ctrl+2", "input"), ("Ctrl+3", "map")):
        press(opened, key)
        assert docks[name].isHidden()
        press(opened, key)
        assert docks[name].isVisible()


def test_box_on_the_picture_is_moved(opened: LiveWindow) -> None:
    box = opened.part(CropView)
    for _ in range(60):
        if box.hasFocus():
            break
        press(opened, "Tab")
    assert box.hasFocus()
    press(opened, "Right")
    assert opened.session.state.crop is not None
    press(opened, "Home")
    assert opened.session.state.crop is None


def test_layer_is_saved(opened: LiveWindow, folder: Path) -> None:
    answer(opened, QFileDialog, "all.png", "Ctrl+Shift+S")
    with Image.open(folder / "all.png") as image:
        assert image.format == "PNG"


def test_theme_help_and_menu(opened: LiveWindow) -> None:
    press(opened, "Ctrl+T")
    assert opened.session.state.dark
    answer(opened, KeysDialog, "", "F1")
    over(opened, QApplication.activeModalWidget, lambda dialog: isinstance(dialog, AboutDialog) and dialog.close())
    find(opened, "about")
    chosen: list[str] = []

    def walk(menu: QWidget) -> bool:
        assert isinstance(menu, QMenu)
        chosen.extend(action.text() for action in menu.actions())
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        return True

    over(opened, QApplication.activePopupWidget, walk)
    press(opened, "F10")
    assert {"File", "Edit", "View", "Go", "Help"} <= set(chosen)
