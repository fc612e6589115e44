from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps import maps_picture
from explorer.qt.maps.maps_overlay import Marks
from explorer.qt.maps.maps_view import MapsView
from explorer.session.pointed import Cell


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of tiles whenever some are painted."""
    counts: list[int] = []
    compose = maps_picture.montage_shades
    monkeypatch.setattr(
        maps_picture, "montage_shades", lambda volume, *rest: counts.append(len(volume)) or compose(volume, *rest)
    )
    return counts


@pytest.mark.parametrize("tile", [96, 48])
def test_maps_are_painted_once_however_much_changes_at_a_time(
    qtbot: QtBot, look: Look, maps_of, composed: list[int], tile: int
) -> None:
    view = MapsView(look)
    qtbot.addWidget(view)
    view.resize(640, 420)
    view.show()
    qtbot.waitExposed(view)
    maps = maps_of(np.random.default_rng(0).normal(size=(9, 8, 8)).astype(np.float32))
    view.show_maps(maps, 120)
    view.show_maps(maps, tile)
    view.mark(Marks(3))
    QApplication.processEvents()
    assert composed == [9]
    view.show_maps(maps, tile)
    view.mark(Marks(3, Cell(5, 1, 1)))
    view.show_stale(True)
    QApplication.processEvents()
    assert composed == [9]


def test_only_the_rows_that_are_seen_are_painted(qtbot: QtBot, look: Look, maps_of, composed: list[int]) -> None:
    view = MapsView(look)
    qtbot.addWidget(view)
    view.resize(640, 420)
    view.show()
    qtbot.waitExposed(view)
    view.show_maps(maps_of(np.ones((500, 8, 8), np.float32)), 96)
    QApplication.processEvents()
    assert composed
    assert max(composed) < 40
