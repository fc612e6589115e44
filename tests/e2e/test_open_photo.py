from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QClipboard, QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from explorer.qt.input.left_panel import LeftPanel
from explorer.qt.maps.centre import Centre
from explorer.qt.maps.empty_state import EmptyState
from explorer.qt.maps.maps_view import MapsView


def drop(live: LiveWindow, data: QMimeData) -> None:
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(600, 400), Qt.DropAction.CopyAction, data, buttons, modifiers)
    QApplication.sendEvent(live.window, entered)
    assert entered.isAccepted()
    event = QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, data, buttons, modifiers)
    QApplication.sendEvent(live.window, event)
    live.settle()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The clipboard, emptied afterwards: data made in Python must not outlive Python."""
    yield qapp.clipboard()
    qapp.clipboard().clear()


def test_empty_window_invites_and_shows_nothing_else(live: LiveWindow) -> None:
    assert live.part(EmptyState).isVisible()
    assert live.view.maps is None and not live.session.busy


def test_sample_is_one_click_away(live: LiveWindow) -> None:
    (button,) = [b for b in live.part(EmptyState).findChildren(QPushButton) if "sample" in b.text().lower()]
    live.click(button)
    live.settle()
    assert live.view.maps is not None and live.part(MapsView).isVisible()


def test_photo_is_shown_with_its_maps_and_answer(digits: LiveWindow, photo: Path) -> None:
    view = digits.view
    assert view.input.name == photo.name and view.maps.title == "conv1" and len(view.answer.answers) == 5
    assert digits.part(MapsView).isVisible() and digits.part(LeftPanel).isVisible()
    picture = digits.picture()
    assert (picture.width(), picture.height()) == (1280, 800)
    seen = {picture.pixelColor(x, y).rgb() for x in range(0, 1280, 3) for y in range(0, 800, 3)}
    assert len(seen) > 200
    assert not digits.messages


def test_dropped_photo_and_dropped_net_are_opened(live: LiveWindow, photo: Path, checkout: Path) -> None:
    drop(live, files(photo))
    assert live.session.state.picture == "photo.png" and live.session.state.net == "filters"
    drop(live, files(checkout / "assets" / "nets" / "lenet5.onnx"))
    assert live.session.state.net == "lenet5" and live.view.maps is not None


def test_net_and_photo_that_are_dropped_together_are_both_opened(live: LiveWindow, photo: Path, checkout: Path) -> None:
    nets, other = checkout / "assets" / "nets", checkout / "assets" / "samples" / "digit-3.png"
    drop(live, files(photo, nets / "lenet5.onnx", other, nets / "cifar10.onnx"))
    assert (live.session.state.picture, live.session.state.net) == ("photo.png", "lenet5")
    assert live.view.maps is not None


def test_dropped_text_names_the_classes(live: LiveWindow, photo: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("\n".join(f"digit {number}" for number in range(10)))
    drop(live, files(names))
    assert "no net" in live.messages.pop().text
    live.session.open_net("lenet5")
    drop(live, files(photo))
    drop(live, files(names))
    assert live.view.answer.answers[0].label.startswith("digit ")


def test_dropped_pixels_are_opened(live: LiveWindow) -> None:
    image = QImage(20, 16, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    data = QMimeData()
    data.setImageData(image)
    drop(live, data)
    np.testing.assert_allclose(live.view.input.pixels[0, 0], np.array([0x33, 0x66, 0x99]) / 255, atol=1e-6)


def test_pasted_picture_is_opened(live: LiveWindow, photo: Path, clipboard: QClipboard) -> None:
    clipboard.setImage(QImage(str(photo)))
    live.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    live.settle()
    with Image.open(photo) as image:
        pixels = np.asarray(image) / 255
    np.testing.assert_allclose(live.view.input.pixels, pixels, atol=1e-6)


def test_pasted_net_is_opened(digits: LiveWindow, checkout: Path, clipboard: QClipboard) -> None:
    clipboard.setMimeData(files(checkout / "assets" / "nets" / "filters.onnx"))
    digits.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    digits.settle()
    assert digits.session.state.net == "filters" and not digits.messages


def test_pasted_file_is_opened(live: LiveWindow, photo: Path, clipboard: QClipboard) -> None:
    clipboard.setMimeData(files(photo))
    live.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    live.settle()
    assert live.session.state.picture == "photo.png"


@pytest.mark.parametrize("size", [(640, 480), (1920, 1080)])
def test_window_follows_its_size(digits: LiveWindow, size: tuple[int, int]) -> None:
    digits.window.resize(*size)
    QApplication.processEvents()
    maps = digits.part(MapsView)
    assert maps.width() > 200 and digits.window.rect().contains(maps.mapTo(digits.window, QPoint(0, 0)))


def test_second_photo_of_another_shape_takes_its_place(digits: LiveWindow, tmp_path: Path) -> None:
    Image.new("L", (9, 300), 200).save(tmp_path / "tall.png")
    digits.session.open_picture(tmp_path / "tall.png")
    digits.settle()
    assert digits.view.input.pixels.shape == (300, 9, 1) and not digits.view.stale
    digits.picture()


def test_work_tints_the_maps_and_moves_nothing(digits: LiveWindow) -> None:
    centre, maps = digits.part(Centre), digits.part(MapsView)
    place, shown = maps.geometry(), maps.grab().toImage()
    centre.show_busy(True)
    QApplication.processEvents()
    assert maps.geometry() == place and maps.grab().toImage() != shown
    assert centre.grab().toImage().pixelColor(100, 0) == QColor("#0f6cbd")
    centre.show_busy(False)
    QApplication.processEvents()
    assert maps.grab().toImage() == shown
