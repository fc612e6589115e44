"""A live window, and pictures to open in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import onnx
import pytest
from live_window import LiveWindow, open_window
from onnx import TensorProto, helper
from PIL import Image
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot


@pytest.fixture
def live(qtbot: QtBot, qapp: QApplication) -> Iterator[LiveWindow]:
    """A window in its empty state."""
    live = open_window(qtbot, qapp)
    yield live
    live.window.session.close()


@pytest.fixture
def digits(live: LiveWindow, photo: Path) -> LiveWindow:
    """A window that shows the photo in lenet5."""
    live.session.open_net("lenet5")
    live.session.open_picture(photo)
    live.settle()
    return live


@pytest.fixture
def folder(tmp_path: Path, checkout: Path, photo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a net and two pictures, in which dialogs open, and which pictures are saved to."""
    assert photo.parent == tmp_path
    shutil.copy(checkout / "assets" / "nets" / "lenet5.onnx", tmp_path / "own.onnx")
    Image.open(photo).rotate(180).save(tmp_path / "turned.png")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _: str(tmp_path))
    return tmp_path


@pytest.fixture
def table_net(tmp_path: Path) -> Path:
    """A net that takes ten numbers."""
    row, out = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 10]) for name in ("row", "out"))
    path = tmp_path / "table.onnx"
    onnx.save(
        helper.make_model(helper.make_graph([helper.make_node("Relu", ["row"], ["out"])], "n", [row], [out])), path
    )
    return path


@pytest.fixture
def unknown_net(tmp_path: Path) -> Path:
    """A net with two operators that no program knows."""
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1, 3, 8, 8])
    nodes = [helper.make_node("Blur", ["image"], ["b"], name="b1"), helper.make_node("Glow", ["b"], ["out"], name="g1")]
    path = tmp_path / "unknown.onnx"
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out])), path)
    return path
