"""A classifier of single digits that finds all of them on a page: its fully connected layers are convolutions."""

from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from explorer.qt.large_view import LargeView
from explorer.session.state import Cell

PLACES = ((1, 2), (3, 30), (20, 8), (22, 50), (12, 20))
"""Rows and columns of the map, each 4 pixels of the page."""


@pytest.fixture
def page(live: LiveWindow, checkout: Path, tmp_path: Path) -> LiveWindow:
    """A window that shows lenet5 a page with digits."""
    paper = Image.new("L", (272, 144))
    for digit, (y, x) in zip(digits(checkout), PLACES, strict=True):
        paper.paste(
            Image.open(checkout / "assets" / "samples" / f"digit-{digit}.png").convert("L"), (4 * x + 2, 4 * y + 2)
        )
    paper.save(tmp_path / "page.png")
    live.session.open_net("lenet5")
    live.session.open_picture(tmp_path / "page.png")
    live.settle()
    return live


def digits(checkout: Path) -> list[int]:
    return sorted(int(path.stem[-1]) for path in (checkout / "assets" / "samples").glob("digit-*.png"))


def choose(live: LiveWindow, title: str) -> None:
    next(action for action in live.window.actions() if action.text() == title).trigger()
    live.settle()


def is_possible(live: LiveWindow, title: str) -> bool:
    action: QAction = next(action for action in live.window.actions() if action.text() == title)
    return action.isEnabled()


SLIDE, AS_OPENED = "Fully connected layers as convolutions", "Fully connected layers as opened"


def test_digits_are_found_where_they_stand(page: LiveWindow, checkout: Path) -> None:
    assert not is_possible(page, AS_OPENED)
    choose(page, SLIDE)
    maps = page.view.maps
    assert maps.title == "softmax" and maps.volume.shape == (10, 29, 61)
    found = [int(maps.volume[:, y, x].argmax()) for y, x in PLACES]
    assert found == digits(checkout)
    assert {answer.label for answer in page.view.answer.answers} >= {str(digit) for digit in found}
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
    page.session.pin(Cell(7, *PLACES[0]))
    page.settle()
    assert page.view.arithmetic is not None
    assert page.view.pointed.words.startswith("receptive field 32 × 32 of the input, exact")
