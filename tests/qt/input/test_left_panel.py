from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QScrollArea, QToolButton

from explorer import resources
from explorer.qt.input.feed_editor import FeedEditor
from explorer.qt.input.left_panel import LeftPanel


@pytest.fixture
def opened(live: LiveWindow) -> LiveWindow:
    live.session.open_net("lenet5")
    live.session.open_picture(Path(resources.assets()) / "samples" / "digit-3.png")
    live.settle()
    return live


def test_fields_of_the_feed_are_scrolled_to(opened: LiveWindow) -> None:
    opened.window.resize(1280, 640)
    panel: QScrollArea = opened.part(LeftPanel)
    opened.click(opened.part(QToolButton, "Change how the net is fed"))
    field = next(f for f in panel.findChildren(QLineEdit) if f.accessibleName() == "Deviation")

    def seen() -> bool:
        place = QRect(field.mapTo(panel.viewport(), field.rect().topLeft()), field.size())
        return panel.viewport().rect().contains(place)

    opened.bot.waitUntil(seen, timeout=3000)


def test_what_is_pinned_offers_nothing_to_change(opened: LiveWindow) -> None:
    opened.session.set_format(replace(opened.view.feed.chosen, high=255.0))
    opened.session.set_crop((0.0, 0.0, 20.0, 20.0))
    opened.settle()
    names = ("Reset the box", "Feed the net as before it was changed", "Fit: Pad")
    buttons = [opened.part(QToolButton, name) for name in (*names, "Change how the net is fed")]
    opened.click(buttons[-1])
    editor = opened.part(FeedEditor)
    assert editor.isVisible() and all(button.isVisible() and button.isEnabled() for button in buttons)
    opened.session.pin_pass()
    opened.session.show_side("b")
    assert not any(button.isVisible() and button.isEnabled() for button in buttons) and not editor.isVisible()
    opened.session.show_side("a")
    assert editor.isVisible() and all(button.isVisible() and button.isEnabled() for button in buttons)
