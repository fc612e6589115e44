from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from explorer.nn.graph import InputFormat
from explorer.qt.basics.buttons import Chooser
from explorer.qt.basics.look import Look
from explorer.qt.basics.theme import MARGIN
from explorer.qt.input.feed_section import FeedSection
from explorer.session.views.input import FeedPart
from explorer.sources.presets import PRESETS, preset_of, with_order, with_preset

RGB = InputFormat(stated=True)


def part(chosen: InputFormat = RGB, **changes: object) -> FeedPart:
    made = FeedPart(
        run=1,
        chosen=chosen,
        words="pixels 0..1, RGB",
        origin="So the net's file says.",
        changed=False,
        preset=preset_of(chosen),
        orders=("RGB", "BGR"),
        facts=(("Tensor", "1 × 3 × 8 × 8"),),
        pixels=np.full((8, 8, 3), 0.5, np.float32),
    )
    return replace(made, **changes)


@pytest.fixture
def section(qtbot: QtBot, look: Look) -> FeedSection:
    made = FeedSection(look)
    qtbot.addWidget(made)
    made.resize(264, 500)
    made.show_part(part())
    made.show()
    qtbot.waitExposed(made)
    return made


def button(section: FeedSection, name: str) -> QToolButton:
    (found,) = [b for b in section.findChildren(QToolButton) if b.accessibleName() == name]
    return found


def field(section: FeedSection, name: str) -> QLineEdit:
    (found,) = [f for f in section.findChildren(QLineEdit) if f.accessibleName() == name]
    return found


def type_in(qtbot: QtBot, field: QLineEdit, text: str) -> None:
    field.clear()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def seen(section: FeedSection) -> str:
    return " ".join(label.text() for label in section.findChildren(QLabel) if label.isVisibleTo(section))


def test_tensor_is_told_in_words_and_numbers(section: FeedSection) -> None:
    assert "pixels 0..1, RGB" in seen(section)
    assert "1 × 3 × 8 × 8" in seen(section)
    assert "So the net's file says" in seen(section)


def test_words_without_a_picture_stand_under_the_title(section: FeedSection) -> None:
    (words,) = [label for label in section.findChildren(QLabel) if label.text() == "pixels 0..1, RGB"]
    assert words.x() > section.picture.width() - MARGIN
    section.show_part(part(pixels=None))
    QApplication.processEvents()
    assert words.x() == MARGIN


def test_fields_are_closed_until_they_are_asked_for(section: FeedSection) -> None:
    assert not field(section, "Mean").isVisibleTo(section)
    button(section, "Change how the net is fed").click()
    assert field(section, "Mean").isVisibleTo(section)


def test_change_can_be_reset_by_one_click(section: FeedSection, qtbot: QtBot) -> None:
    reset = button(section, "Feed the net as before it was changed")
    assert not reset.isVisibleTo(section)
    section.show_part(part(changed=True, origin="Set by you."))
    with qtbot.waitSignal(section.reset_asked):
        reset.click()


def test_every_preset_can_be_chosen(section: FeedSection, qtbot: QtBot) -> None:
    menu = section.findChild(Chooser).menu()
    for action, name in zip(menu.actions(), PRESETS, strict=True):
        with qtbot.waitSignal(section.format_chosen) as chosen:
            action.trigger()
        assert chosen.args == [with_preset(RGB, name)]


def test_preset_in_force_is_named(section: FeedSection) -> None:
    assert section.findChild(Chooser).text() == "0 to 1"
    section.show_part(part(replace(RGB, mean=(0.3,))))
    assert section.findChild(Chooser).text() == "Numbers from the net's file"
    section.show_part(part(replace(RGB, mean=(0.3,)), changed=True))
    assert section.findChild(Chooser).text() == "Numbers of your own"


def test_order_of_channels_is_chosen_as_far_as_the_net_takes_it(section: FeedSection, qtbot: QtBot) -> None:
    assert not button(section, "Order of channels: Grey").isEnabled()
    with qtbot.waitSignal(section.format_chosen) as chosen:
        button(section, "Order of channels: BGR").click()
    assert chosen.args == [with_order(RGB, "BGR")]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Black, white", "0, 255", replace(RGB, high=255.0)),
        ("Mean", "0.1, 0.2, 0.3", replace(RGB, mean=(0.1, 0.2, 0.3))),
        ("Deviation", "2", replace(RGB, std=(2.0,))),
    ],
)
def test_numbers_of_ones_own_are_taken(section: FeedSection, qtbot: QtBot, name, text, expected) -> None:
    button(section, "Change how the net is fed").click()
    wanted = field(section, name)
    with qtbot.waitSignal(section.format_chosen) as chosen:
        type_in(qtbot, wanted, text)
    assert chosen.args == [expected]


def test_what_is_no_number_is_told_beside_the_field(section: FeedSection, qtbot: QtBot) -> None:
    button(section, "Change how the net is fed").click()
    wanted = field(section, "Deviation")
    with qtbot.assertNotEmitted(section.format_chosen):
        type_in(qtbot, wanted, "0")
    assert "a deviation of 0 divides by nothing" in seen(section)
    section.show_part(part())
    assert "divides" not in seen(section)


def test_net_without_a_picture_shows_nothing(section: FeedSection) -> None:
    section.show_part(None)
    assert not section.isVisible()
