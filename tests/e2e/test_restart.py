"""The program as a process: what it finds again after it was closed, or killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PATIENCE_S = 120

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills processes as Unix does")


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    return tmp_path / "config" / "convnet-explorer"


@pytest.fixture
def start(tmp_path: Path, checkout: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Yield what starts the program with settings of its own."""
    running: list[subprocess.Popen[str]] = []

    def started(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "explorer", *arguments]
        environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "config"), "QT_QPA_PLATFORM": "offscreen"}
        process = subprocess.Popen(command, cwd=checkout, env=environment, stderr=subprocess.PIPE, text=True)
        running.append(process)
        return process

    yield started
    for process in running:
        process.kill()
        process.communicate()


def wait_for(come_true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not come_true():
        assert time.monotonic() < end
        time.sleep(0.05)


def kept(settings: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((settings / "session.json").read_text("utf-8"))
    except FileNotFoundError:
        return {"state": {"picture": ""}}
    return record


def shows(settings: Path, picture: str) -> Callable[[], bool]:
    return lambda: kept(settings)["state"]["picture"] == picture


def test_killed_program_shows_the_same_when_it_is_started_again(
    start: Callable[..., subprocess.Popen[str]], settings: Path, checkout: Path
) -> None:
    first = start(str(checkout / "assets" / "samples" / "shapes.png"), "--net", "resnet8", "--theme", "dark")
    wait_for(shows(settings, "shapes.png"))
    first.send_signal(signal.SIGKILL)
    first.wait()
    before = kept(settings)
    stamp = (settings / "session.json").stat().st_mtime_ns
    start()
    wait_for(lambda: (settings / "session.json").stat().st_mtime_ns > stamp)
    assert not (settings / "restoring.json").exists()
    again = kept(settings)
    assert again["request"]["picture"]["origin"] == before["request"]["picture"]["origin"]
    assert [again["state"][name] for name in ("net", "picture", "layer", "theme")] == [
        before["state"][name] for name in ("net", "picture", "layer", "theme")
    ]


def test_first_start_ever_shows_a_net_at_work(start: Callable[..., subprocess.Popen[str]], settings: Path) -> None:
    start()
    wait_for(shows(settings, "digit-3.png"))
    assert kept(settings)["state"]["net"] == "lenet5"
