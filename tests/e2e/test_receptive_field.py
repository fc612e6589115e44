"""Someone points at a value and sees where it comes from, and at a pixel and sees where it goes."""

from __future__ import annotations

import pytest
from live_window import LiveWindow
from pixels import colours
from pointer import move_over
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from explorer.qt.input.crop_view import CropView
from explorer.qt.input.photo_view import PhotoView
from explorer.qt.maps.plane_view import PlaneView
from explorer.qt.strip.canvas import Canvas
from explorer.session.pointed import Cell

CONTROL = Qt.KeyboardModifier.ControlModifier
AMBER = "#ffb454"


def photo_of(live: LiveWindow) -> CropView:
    return live.part(CropView)


def test_pointing_at_a_value_outlines_its_receptive_field_on_the_photo(digits: LiveWindow) -> None:
    photo = photo_of(digits)
    assert AMBER not in colours(photo)
    digits.session.go_to("conv2")
    plane = digits.part(PlaneView)
    move_over(plane, QPointF(plane.width() / 2, plane.height() / 2))
    assert "receptive field 14 × 14 of the input, exact" in digits.view.readout.text
    assert AMBER in colours(photo)
    digits.session.hover(None)
    assert AMBER not in colours(photo)


def test_the_field_is_outlined_on_every_earlier_layer_of_the_strip(digits: LiveWindow) -> None:
    strip = digits.part(Canvas)
    digits.session.go_to("pool2:3")
    QApplication.processEvents()
    assert AMBER not in colours(strip)
    digits.session.go_to("pool2:3@2,2")
    QApplication.processEvents()
    assert AMBER in colours(strip)
    assert {"image", "conv1", "conv2"} <= {name.split("_")[0] for name in digits.view.pointed.outlines}


def test_a_click_on_the_photo_shows_what_the_pixel_reaches_until_escape(digits: LiveWindow) -> None:
    photo, plane = photo_of(digits), digits.part(PlaneView)
    middle = QPointF(photo.width() / 2, photo.height() / 2)
    digits.click(photo, middle)
    move_over(plane, QPointF(1, 1))
    assert digits.session.state.picked is not None
    assert digits.view.reached is not None
    digits.session.touch(None)
    assert "reaches" in digits.view.readout.text and AMBER in colours(plane)
    digits.key(Qt.Key.Key_Escape)
    assert digits.session.state.picked is None and AMBER not in colours(plane)


def test_pointing_at_the_photo_reads_out_the_pixel(digits: LiveWindow) -> None:
    photo = photo_of(digits)
    move_over(photo, QPointF(photo.width() / 2, photo.height() / 2))
    assert digits.view.readout.text.startswith("image@")
    move_over(photo, QPointF(0, 0))
    assert digits.view.readout is None


def test_pointing_at_the_tensor_as_fed_reads_out_the_pixel(digits: LiveWindow) -> None:
    fed = digits.part(PhotoView, "The tensor as fed")
    move_over(fed, QPointF(40, 40))
    assert digits.view.readout.text.startswith("image@")


def test_address_is_copied_and_pasted(digits: LiveWindow) -> None:
    digits.session.pin(Cell(4, 10, 11))
    digits.key(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "conv1:4@11,10"
    digits.session.go_to("conv2:1")
    digits.key(Qt.Key.Key_V, CONTROL)
    assert digits.view.slice.address == "conv1:4@11,10"


@pytest.mark.parametrize(("text", "stays"), [("conv2:3@4,5", False), ("conv2:99", True)])
def test_control_g_goes_to_an_address_or_says_why_not(digits: LiveWindow, text: str, stays: bool) -> None:
    seen = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        line = dialog.findChild(QLineEdit)
        line.setText(text)
        dialog.accept()
        seen.append(dialog.isVisible())
        dialog.reject()

    QTimer.singleShot(0, answer)
    digits.key(Qt.Key.Key_G, CONTROL)
    assert seen == [stays]
    assert digits.session.address == ("conv1:0" if stays else text)


def test_a_shaking_hand_picks_a_pixel_and_moves_no_box(digits: LiveWindow) -> None:
    photo = photo_of(digits)
    middle = QPointF(photo.width() / 2, photo.height() / 2)
    for event, shift in (("press", 0), ("move", 1), ("release", 1)):
        point = (middle + QPointF(shift, 0)).toPoint()
        getattr(digits.bot, f"mouse{event.capitalize()}")(
            photo, *([] if event == "move" else [Qt.MouseButton.LeftButton]), pos=point
        )
    assert digits.session.state.picked is not None
    assert digits.session.state.crop is None
