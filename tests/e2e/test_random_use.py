from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from live_window import LiveWindow
from PIL import Image
from pointer import move_over
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from explorer.qt.large_view import LargeView
from explorer.qt.maps_view import MapsView
from explorer.qt.plane_view import PlaneView
from explorer.session.commands import COMMANDS

STEPS = 120
WITH_DIALOGS = {"leave", "help", "about", "commands", "menu", "open-picture", "open-net", "paste"}


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


def moves(live: LiveWindow, chance: random.Random, pictures: list[Path]) -> list[Callable[[], object]]:
    """Return what a user may do next."""
    session = live.session
    maps = live.part(MapsView)
    views = [maps.focusProxy().viewport(), live.part(PlaneView), live.part(LargeView).viewport()]
    view = chance.choice(views)
    point = QPointF(chance.uniform(0, view.width()), chance.uniform(0, view.height()))
    names = {command.title: command.name for command in COMMANDS}
    action = chance.choice([a for a in live.window.actions() if names.get(a.text()) not in WITH_DIALOGS])
    return [
        action.trigger,
        action.trigger,
        lambda: move_over(view, point),
        lambda: live.click(view, point),
        lambda: session.set_tile(chance.randint(0, 300)),
        lambda: live.window.resize(chance.randint(900, 1500), chance.randint(560, 1000)),
        lambda: session.open_picture(chance.choice(pictures)),
        lambda: session.open_net(chance.choice(["lenet5", "resnet8", "filters", "cifar10"])),
        lambda: view.isVisible() and live.bot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=point.toPoint()),
    ]


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
@pytest.mark.parametrize("seed", [0, 1])
def test_nothing_that_a_user_does_breaks_the_window(
    live: LiveWindow, pictures: list[Path], seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    saved = str(tmp_path / "saved.png")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (saved, ""))
    chance = random.Random(seed)
    for _ in range(STEPS):
        chance.choice(moves(live, chance, pictures))()
        QApplication.processEvents()
    live.settle()
    live.picture()
    assert not [message for message in live.messages if message.kind == "bug"]
    assert not live.view.stale
