from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pixels import colours
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.basics.buttons import FlatButton, Segments
from explorer.qt.basics.images import bytes_of, image_of
from explorer.qt.basics.look import Look
from explorer.qt.basics.marks import LEAST_MARK, draw_mark
from explorer.qt.basics.numbers import cell
from explorer.qt.basics.panels import Elided, Facts
from explorer.qt.basics.theme import AMBER
from explorer.qt.input.left_panel import LeftPanel
from explorer.qt.input.photo_view import PhotoView
from explorer.qt.message_bar import MessageBar, Toast
from explorer.qt.right_panel import RightPanel
from explorer.session.maps.outlines import FieldPart, Outline, Rect
from explorer.session.messages import Message
from explorer.session.views.input import Answer, AnswerPart, InputPart
from explorer.session.views.view import View
from explorer.sources.crop import Framing
from explorer.sources.fit import Box


def input_part(pixels: np.ndarray, **changes: object) -> InputPart:
    height, width = pixels.shape[:2]
    part = InputPart(
        name="photo.png",
        run=1,
        framing=Framing(Box(0, 0, height, width), Box(0, 0, height, width), 1.0),
        cropped=False,
        fit="crop",
        fit_matters=True,
        facts=(("File", "photo.png"),),
        pixels=pixels,
    )
    return replace(part, **changes)


