from __future__ import annotations

import numpy as np
import pytest
from pointer import move_over
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.input.crop_view import CropView
from explorer.sources.crop import Framing
from explorer.sources.fit import Box

WHOLE = Box(0, 0, 100, 200)
BOX = Box(20, 60, 80, 120)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def crop(qtbot: QtBot, look: Look) -> CropView:
    """A picture of 200 x 100, two pixels of the view to one of the picture, with a square box in its middle."""
    view = CropView(look)
    qtbot.addWidget(view)
    view.resize(424, 220)
    show(view, BOX)
    view.show()
    qtbot.waitExposed(view)
    return view


def show(view: CropView, box: Box, bounds: Box = WHOLE, aspect: float | None = 1.0) -> None:
    view.show_pixels(np.full((100, 200, 3), 0.5, np.float32), "photo.png", Framing(box, bounds, aspect))


def at(y: float, x: float) -> QPoint:
    """Return the point of the view at a place of the picture."""
    return QPoint(round(12 + 2 * x), round(10 + 2 * y))


def drag(qtbot: QtBot, view: QWidget, start: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view, LEFT, pos=start)
    qtbot.mouseMove(view, end)
    qtbot.mouseRelease(view, LEFT, pos=end)


def chosen(qtbot: QtBot, view: CropView, act) -> Box | None:
    with qtbot.waitSignal(view.crop_chosen) as signal:
        act()
    return signal.args[0]


def test_inside_is_dragged(crop: CropView, qtbot: QtBot) -> None:
    box = chosen(qtbot, crop, lambda: drag(qtbot, crop, at(50, 90), at(60, 100)))
    assert box == pytest.approx((30, 70, 90, 130))


def test_corner_is_pulled(crop: CropView, qtbot: QtBot) -> None:
    box = chosen(qtbot, crop, lambda: drag(qtbot, crop, at(80, 120), at(60, 100)))
    assert box == pytest.approx((20, 60, 60, 100), abs=0.5)


def test_edge_is_pulled(crop: CropView, qtbot: QtBot) -> None:
    show(crop, Box(20, 60, 80, 120), aspect=None)
    box = chosen(qtbot, crop, lambda: drag(qtbot, crop, at(50, 120), at(50, 150)))
    assert box == pytest.approx((20, 60, 80, 150), abs=0.5)


def test_outside_of_the_box_nothing_is_taken(crop: CropView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(crop.crop_chosen):
        drag(qtbot, crop, at(50, 180), at(50, 150))


def test_box_that_fills_its_bounds_is_not_dragged_but_pulled(crop: CropView, qtbot: QtBot) -> None:
    show(crop, WHOLE, aspect=None)
    with qtbot.assertNotEmitted(crop.crop_chosen):
        drag(qtbot, crop, at(50, 100), at(60, 110))
    assert chosen(qtbot, crop, lambda: drag(qtbot, crop, at(0, 0), at(30, 30))) == pytest.approx(
        (30, 30, 100, 200), abs=1
    )


@pytest.mark.parametrize(
    ("key", "modifier", "expected"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, (20, 59, 80, 119)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, (30, 60, 90, 120)),
        (Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier, (17, 57, 83, 123)),
    ],
)
def test_box_is_moved_and_resized_by_keys(crop: CropView, qtbot: QtBot, key, modifier, expected) -> None:
    assert chosen(qtbot, crop, lambda: qtbot.keyClick(crop, key, modifier)) == pytest.approx(expected)


def test_double_click_and_home_reset(crop: CropView, qtbot: QtBot) -> None:
    assert chosen(qtbot, crop, lambda: qtbot.mouseDClick(crop, LEFT, pos=at(50, 90))) is None
    assert chosen(qtbot, crop, lambda: qtbot.keyClick(crop, Qt.Key.Key_Home)) is None


