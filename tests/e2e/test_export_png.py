from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from explorer.qt.message_bar import Toast
from explorer.render.export import Maps, Style, montage_picture, slice_picture

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the save dialog lets the user write."""
    path = tmp_path / "saved.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    return path


def maps_of(live: LiveWindow) -> Maps:
    return Maps("conv1", "lenet5", "photo.png", live.view.maps.volume, live.view.maps.levels)


def pixels(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image)


def test_saved_map_is_what_export_writes(digits: LiveWindow, chosen: Path) -> None:
    digits.key(Qt.Key.Key_Right)
    digits.key(Qt.Key.Key_S, CONTROL)
    zoom = 512 // 28
    np.testing.assert_array_equal(pixels(chosen), slice_picture(maps_of(digits), 1, Style(zoom=zoom)))
    assert digits.part(Toast).isVisible() and digits.messages[-1].path == chosen


def test_saved_layer_is_what_export_writes(digits: LiveWindow, chosen: Path) -> None:
    digits.key(Qt.Key.Key_S, CONTROL | SHIFT)
    zoom = round(digits.session.state.tile / 28)
    np.testing.assert_array_equal(pixels(chosen), montage_picture(maps_of(digits), range(6), Style(zoom=zoom)))


def test_dark_window_saves_dark_pictures(digits: LiveWindow, chosen: Path) -> None:
    digits.session.set_theme("dark")
    digits.key(Qt.Key.Key_S, CONTROL)
    dark = Style(theme="dark", zoom=512 // 28)
    np.testing.assert_array_equal(pixels(chosen), slice_picture(maps_of(digits), 0, dark))


def test_user_who_thinks_better_of_it_writes_nothing(digits: LiveWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: ("", ""))
    digits.key(Qt.Key.Key_S, CONTROL)
    assert not digits.messages


def test_folder_that_cannot_be_written_is_told(
    digits: LiveWindow, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(photo / "a.png"), ""))
    digits.key(Qt.Key.Key_S, CONTROL)
    assert digits.messages[-1].kind == "error"
