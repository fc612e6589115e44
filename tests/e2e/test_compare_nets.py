"""Two nets side by side: whichever is shown has the strip, and its layers are chosen there."""

from __future__ import annotations

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QToolButton

from explorer.qt.strip.canvas import Canvas
from explorer.qt.strip.card import chevron_box
from explorer.qt.strip.find_bar import FindBar

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)


@pytest.fixture
def nets(digits: LiveWindow) -> LiveWindow:
    """The window with cifar10 open, and lenet5 pinned and shown."""
    digits.key(Qt.Key.Key_P)
    digits.session.open_net("cifar10")
    digits.settle()
    digits.click(digits.part(QToolButton, "Comparison: B"))
    return digits


def card(live: LiveWindow, title: str) -> int:
    return next(tile for tile, card in enumerate(live.view.strip.cards) if card.title == title)


def test_cards_of_the_net_that_is_shown_are_clicked(nets: LiveWindow) -> None:
    cards = nets.part(Canvas)
    nets.click(cards, cards.box(card(nets, "conv2")).center())
    assert nets.view.maps.title == "conv2" and nets.view.maps.volume.shape == (16, 10, 10)
    assert cards.accessibleDescription().startswith("Conv, conv2, 10 × 10 × 16, ")
    nets.click(nets.part(QToolButton, "Comparison: A"))
    assert cards._part.cards[1].title == "conv1_1" and nets.view.maps.volume.shape[1:] == (32, 32)
    nets.picture()


def test_its_blocks_are_folded_and_its_layers_found(nets: LiveWindow) -> None:
    cards = nets.part(Canvas)
    nets.click(cards, chevron_box(cards.box(card(nets, "conv1"))).center())
    assert cards._part.cards[1].contents == ("conv1", "relu1", "pool1") and cards._part.cards[1].folded
    nets.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    text = nets.part(FindBar).findChild(QLineEdit)
    nets.bot.keyClicks(text, "fc4")
    nets.bot.keyClick(text, Qt.Key.Key_Return)
    assert nets.view.maps.title == "fc4" and nets.view.strip.cards[nets.view.strip.selected].title == "fc4"
