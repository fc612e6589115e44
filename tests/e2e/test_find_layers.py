from __future__ import annotations

import pytest
from live_window import LiveWindow
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from explorer.qt.strip.canvas import Canvas
from explorer.qt.strip.card import chevron_box

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)


def test_layers_are_found_with_the_keyboard_alone(digits: LiveWindow) -> None:
    maps = digits.window.focusWidget()
    digits.key(Qt.Key.Key_F, CONTROL)
    field = digits.part(QLineEdit, "Search the layers")
    assert field.isVisible() and digits.window.focusWidget() is field
    digits.bot.keyClicks(field, "pool")
    digits.key(Qt.Key.Key_Return)
    assert digits.view.maps.title == "pool1"
    digits.key(Qt.Key.Key_Return)
    assert digits.view.maps.title == "pool2"
    digits.key(Qt.Key.Key_Return, SHIFT)
    assert digits.view.maps.title == "pool1"
    digits.key(Qt.Key.Key_Escape)
    assert not field.isVisible() and digits.window.focusWidget() is maps


def test_search_shows_the_strip_where_it_was_put_away(digits: LiveWindow) -> None:
    digits.session.toggle_panel("layers")
    assert not digits.part(Canvas).isVisible()
    digits.key(Qt.Key.Key_F, CONTROL)
    assert digits.part(Canvas).isVisible() and digits.part(QLineEdit, "Search the layers").hasFocus()


def test_arrows_go_to_the_strip_while_it_has_the_focus(digits: LiveWindow) -> None:
    cards = digits.part(Canvas)
    cards.setFocus()
    before = digits.session.state.slice
    digits.key(Qt.Key.Key_Right)
    assert (digits.view.maps.title, digits.session.state.slice) == ("relu1", before)
    digits.key(Qt.Key.Key_Left)
    assert digits.view.maps.title == "conv1"


def test_click_on_a_card_leaves_the_arrows_to_the_grid(digits: LiveWindow) -> None:
    cards = digits.part(Canvas)
    digits.click(cards, cards.box(2).center())
    digits.key(Qt.Key.Key_Right)
    assert (digits.view.maps.title, digits.session.state.slice) == ("relu1", 1)


def test_blocks_fold_and_open_by_key_and_by_chevron(digits: LiveWindow) -> None:
    cards = digits.part(Canvas)
    before = len(digits.view.strip.cards)
    digits.key(Qt.Key.Key_B)
    assert digits.view.strip.cards[1].folded and len(digits.view.strip.cards) < before
    digits.click(cards, chevron_box(cards.box(1)).center())
    assert not digits.view.strip.cards[1].folded
    digits.key(Qt.Key.Key_B)
    digits.click(cards, chevron_box(cards.box(1)).center())
    assert digits.view.strip.cards[1].contents == ("conv1", "relu1", "pool1") and digits.view.strip.cards[1].folded
    digits.click(cards, cards.box(1).center())
    assert digits.view.maps.title == "pool1"


def test_branches_of_a_residual_net_are_seen_side_by_side(digits: LiveWindow) -> None:
    digits.session.open_net("resnet8")
    digits.settle()
    strip, cards = digits.view.strip, digits.part(Canvas)
    skip = next(tile for tile, card in enumerate(strip.cards) if card.title.endswith("skip"))
    digits.click(cards, cards.box(skip).center())
    QApplication.processEvents()
    assert digits.view.maps.title == strip.cards[skip].title
    assert cards.box(skip).top() > cards.box(0).bottom()