def test_picture_without_a_net_has_no_box(crop: CropView, qtbot: QtBot) -> None:
    crop.show_pixels(np.ones((100, 200, 3), np.float32), "photo.png")
    with qtbot.assertNotEmitted(crop.crop_chosen):
        drag(qtbot, crop, at(50, 90), at(60, 100))
        qtbot.mouseDClick(crop, LEFT, pos=at(50, 90))


def test_pointer_tells_what_can_be_taken(crop: CropView) -> None:
    shapes = {}
    for name, place in {"corner": (20, 60), "edge": (50, 60), "inside": (50, 90), "outside": (50, 180)}.items():
        move_over(crop, QPointF(at(*place)))
        shapes[name] = crop.cursor().shape()
    assert shapes == {
        "corner": Qt.CursorShape.SizeFDiagCursor,
        "edge": Qt.CursorShape.SizeHorCursor,
        "inside": Qt.CursorShape.SizeAllCursor,
        "outside": Qt.CursorShape.CrossCursor,
    }


def test_outside_of_the_box_is_dimmed(crop: CropView) -> None:
    image = crop.grab().toImage()
    inside, outside = (image.pixelColor(at(50, x)).lightness() for x in (90, 180))
    assert inside == 128 and outside < 80


def test_bars_are_black_and_within_reach(crop: CropView, qtbot: QtBot) -> None:
    bounds = Box(-50, 0, 150, 200)
    show(crop, bounds, bounds)
    crop.resize(424, crop.heightForWidth(424))
    image = crop.grab().toImage()
    assert image.pixelColor(212, 50).lightness() == 0
    assert image.pixelColor(212, 200).lightness() == 128
    box = chosen(qtbot, crop, lambda: drag(qtbot, crop, QPoint(12, 10), QPoint(212, 210)))
    assert box == pytest.approx((50, 100, 150, 200), abs=1)


def test_large_picture_is_not_read_again_for_another_box(crop: CropView) -> None:
    pixels = np.ones((100, 200, 3), np.float32)
    crop.show_pixels(pixels, "photo.png", Framing(WHOLE, WHOLE))
    kept = crop._image
    crop.show_pixels(pixels, "photo.png", Framing(Box(0, 0, 50, 50), WHOLE))
    assert crop._image is kept


def test_box_of_what_is_pinned_is_seen_but_not_taken(crop: CropView, qtbot: QtBot) -> None:
    crop.setFocus()
    before = crop.grab().toImage().pixelColor(at(20, 60) + QPoint(2, 2))
    crop.show_pixels(np.full((100, 200, 3), 0.5, np.float32), "photo.png", Framing(BOX, WHOLE, 1.0), fixed=True)
    image = crop.grab().toImage()
    assert before.lightness() == 255 and image.pixelColor(at(20, 60) + QPoint(2, 2)).lightness() == 128
    assert image.pixelColor(at(50, 180)).lightness() < 80, "what the net does not see is dimmed"
    with qtbot.assertNotEmitted(crop.crop_chosen):
        drag(qtbot, crop, at(50, 90), at(60, 100))
        drag(qtbot, crop, at(80, 120), at(60, 100))
        qtbot.mouseDClick(crop, LEFT, pos=at(50, 90))
        qtbot.keyClick(crop, Qt.Key.Key_Left)
    move_over(crop, QPointF(at(20, 60)))
    assert crop.cursor().shape() is Qt.CursorShape.CrossCursor


def test_box_that_is_held_is_let_go_when_another_picture_comes(crop: CropView, qtbot: QtBot) -> None:
    qtbot.mousePress(crop, LEFT, pos=at(50, 90))
    qtbot.mouseMove(crop, at(60, 100))
    crop.show_pixels(np.ones((100, 200, 3), np.float32), "other.png", Framing(BOX, WHOLE, 1.0))
    with qtbot.assertNotEmitted(crop.crop_chosen):
        qtbot.mouseMove(crop, at(70, 110))
        qtbot.mouseRelease(crop, LEFT, pos=at(70, 110))
