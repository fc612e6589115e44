from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.strip.find_bar import counted
from explorer.qt.strip.strip import HEIGHT, Strip
from explorer.session.state import Folds, ViewState
from explorer.session.views.strip import SearchPart, StripPart

STATE = ViewState()


@pytest.fixture
def strip(look: Look, shown) -> Iterator[Strip]:
    """A strip over an empty window of 1280 x 800."""
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    strip = Strip(look)
    column.addWidget(strip)
    column.addWidget(QWidget(), 1)
    shown(window, (1280, 800))
    yield strip


def searching(part: StripPart, text: str, hits: tuple[str, ...], place: int = 0) -> StripPart:
    return replace(part, search=SearchPart(text, hits, place), found=frozenset(int(hit[1:]) for hit in hits))


def button(strip: Strip, name: str) -> FlatButton:
    (found,) = [b for b in strip.findChildren(FlatButton) if b.accessibleName() == name]
    return found


def test_chain_takes_no_more_than_its_height(strip: Strip, chain: StripPart) -> None:
    strip.show_strip(chain, STATE)
    assert strip.height() == HEIGHT == 80


def test_branches_take_what_they_need(strip: Strip, branches: StripPart) -> None:
    strip.show_strip(branches, STATE)
    assert HEIGHT < strip.height() < 0.3 * 800


def test_many_lanes_take_a_part_of_the_window_and_scroll(strip: Strip, strip_of) -> None:
    many = strip_of([(), *((0,) for _ in range(20)), tuple(range(1, 21))])
    strip.show_strip(many, STATE)
    assert strip.height() == 240
    strip.window().resize(1280, 1000)
    assert strip.height() == 300


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
def test_lower_edge_can_be_pulled_and_let_be(strip: Strip, strip_of, qtbot: QtBot) -> None:
    many = strip_of([(), *((0,) for _ in range(20)), tuple(range(1, 21))])
    strip.height_chosen.connect(lambda pixels: strip.show_strip(many, ViewState(strip_height=pixels)))
    strip.show_strip(many, STATE)
    (grip,) = [w for w in strip.findChildren(QWidget) if w.cursor().shape() is Qt.CursorShape.SplitVCursor]
    for down, expected in ((100, 340), (-1000, HEIGHT), (60, 140)):
        middle = grip.rect().center()
        qtbot.mousePress(grip, Qt.MouseButton.LeftButton, pos=middle)
        qtbot.mouseMove(grip, middle + QPoint(0, down))
        qtbot.mouseRelease(grip, Qt.MouseButton.LeftButton)
        assert strip.height() == expected
    qtbot.mouseDClick(grip, Qt.MouseButton.LeftButton)
    assert strip.height() == 240


def test_search_is_shown_while_there_is_one(strip: Strip, chain: StripPart) -> None:
    field = strip.findChild(QLineEdit)
    strip.show_strip(chain, STATE)
    assert not field.isVisible()
    strip.show_strip(searching(chain, "conv", ("v3", "v4"), 2), STATE)
    assert field.isVisible() and field.text() == "conv"
    assert "2 of 2" in [label.text() for label in strip.findChildren(QLabel)]
    strip.show_strip(chain, STATE)
    assert not field.isVisible()


def test_enter_and_shift_enter_step_and_esc_ends(strip: Strip, chain: StripPart, qtbot: QtBot) -> None:
    strip.show_strip(searching(chain, "", ()), STATE)
    strip.begin_search()
    field = strip.findChild(QLineEdit)
    texts: list[str] = []
    steps: list[int] = []
    strip.text_searched.connect(texts.append)
    strip.hit_stepped.connect(steps.append)
    qtbot.keyClicks(field, "co")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (texts, steps) == (["c", "co"], [1, -1])
    with qtbot.waitSignal(strip.search_ended):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_buttons_step_and_end_too(strip: Strip, chain: StripPart, qtbot: QtBot) -> None:
    strip.show_strip(searching(chain, "conv", ("v3",)), STATE)
    steps: list[int] = []
    strip.hit_stepped.connect(steps.append)
    qtbot.mouseClick(button(strip, "Next hit"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(button(strip, "Previous hit"), Qt.MouseButton.LeftButton)
    assert steps == [1, -1]
    with qtbot.waitSignal(strip.search_ended):
        qtbot.mouseClick(button(strip, "End the search"), Qt.MouseButton.LeftButton)


def test_without_hits_there_is_nothing_to_step_through(strip: Strip, chain: StripPart) -> None:
    strip.show_strip(searching(chain, "gemm", ()), STATE)
    assert not button(strip, "Next hit").isEnabled()


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (SearchPart("", (), 0), ""),
        (SearchPart("x", (), 0), "No layer found"),
        (SearchPart("x", ("a",), 0), "1 layer"),
        (SearchPart("x", ("a", "b"), 0), "2 layers"),
        (SearchPart("x", ("a", "b"), 2), "2 of 2"),
    ],
)
def test_hits_are_counted(part: SearchPart, text: str) -> None:
    assert counted(part) == text


def test_buttons_ask_for_search_and_folding(strip: Strip, chain: StripPart, qtbot: QtBot) -> None:
    strip.show_strip(chain, STATE)
    with qtbot.waitSignal(strip.find_asked):
        qtbot.mouseClick(button(strip, "Search the layers"), Qt.MouseButton.LeftButton)
    fold = next(b for b in strip.findChildren(FlatButton) if b.toolTip().startswith("Fold"))
    with qtbot.waitSignal(strip.fold_asked):
        qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    strip.show_strip(chain, ViewState(folds=Folds(all=True)))
    assert fold.toolTip().startswith("Show")
