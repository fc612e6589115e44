"""Times how long a real window keeps the user waiting while passes repeat at full speed and each of them is drawn.

Run as ``xvfb-run -a -s "-screen 0 1280x800x24" python tests/benchmarks/latency.py [NET[@SIDE] ...]`` on an idle
machine. A timer of 5 ms asks for the window's thread all the time; it is late by as long as an event of the user would
have to wait. With ``--used`` the pointer moves over the maps, they are scrolled, other layers are selected and the
layers are searched meanwhile. For each net it prints median, 95th percentile and largest of the lateness, and of how
long the window's thread worked between two ticks rather than waited for a core, in ms, and passes a second.
"""

from __future__ import annotations

import gc
import itertools
import sys
import time
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from explorer.qt.app import make_window
from explorer.qt.application import make_application
from explorer.qt.basics.look import Look
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.window import MainWindow
from explorer.session.messages import Busy

SECONDS, TICK_MS, STEP_MS = 8.0, 5, 40
CASES = ("cifar10@32", "filters@256", "filters@512")


def turn(seconds: float) -> None:
    """Let the window live for a while."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        QApplication.processEvents()
        time.sleep(0.0005)


def use(window: MainWindow) -> Iterator[None]:
    """Do what a user does, one thing at a time, for ever."""
    canvas = window.findChild(MapsView).focusProxy()
    assert isinstance(canvas, QWidget)
    none, plain = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for step in itertools.count():
        if step % 25 == 10:
            window.session.step_layer(1 if step % 50 == 10 else -1)
        elif step % 25 == 20:
            window.session.search("conv"[: step // 25 % 5] or None)
        elif step % 5 == 0:
            point, turned = QPointF(200, 200), QPoint(0, -120 if step % 100 < 50 else 120)
            place = QPointF(canvas.mapToGlobal(point))
            wheel = QWheelEvent(point, place, QPoint(), turned, none, plain, Qt.ScrollPhase.NoScrollPhase, False)
            QApplication.postEvent(canvas, wheel)
        else:
            point = QPointF(40 + 7 * step % 500, 60 + 11 * step % 400)
            place = QPointF(canvas.mapToGlobal(point))
            QApplication.postEvent(canvas, QMouseEvent(QEvent.Type.MouseMove, point, place, none, none, plain))
        yield


def spread(milliseconds: np.ndarray) -> str:
    """Return median, 95th percentile and largest."""
    numbers = np.median(milliseconds), np.percentile(milliseconds, 95), milliseconds.max()
    return " ".join(f"{number:.1f}" for number in numbers)


def measure(name: str, side: int, used: bool) -> None:
    """Print how late the timer was while passes of one net repeated."""
    window = make_window(Look(make_application(), "light"))
    window.resize(1280, 800)
    window.show()
    rng = np.random.default_rng(1)
    pictures = itertools.cycle([(rng.random((side, side, 3)) * 255).astype(np.uint8) for _ in range(2)])
    session = window.session
    session.open_net(name)
    session.paste(next(pictures))
    while session.busy:
        turn(0.01)
    turn(1)
    gc.freeze()
    runs: set[int] = set()

    def go_on(busy: Busy) -> None:
        if not busy:
            QTimer.singleShot(0, lambda: session.paste(next(pictures)))

    session.busy_changed.connect(go_on)
    session.view_changed.connect(lambda _, view: runs.add(view.maps.run))
    ticks: list[tuple[float, float]] = []
    ticker, hand = QTimer(), QTimer()
    ticker.setTimerType(Qt.TimerType.PreciseTimer)
    ticker.timeout.connect(lambda: ticks.append((time.perf_counter(), time.thread_time())))
    doings = use(window)
    hand.timeout.connect(lambda: next(doings))
    ticker.start(TICK_MS)
    if used:
        hand.start(STEP_MS)
    session.paste(next(pictures))
    turn(SECONDS)
    between, worked = np.diff(ticks, axis=0).T * 1000
    late = np.maximum(between - TICK_MS, 0)
    rate = f"{len(runs) / SECONDS:.0f} passes a second"
    print(f"{name} at {side}: late by {spread(late)}, worked {spread(worked)}, {rate}", flush=True)  # noqa: T201
    session.busy_changed.disconnect()
    window.close()


if __name__ == "__main__":
    cases = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    for case in cases or CASES:
        net, _, extent = case.partition("@")
        measure(net, int(extent or 224), "--used" in sys.argv)
