"""Sessions whose arithmetic is looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from explorer.session.pointed import Cell
from explorer.session.session import Session
from explorer.session.views.worked import Worked


@pytest.fixture
def worked_at(digits) -> Callable[[str, Cell], Worked]:
    """Return what selects a layer of lenet5, points at a cell, and returns its arithmetic."""
    session: Session = digits.session

    def look(layer: str, cell: Cell) -> Worked:
        (value,) = [card.value for card in session.view.strip.cards if card.title == layer]
        session.select_layer(value)
        session.hover(cell)
        return session.view.arithmetic

    return look
