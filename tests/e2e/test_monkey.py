"""A thousand random clicks and keys, as a child or a cat would make them."""

from __future__ import annotations

import ctypes
import gc
import random
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from PIL import Image
from pointer import move_over, turn_wheel
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from explorer.qt.dialogs.ask import QtAsk
from explorer.qt.message_bar import Toast
from explorer.session.commands.table import COMMANDS

STEPS = 1000
WARM_UP = 300
GROWTH = 0.05
NETS = ("lenet5", "resnet8", "filters", "cifar10")
KEYS = [key for command in COMMANDS for key in command.keys]
LOOSE = ("Tab", "Shift+Tab", "Return", "Space", "Esc", "Home", "End", "PgUp", "PgDown", "Backspace", "A", "7")


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """Pictures that are no photographs: a point, a line, transparent, of sixteen bits, no picture at all."""
    rng = np.random.default_rng(0)
    made = {
        "point.png": Image.new("L", (1, 1), 255),
        "line.png": Image.new("RGB", (300, 2), (9, 99, 199)),
        "clear.png": Image.fromarray(rng.integers(0, 255, (40, 30, 4), np.uint8), "RGBA"),
        "deep.png": Image.fromarray(rng.integers(0, 65535, (20, 50), np.uint16)),
        "tall.png": Image.fromarray(rng.integers(0, 255, (400, 90, 3), np.uint8)),
    }
    for name, image in made.items():
        image.save(tmp_path / name)
    (tmp_path / "none.png").write_bytes(b"none")
    return [tmp_path / name for name in (*made, "none.png")]


class Monkey:
    """Does one thing after another to a window; closes what opens over it, or chooses something in it."""

    def __init__(self, live: LiveWindow, pictures: list[Path], seed: int) -> None:
        self._live = live
        self._pictures = pictures
        self._chance = random.Random(seed)
        self._closer = QTimer(live.window)
        self._closer.timeout.connect(self._close_what_is_open)
        self._closer.start(10)

    def play(self, steps: int) -> None:
        doings: list[tuple[Callable[[], object], int]] = [
            (self._click, 40),
            (self._press, 35),
            (self._point, 12),
            (self._wheel, 5),
            (self._resize, 2),
            (self._open_picture, 4),
            (self._open_net, 2),
        ]
        for doing in self._chance.choices([do for do, _ in doings], [weight for _, weight in doings], k=steps):
            doing()
            QApplication.processEvents()

    def rest(self, net: str) -> None:
        """Let the window show one and the same thing in one and the same way, and forget the rest."""
        session = self._live.session
        self._live.window.resize(1280, 800)
        next(action for action in self._live.window.actions() if action.text() == "Reset the layout").trigger()
        session.set_tile(96)
        session.set_page(0)
        if session.state.zoomed:
            session.toggle_zoom()
        for name in (*NETS, net):
            session.open_net(name)
            session.open_picture(self._pictures[4])
            self._live.settle()
        session.unpin_pass()
        session.reset_colours()
        self._live.settle()
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents()
            gc.collect()

    def level(self, net: str) -> int:
        """Return the least memory that is held at rest: what the worker just let go of may not be returned yet."""
        levels = []
        for _ in range(3):
            self.rest(net)
            levels.append(resident())
        return min(levels)

    def _somewhere(self) -> tuple[QWidget, QPoint]:
        window = self._live.window
        point = QPoint(self._chance.randrange(window.width()), self._chance.randrange(window.height()))
        widget = window.childAt(point) or window
        return widget, widget.mapFrom(window, point)

    def _click(self) -> None:
        widget, point = self._somewhere()
        button = Qt.MouseButton.RightButton if self._chance.random() < 0.1 else Qt.MouseButton.LeftButton
        twice = self._chance.random() < 0.15
        (QTest.mouseDClick if twice else QTest.mouseClick)(widget, button, pos=point)

    def _press(self) -> None:
        key = self._chance.choice([*KEYS, *LOOSE])
        QTest.keySequence(self._live.window.focusWidget() or self._live.window, key)

    def _point(self) -> None:
        widget, point = self._somewhere()
        move_over(widget, QPointF(point))

    def _wheel(self) -> None:
        widget, point = self._somewhere()
        turn_wheel(widget, QPointF(point), self._chance.choice([-120, 120]))

    def _resize(self) -> None:
        self._live.window.resize(self._chance.randint(900, 1500), self._chance.randint(560, 1000))

    def _open_picture(self) -> None:
        self._live.session.open_picture(self._chance.choice(self._pictures))

    def _open_net(self) -> None:
        self._live.session.open_net(self._chance.choice(NETS))

    def _close_what_is_open(self) -> None:
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is None:
            return
        if isinstance(over, QMenu) and over.actions() and self._chance.random() < 0.5:
            over.setActiveAction(self._chance.choice(over.actions()))
            QTest.keyClick(over, Qt.Key.Key_Return)
        over.close()


def resident() -> int:
    """Return the bytes of memory that this process holds, without those that malloc keeps for later; 0 elsewhere."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform.startswith("linux") else None
    if trim is None:
        return 0
    trim(0)
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096


@pytest.fixture
def harmless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing asks for a file of this machine or shows its folder, and the window stays open."""
    monkeypatch.setattr(Toast, "_open_folder", lambda _: None)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "saved.png"), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: ("", ""))
    monkeypatch.setattr(QtAsk, "leave", lambda _: None)


@pytest.mark.usefixtures("harmless")
@pytest.mark.qt_log_ignore("not accepted by receiving widget|Mouse event occurs outside", extend=True)
@pytest.mark.parametrize("seed", [0])
def test_nothing_that_a_user_does_breaks_the_window(live: LiveWindow, pictures: list[Path], seed: int) -> None:
    monkey = Monkey(live, pictures, seed)
    monkey.rest("lenet5")
    monkey.play(WARM_UP)
    before = monkey.level("lenet5")
    monkey.play(STEPS)
    after = monkey.level("lenet5")
    live.picture()
    assert not [message for message in live.messages if message.kind == "bug"]
    assert not live.view.stale
    assert after <= before * (1 + GROWTH), f"{before >> 20} MB became {after >> 20} MB"
