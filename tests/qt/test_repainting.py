from __future__ import annotations

import numpy as np
import pyqtgraph
import pytest
from pytestqt.qtbot import QtBot

from explorer.qt.large_view import LargeView
from explorer.qt.look import Look
from explorer.qt.maps_view import MapsView


def images_painted(view: pyqtgraph.GraphicsView) -> list[object]:
    """Return a list that grows whenever a picture in the view is made anew."""
    painted: list[object] = []
    for item in view.scene().items():
        if isinstance(item, pyqtgraph.ImageItem):
            item.sigImageChanged.connect(lambda item=item: painted.append(item))
    return painted


@pytest.mark.parametrize("tile", [96, 48])
def test_the_same_maps_are_painted_once(qtbot: QtBot, look: Look, maps_of, tile: int) -> None:
    view = MapsView(look)
    qtbot.addWidget(view)
    view.show()
    maps = maps_of(np.random.default_rng(0).normal(size=(9, 8, 8)).astype(np.float32))
    view.show_maps(maps, 120)
    painted = images_painted(view.focusProxy())
    view.show_maps(maps, 120)
    assert painted == []
    view.show_maps(maps, tile)
    assert len(painted) == 1


def test_the_same_large_map_is_painted_once(qtbot: QtBot, look: Look, slice_of, letter) -> None:
    view = LargeView(look)
    qtbot.addWidget(view)
    view.show_slice(slice_of(letter))
    painted = images_painted(view)
    view.show_slice(slice_of(letter))
    assert painted == []
