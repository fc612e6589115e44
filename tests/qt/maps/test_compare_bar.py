from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from explorer.qt.maps.compare_bar import CompareBar


@pytest.fixture
def pair(live: LiveWindow, checkout: Path) -> LiveWindow:
    """Digit 5 is open, digit 3 is pinned."""
    samples = checkout / "assets" / "samples"
    live.session.open_net("lenet5")
    live.session.open_picture(samples / "digit-3.png")
    live.settle()
    live.key(Qt.Key.Key_P)
    live.session.open_picture(samples / "digit-5.png")
    live.settle()
    return live


def press(live: LiveWindow, name: str) -> None:
    button = live.part(QAbstractButton, name)
    live.click(button, button.rect().center())


def words(live: LiveWindow) -> list[str]:
    bar = live.part(CompareBar)
    return [label.text() for label in bar.findChildren(QLabel) if label.isVisibleTo(bar) and label.text()]


def test_bar_is_there_while_something_is_pinned(live: LiveWindow) -> None:
    assert not live.part(CompareBar).isVisible()


def test_both_are_named(pair: LiveWindow) -> None:
    assert words(pair) == ["A  digit-5.png", "B  digit-3.png, pinned"]


def test_switch_shows_either_and_the_difference(pair: LiveWindow) -> None:
    titles = []
    for name in ("Comparison: B", "Comparison: A − B", "Comparison: A"):
        press(pair, name)
        titles.append((pair.view.maps.title, pair.view.input.name))
    assert titles == [("conv1", "digit-3.png"), ("conv1, A − B", "digit-5.png"), ("conv1", "digit-5.png")]


def test_cross_unpins(pair: LiveWindow) -> None:
    press(pair, "Unpin B and compare no longer")
    assert pair.view.compare is None
    assert not pair.part(CompareBar).isVisible()


def test_keys_do_the_same(pair: LiveWindow) -> None:
    pair.key(Qt.Key.Key_D)
    assert pair.view.compare.side == "b"
    pair.key(Qt.Key.Key_D)
    assert pair.view.compare.side == "difference"
    pair.key(Qt.Key.Key_Escape)
    assert pair.view.compare is None


def test_what_cannot_be_compared_is_greyed_out_with_a_reason(pair: LiveWindow) -> None:
    pair.session.open_net("resnet8")
    pair.settle()
    assert not pair.part(QAbstractButton, "Comparison: A − B").isEnabled()
    assert words(pair)[-1].startswith("conv1 has another shape")
