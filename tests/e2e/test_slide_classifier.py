"""A classifier of single digits that finds all of them on a page: its fully connected layers are convolutions."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from explorer.qt.maps.large_view import LargeView
from explorer.session.pointed import Cell

PLACES = {2: (1, 2), 3: (3, 32), 5: (12, 17), 7: (23, 5), 8: (25, 42)}
"""Row and column of the map, by digit: each is four pixels of the page."""


@pytest.fixture
def page(live: LiveWindow, checkout: Path) -> LiveWindow:
    """A window that shows lenet5 a page with digits."""
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "page.png")
    live.settle()
    return live


def choose(live: LiveWindow, title: str) -> None:
    next(action for action in live.window.actions() if action.text() == title).trigger()
    live.settle()


def is_possible(live: LiveWindow, title: str) -> bool:
    action: QAction = next(action for action in live.window.actions() if action.text() == title)
    return action.isEnabled()


SLIDE, AS_OPENED = "Fully connected layers as convolutions", "Fully connected layers as opened"


def test_digits_are_found_where_they_stand(page: LiveWindow) -> None:
    assert not is_possible(page, AS_OPENED)
    choose(page, SLIDE)
    maps = page.view.maps
    assert maps.title == "softmax" and maps.volume.shape == (10, 29, 47)
    assert {int(maps.volume[:, y, x].argmax()): (y, x) for y, x in PLACES.values()} == PLACES
    assert {answer.label for answer in page.view.answer.answers} == {str(digit) for digit in PLACES}
    large = page.part(LargeView)
    assert large.isVisible() and page.view.slice.under is not None
    assert not is_possible(page, SLIDE) and "convolutional" in page.window.windowTitle()


def test_map_lies_over_the_picture_until_it_is_taken_away(page: LiveWindow) -> None:
    before = page.picture()
    choose(page, SLIDE)
    over = page.picture()
    page.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.slice.under is None and page.picture() != over
    choose(page, AS_OPENED)
    assert page.view.maps.volume.shape == (10, 1, 1) and is_possible(page, SLIDE)
    page.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    page.settle()
    assert page.view.slides and page.picture() != before


def test_pointing_at_the_map_tells_where_the_answer_comes_from(page: LiveWindow) -> None:
    choose(page, SLIDE)
    page.session.select_layer("fc3")
    page.session.pin(Cell(7, *PLACES[3]))
    page.settle()
    assert page.view.arithmetic is not None
    assert page.view.pointed.words.startswith("receptive field 32 × 32 of the input, exact")
