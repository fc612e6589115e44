from __future__ import annotations

import threading
from collections.abc import Mapping

import numpy as np
import pytest
from live_window import LiveWindow
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from explorer.nn.activations import Activations
from explorer.nn.executor import Executor
from explorer.nn.spec import Array
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.patience import PATIENCE_MS
from explorer.qt.status_line import StatusLine


@pytest.fixture
def held(live: LiveWindow, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Return what lets the worker go on, which from now on waits before each pass."""
    go_on = threading.Event()
    live.session.open_net("lenet5")
    live.session.open_sample()
    live.settle()
    run = Executor.run

    def run_later(executor: Executor, feeds: Mapping[str, Array]) -> Activations:
        go_on.wait(20)
        return run(executor, feeds)

    monkeypatch.setattr(Executor, "run", run_later)
    return go_on


def grab(widget: QWidget) -> np.ndarray:
    QApplication.processEvents()
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def words(live: LiveWindow) -> str:
    return live.part(StatusLine).status


def test_maps_of_an_older_state_are_tinted_after_a_while_and_never_blanked(
    live: LiveWindow, held: threading.Event
) -> None:
    maps, strip = live.part(MapsView), live.window.findChild(QWidget, "cards")
    shown, cards, status = grab(maps), grab(strip), words(live)
    live.session.edit_weight(0, 0, 0, 2.0)
    assert live.view.stale and live.session.busy
    assert np.array_equal(grab(maps), shown) and words(live) == status
    live.bot.waitUntil(lambda: not np.array_equal(grab(maps), shown))
    tinted = grab(maps)
    paper = shown[0, 0]
    assert np.abs(tinted - paper).sum() > 0.3 * np.abs(shown - paper).sum()
    assert not np.array_equal(grab(strip), cards)
    assert words(live) == "Computing …"
    held.set()
    live.settle()
    assert not live.view.stale and "Computed in" in words(live)
    assert np.abs(grab(maps) - paper).sum() > 0.9 * np.abs(shown - paper).sum()


def test_maps_are_tinted_after_150_ms_however_often_the_worker_tells_what_it_is_at(
    live: LiveWindow, held: threading.Event
) -> None:
    maps = live.part(MapsView)
    shown = grab(maps)
    live.session.edit_weight(0, 0, 0, 2.0)
    for n in range(4):
        live.bot.wait(PATIENCE_MS // 3)
        live.session.edit_weight(0, 0, 0, 2.0 + n)
    assert not np.array_equal(grab(maps), shown)
    held.set()
    live.settle()


def test_what_is_computed_in_time_never_tints(live: LiveWindow, held: threading.Event) -> None:
    held.set()
    said: list[str] = []
    live.session.view_changed.connect(lambda *_: said.append(words(live)))
    live.session.edit_weight(0, 0, 0, 2.0)
    live.settle()
    live.bot.wait(2 * PATIENCE_MS)
    assert said and not any("…" in text for text in said)
    tinted = grab(live.part(MapsView))
    live.part(MapsView).show_stale(True)
    assert not np.array_equal(grab(live.part(MapsView)), tinted)


def test_net_that_takes_long_to_open_is_told_at_once_while_nothing_is_shown(live: LiveWindow) -> None:
    live.session.open_net("lenet5")
    assert words(live) == "Waiting for the worker …"
    live.settle()
    assert "…" not in words(live)
