from __future__ import annotations

from pathlib import Path

import onnx
import pytest
from live_window import LiveWindow
from onnx import TensorProto, helper
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from explorer.qt.basics.panels import Wrapped
from explorer.qt.maps.empty_state import EmptyState
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.maps.no_maps import NoMaps
from explorer.qt.message_bar import MessageBar


def said(live: LiveWindow) -> str:
    """Return what the bar under the toolbar says."""
    bar = live.part(MessageBar)
    assert bar.isVisible()
    return bar.accessibleName()


def cut_off(photo: Path) -> Path:
    path = photo.with_name("cut.png")
    path.write_bytes(photo.read_bytes()[: photo.stat().st_size // 2])
    return path


@pytest.mark.parametrize("content", [b"", b"no picture at all", b"\x89PNG\r\n\x1a\n"])
def test_file_that_is_no_picture_is_told_and_the_maps_stay(digits: LiveWindow, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    maps = digits.view.maps
    digits.session.open_picture(path)
    digits.settle()
    assert "bad.png" in said(digits)
    assert digits.view.maps == maps and not digits.view.stale and digits.part(MapsView).isVisible()


def test_truncated_picture_in_an_empty_window_is_told(live: LiveWindow, photo: Path) -> None:
    live.session.open_picture(cut_off(photo))
    live.settle()
    assert "cut.png" in said(live)
    assert live.part(EmptyState).isVisible()


def test_text_for_a_net_is_told(digits: LiveWindow, tmp_path: Path) -> None:
    path = tmp_path / "notes.onnx"
    path.write_text("dear diary")
    digits.session.open_net(str(path))
    digits.settle()
    assert "notes.onnx" in said(digits) and digits.session.state.net == "lenet5"


def test_unknown_operators_are_named_all_at_once(digits: LiveWindow, unknown_net: Path) -> None:
    digits.session.open_net(str(unknown_net))
    digits.settle()
    assert all(name in said(digits) for name in ("Blur", "Glow"))
    digits.picture()


@pytest.mark.parametrize("pictured", [False, True])
def test_net_that_takes_no_picture_says_so_in_place_of_maps(
    live: LiveWindow, table_net: Path, photo: Path, pictured: bool
) -> None:
    live.session.open_net(str(table_net))
    if pictured:
        live.session.open_picture(photo)
    live.settle()
    page = live.part(NoMaps)
    assert page.isVisible() and not live.part(MessageBar).isVisible()
    (why,) = page.findChildren(Wrapped)
    assert why.accessibleName().startswith("The input 'row' takes 1 × 10 numbers, not a grey or RGB picture.")
    assert not pictured or not live.view.input.fit_matters
    live.session.open_net("lenet5")
    live.session.open_picture(photo)
    live.settle()
    assert live.part(MapsView).isVisible() and not page.isVisible() and live.view.input.fit_matters


def test_net_that_takes_no_picture_is_a_step_of_undo(digits: LiveWindow, table_net: Path) -> None:
    digits.session.open_net(str(table_net))
    digits.settle()
    assert digits.part(NoMaps).isVisible()
    for _ in range(2):
        digits.session.undo()
        digits.settle()
        assert digits.part(MapsView).isVisible() and digits.session.state.net == "lenet5"
        digits.session.redo()
        digits.settle()
        assert digits.part(NoMaps).isVisible() and digits.session.state.net == "table"


def test_net_without_inputs_is_refused(digits: LiveWindow, tmp_path: Path) -> None:
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, [1])
    constant = helper.make_node("Constant", [], ["out"], value_floats=[1.0])
    onnx.save(helper.make_model(helper.make_graph([constant], "fixed", [], [out])), tmp_path / "fixed.onnx")
    digits.session.open_net(str(tmp_path / "fixed.onnx"))
    digits.settle()
    assert "takes no input" in said(digits) and digits.session.state.net == "lenet5"


def test_picture_opened_while_a_net_fails_is_shown(digits: LiveWindow, unknown_net: Path, tmp_path: Path) -> None:
    Image.new("L", (12, 12), 90).save(tmp_path / "other.png")
    digits.session.open_net(str(unknown_net))
    digits.session.open_picture(tmp_path / "other.png")
    digits.settle()
    assert digits.session.state.picture == "other.png" and digits.session.state.net == "lenet5"
    assert not digits.view.stale


def test_file_that_is_gone_is_told(digits: LiveWindow, tmp_path: Path) -> None:
    digits.session.open_picture(tmp_path / "nowhere.png")
    digits.settle()
    assert "nowhere.png" in said(digits)


def test_long_message_does_not_widen_the_window(digits: LiveWindow, tmp_path: Path) -> None:
    path = tmp_path / f"{'long_' * 45}.png"
    path.write_bytes(b"nothing")
    digits.session.open_picture(path)
    digits.settle()
    QApplication.processEvents()
    assert digits.window.width() == 1280 and digits.part(MessageBar).isVisible()


def test_empty_clipboard_is_told_without_an_error(digits: LiveWindow) -> None:
    QApplication.clipboard().clear()
    digits.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert digits.messages[-1].kind == "info" and not digits.part(MessageBar).isVisible()
