"""Strips over nets that are never computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from explorer.session.strip.card import Card
from explorer.session.strip.flow import Sources, flow_of
from explorer.session.views.strip import StripPart

BRANCHES = [(), (0,), (0,), (2,), (0,), (4,), (0,), (1, 3, 5, 6), (7,)]
"""Four branches and what joins them."""


@pytest.fixture
def strip_of() -> Callable[..., StripPart]:
    """Return what makes a strip of the sources of its tiles."""

    def make(sources: Sources, selected: int | None = 0, **changes: object) -> StripPart:
        cards = tuple(
            Card(
                value=f"v{i}",
                title=f"conv{i}",
                name=f"conv{i}",
                operator="Conv",
                kinds=("conv",),
                volume="8 × 8 × 4",
                parameters="40",
                formulas=("(3·3 + 1)·4 = 40",),
                milliseconds="1.2 ms",
                layers=(f"v{i}",),
            )
            for i in range(len(sources))
        )
        layer = f"v{selected}" if selected is not None else ""
        return replace(StripPart(cards, flow_of(sources), layer, selected), **changes)

    return make


@pytest.fixture
def chain(strip_of) -> StripPart:
    """Twenty layers, one after the other."""
    return strip_of([(), *((i,) for i in range(19))])


@pytest.fixture
def branches(strip_of) -> StripPart:
    return strip_of(BRANCHES)


@pytest.fixture
def thumbnail() -> Callable[[str, int, str], np.ndarray]:
    """What draws every layer red."""
    return lambda value, most, theme: np.full((most, most, 3), (255, 0, 0), np.uint8)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., None]:
    """Return what shows a widget in a certain size."""

    def show(widget: QWidget, size: tuple[int, int] = (900, 80)) -> None:
        qtbot.addWidget(widget)
        widget.resize(*size)
        widget.show()
        qtbot.waitExposed(widget)

    return show
