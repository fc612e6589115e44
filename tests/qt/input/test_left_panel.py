from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLineEdit, QScrollArea, QToolButton

from explorer import resources
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
