"""Views of maps in windows of their own."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.large_view import LargeView


@pytest.fixture
def large(qtbot: QtBot, look: Look) -> LargeView:
    """A large map that nothing is shown in yet."""
    view = LargeView(look)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    qtbot.waitExposed(view)
    return view
