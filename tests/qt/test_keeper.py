from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.app import make_window
from explorer.qt.basics.look import Look
from explorer.qt.keeper import Keeper
from explorer.session.keeping.kept import RESTORING, SESSION, Kept, begin
from explorer.session.keeping.store import Store
from explorer.session.launch import Launch


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "settings")


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, store: Store) -> Callable[[], LiveWindow]:
    """Return what starts the program once more."""

    def started() -> LiveWindow:
        beginning = begin(store, Launch())
        window = make_window(Look(qapp, "light"), None, beginning)
        keeper = Keeper(window, store, beginning)
        qtbot.addWidget(window)
        live = LiveWindow(qtbot, window)
        window.session.message.connect(live.messages.append)
        window.resize(1200, 760)
        window.show()
        qtbot.waitExposed(window)
        keeper.begin()
        live.settle()
        return live

    return started


def test_first_start_shows_a_digit_and_says_what_to_do(start: Callable[[], LiveWindow]) -> None:
    live = start()
    assert (live.session.state.net, live.view.answer.answers[0].label) == ("lenet5", "3")
    assert [message.kind for message in live.messages] == ["note"]
    live.window.close()


def test_closed_window_opens_as_it_was(start: Callable[[], LiveWindow]) -> None:
    live = start()
    live.session.select_layer("conv2")
    live.session.select_slice(7)
    live.session.toggle_panel("map")
    live.session.set_theme("dark")
    live.settle()
    before = live.session.state
    live.window.close()
    again = start()
    assert again.session.state == before
    assert (again.view.maps.title, again.view.slice.slice, again.messages) == ("conv2", 7, [])
    assert again.window.size() == live.window.size()
    again.window.close()


def test_pasted_picture_is_there_again(start: Callable[[], LiveWindow], store: Store) -> None:
    live = start()
    pixels = np.random.default_rng(0).integers(0, 255, (20, 30, 3), np.uint8)
    live.session.paste(pixels)
    live.settle()
    live.window.close()
    again = start()
    assert np.array_equal(np.rint(again.view.input.pixels * 255), pixels)
    again.window.close()


def test_session_is_kept_while_it_goes_on(start: Callable[[], LiveWindow], store: Store, qtbot: QtBot) -> None:
    live = start()
    live.session.select_slice(4)

    def on_disk() -> bool:
        kept = store.read(SESSION, Kept)
        return kept is not None and kept.state.slice == 4

    qtbot.waitUntil(on_disk, timeout=10_000)
    assert not store.has(RESTORING)
    live.window.close()


def test_program_killed_while_it_restores_starts_empty(start: Callable[[], LiveWindow], store: Store) -> None:
    start().window.close()
    store.write(RESTORING, True)
    live = start()
    assert (live.view.maps, [message.kind for message in live.messages]) == (None, ["error"])
    live.window.close()


def test_picture_that_is_gone_is_told(
    start: Callable[[], LiveWindow], checkout: Path, tmp_path: Path, store: Store
) -> None:
    path = tmp_path / "mine.png"
    path.write_bytes((checkout / "assets" / "samples" / "digit-3.png").read_bytes())
    live = start()
    live.session.open_picture(path)
    live.settle()
    live.window.close()
    path.unlink()
    again = start()
    assert "mine.png" in again.messages[-1].text
    assert not store.has(RESTORING)
    again.window.close()


def test_folder_that_cannot_be_written_to_is_told_once(
    start: Callable[[], LiveWindow], store: Store, tmp_path: Path
) -> None:
    (tmp_path / "settings").write_bytes(b"a file in place of the folder")
    live = start()
    live.messages.clear()
    live.session.select_slice(2)
    live.window.close()
    assert [message.kind for message in live.messages] == ["error"]
    assert "cannot be kept" in live.messages[0].text