def texts(widget: QWidget) -> list[str]:
    """Return what the labels that are seen say."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def shown(qtbot: QtBot, widget: QWidget, size: tuple[int, int] = (300, 700)) -> None:
    qtbot.addWidget(widget)
    widget.resize(*size)
    widget.show()
    qtbot.waitExposed(widget)


def test_left_panel_shows_the_picture_the_box_and_the_answer(qtbot: QtBot, look: Look) -> None:
    panel = LeftPanel(look)
    shown(qtbot, panel)
    pixels = np.full((40, 60, 3), 0.5, np.float32)
    panel.show_input(input_part(pixels, framing=Framing(Box(0, 10, 40, 50), Box(0, 0, 40, 60), 1.0)))
    panel.show_answer(AnswerPart((Answer("cat", 0.9, "90.0 %"), Answer("dog", 0.1, "10.0 %")), "softmax of scores"))
    seen = texts(panel)
    assert {"photo.png", "Prediction", "softmax of scores"} <= set(seen)
    assert {look.theme.color("accent").name(), "#808080"} <= colours(panel)


def test_left_panel_without_an_answer_hides_the_section(qtbot: QtBot, look: Look) -> None:
    panel = LeftPanel(look)
    shown(qtbot, panel)
    panel.show_input(input_part(np.zeros((4, 4, 1), np.float32)))
    panel.show_answer(None)
    assert "Prediction" not in texts(panel)
    panel.show_input(None)
    assert not texts(panel)


def test_fit_is_offered_only_where_it_matters(qtbot: QtBot, look: Look) -> None:
    panel = LeftPanel(look)
    shown(qtbot, panel)
    part = input_part(np.zeros((4, 4, 1), np.float32))
    panel.show_input(part)
    (pad,) = [button for button in panel.findChildren(QToolButton) if button.text() == "Pad"]
    with qtbot.waitSignal(panel.fit_chosen) as chosen:
        qtbot.mouseClick(pad, Qt.MouseButton.LeftButton)
    assert chosen.args == ["pad"]
    panel.show_input(replace(part, fit_matters=False))
    assert not pad.isVisible()


def test_right_panel_steps_and_saves(qtbot: QtBot, look: Look, slice_of, letter) -> None:
    panel = RightPanel(look)
    shown(qtbot, panel)
    panel.show_view(View(slice=slice_of(letter, 7)), None)
    assert "Map 7" in texts(panel.header)
    steps: list[int] = []
    panel.stepped.connect(steps.append)
    buttons = {button.accessibleName(): button for button in panel.findChildren(FlatButton)}
    qtbot.mouseClick(buttons["Map before"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(buttons["Map after"], Qt.MouseButton.LeftButton)
    assert steps == [-1, 1]
    with qtbot.waitSignal(panel.save_asked):
        qtbot.mouseClick(buttons["Save this map as PNG"], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.001, "0"),
        (0.234, ".23"),
        (-0.234, "−.23"),
        (-1.54, "−1.5"),
        (0.996, "1.0"),
        (-12.4, "−12"),
        (1e6, "1.00e6"),
    ],
)
def test_numbers_in_cells_are_short(value: float, text: str) -> None:
    assert cell(value) == text


def test_segments_tell_what_is_chosen_by_the_user_only(qtbot: QtBot) -> None:
    segments = Segments((("a", "First"), ("b", "Second")), "Choice")
    shown(qtbot, segments, (200, 30))
    with qtbot.assertNotEmitted(segments.chosen):
        segments.show_choice("a")
    (second,) = [button for button in segments.findChildren(QToolButton) if button.text() == "Second"]
    with qtbot.waitSignal(segments.chosen) as chosen:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert chosen.args == ["b"]


def test_text_too_long_is_cut_in_the_middle_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    text = Elided("a_very_long_name_of_a_picture_in_some_folder.png")
    shown(qtbot, text, (120, 20))
    assert "…" in text.text() and text.text().endswith("png") and text.toolTip().startswith("a_very")
    text.show_text("short")
    assert text.text() == "short" and not text.toolTip()


def test_facts_that_are_gone_leave_no_row(qtbot: QtBot) -> None:
    facts = Facts()
    shown(qtbot, facts, (240, 100))
    facts.show_facts((("a", "1"), ("b", "2")))
    facts.show_facts((("c", "3"),))
    assert texts(facts) == ["c", "3"]


def test_sum_that_is_too_long_for_a_line_goes_on_in_the_next(qtbot: QtBot) -> None:
    facts = Facts()
    shown(qtbot, facts, (240, 100))
    facts.show_facts((("Parameters", "(3·3·64 + 1)·192 = 110784"),))
    QApplication.processEvents()
    assert texts(facts)[1] == "(3·3·64 + 1)·192\n= 110784"
    facts.resize(400, 100)
    assert texts(facts)[1] == "(3·3·64 + 1)·192 = 110784"


def test_error_stays_until_it_is_closed(qtbot: QtBot, look: Look) -> None:
    bar = MessageBar(look)
    qtbot.addWidget(bar)
    bar.show_message(Message("error", "the file is cut off", "open another"))
    assert texts(bar)[0] == "The file is cut off. Open another."
    (close,) = bar.findChildren(FlatButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert bar.isHidden()


def test_toast_stays_on_the_canvas(qtbot: QtBot) -> None:
    window = QWidget()
    canvas = QWidget(window)
    canvas.setGeometry(0, 50, 400, 250)
    toast = Toast(canvas)
    shown(qtbot, window, (400, 350))
    toast.show_text("Saved a.png")
    assert toast.isVisible() and canvas.geometry().contains(toast.geometry())
    canvas.resize(300, 200)
    assert canvas.geometry().contains(toast.geometry())
    canvas.move(0, 90)
    assert canvas.geometry().contains(toast.geometry())


def test_toast_is_read_in_full_on_a_narrow_canvas(qtbot: QtBot) -> None:
    window = QWidget()
    canvas = QWidget(window)
    canvas.setGeometry(0, 50, 320, 250)
    toast = Toast(canvas)
    shown(qtbot, window, (400, 350))
    toast.show_text("This net is untrained: its weights are He-initialised, with the seed 0")
    high = toast.height()
    assert canvas.geometry().contains(toast.geometry())
    canvas.resize(900, 250)
    assert toast.height() < high


def test_sliders_and_buttons_explain_themselves(live) -> None:
    for kind in (QSlider, FlatButton):
        for widget in live.window.findChildren(kind):
            assert widget.toolTip() and widget.accessibleName()


def test_pixels_become_bytes_and_images(letter) -> None:
    coloured = bytes_of(np.stack([letter, letter * 0, letter * 2], axis=2))
    image = image_of(coloured)
    assert image.size() == QSize(5, 7)
    assert image.pixelColor(4, 0).name() == "#ff00ff" and image.pixelColor(4, 1).name() == "#000000"
    assert bytes_of(letter[..., None]).shape == (7, 5, 3)


def test_cell_is_boxed_where_it_lies_in_the_photo(qtbot: QtBot, look: Look) -> None:
    panel = LeftPanel(look)
    shown(qtbot, panel)
    panel.show_input(input_part(np.full((60, 60, 1), 0.5, np.float32)))
    QApplication.processEvents()
    photo = panel.findChildren(PhotoView)[0]
    for rect, right, below in ((Rect(0, 0.9, 0.1, 1), True, False), (Rect(0.9, 0, 1, 0.1), False, True)):
        outline = Outline(rect, rect, "exact")
        panel.show_pointed(FieldPart("sees", "conv", "image", "", {"image": outline}))
        image = photo.grab().toImage()
        amber = [
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).name() == AMBER.lower()
        ]
        x, y = np.mean(amber, axis=0)
        assert (x > image.width() / 2, y > image.height() / 2) == (right, below)
    panel.show_pointed(None)
    assert AMBER.lower() not in colours(photo)


@pytest.mark.parametrize("width", [264, 300, 380])
def test_pictures_are_as_high_as_the_panel_is_wide_for(qtbot: QtBot, look: Look, slice_of, width: int) -> None:
    left, right = LeftPanel(look), RightPanel(look)
    for panel in (left, right):
        shown(qtbot, panel, (width, 1200))
    left.show_input(input_part(np.full((60, 60, 1), 0.5, np.float32)))
    right.show_view(View(slice=slice_of(np.ones((200, 200), np.float32))), None)
    QApplication.processEvents()
    for view in (*left.findChildren(PhotoView), right.plane):
        assert view.height() == view.heightForWidth(view.width())


def test_box_of_a_tiny_cell_is_large_enough_to_be_seen() -> None:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    draw_mark(painter, QRectF(30, 30, 1, 1))
    painter.end()
    amber = [x for x in range(60) for y in range(60) if image.pixelColor(x, y).name() == AMBER.lower()]
    assert max(amber) - min(amber) >= LEAST_MARK and abs(np.mean(amber) - 30) <= 1
