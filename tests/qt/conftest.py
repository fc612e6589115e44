"""Panels with nothing behind them, and a watch over what tests leave behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from live_window import LiveWindow, open_window
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.render.colour import Colouring
from explorer.render.histogram import histogram_of
from explorer.render.levels import levels_of
from explorer.session.maps.slices import Legend, MapsPart
from explorer.session.maps.small_planes import SmallPlanes
from explorer.session.views.view import SlicePart


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fail on widgets without a parent, and on threads, that outlive a test."""
    gc.collect()
    gc.freeze()  # What is here by now is none of the test's: looking through it again would take longer than the test.
    widgets, threads = set(qapp.topLevelWidgets()), set(threading.enumerate())
    yield
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qapp.processEvents()
        gc.collect()
    left = [widget for widget in qapp.topLevelWidgets() if widget not in widgets]
    running = [
        thread.name
        for thread in threading.enumerate()
        if thread not in threads and not thread.name.startswith("kernels-")  # those stay for the next pass
    ]
    assert not left and not running, f"left behind: {left}, {running}"


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp, "light")


@pytest.fixture
def live(qtbot: QtBot, qapp: QApplication) -> Iterator[LiveWindow]:
    """A window in its empty state."""
    live = open_window(qtbot, qapp)
    yield live
    live.window.session.close()
    del live.window  # pytest itself holds on to fixtures until their last teardown is done.


@pytest.fixture
def digit(live: LiveWindow, checkout: Path) -> LiveWindow:
    """A window that shows a drawn digit in lenet5."""
    live.session.open_net("lenet5")
    live.session.open_picture(checkout / "assets" / "samples" / "digit-3.png")
    live.settle()
    return live


@pytest.fixture
def letter() -> npt.NDArray[np.float32]:
    """Return an F, float32 (7, 5), 1 on 0: no turn or mirroring of it looks the same."""
    rows = ("#####", "#....", "#....", "####.", "#....", "#....", "#....")
    return np.array([[mark == "#" for mark in row] for row in rows], np.float32)


def _legend(volume: npt.NDArray[np.float32]) -> Legend:
    levels = levels_of(volume)[0]
    counts = histogram_of(volume, levels.low, levels.high)
    return Legend(levels, Colouring("grey"), "these maps", counts)


@pytest.fixture
def maps_of():
    """Return what makes the maps of a layer of a volume (D, H, W)."""

    def make(volume: npt.NDArray[np.float32], value: str = "maps", run: int = 1) -> MapsPart:
        return MapsPart(
            value=value,
            run=run,
            title=value,
            subtitle="",
            scope="layer",
            legend=_legend(volume),
            volume=volume,
            planes=SmallPlanes(volume),
            levels=levels_of(volume),
            ranges=np.stack([volume.min(axis=(1, 2)), volume.max(axis=(1, 2))], axis=1),
            ordered=range(len(volume)),
            slices=range(len(volume)),
        )

    return make


@pytest.fixture
def slice_of():
    """Return what makes the selected slice of a plane (H, W)."""

    def make(plane: npt.NDArray[np.float32], index: int = 0) -> SlicePart:
        legend = _legend(plane[None])
        return SlicePart("maps", 1, index, f"Map {index}", f"maps:{index}", legend, (), plane)

    return make
