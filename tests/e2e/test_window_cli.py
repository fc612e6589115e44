from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

PATIENCE = 120


def start(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own."""
    known = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    known.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-m", "explorer", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, check=False, env={**known, **environment}
    )


def test_screenshot_has_the_size_asked_for_and_shows_the_maps(photo: Path, tmp_path: Path) -> None:
    shot = tmp_path / "shot.png"
    done = start(photo, "--net", "lenet5", "--screenshot", shot, "--size", "1000x640", QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 0, done.stderr
    with Image.open(shot) as image:
        assert image.size == (1000, 640)
        assert len(image.convert("RGB").getcolors(1 << 20)) > 500


def test_screenshot_of_a_missing_layer_ends_with_two_and_one_sentence(photo: Path, tmp_path: Path) -> None:
    arguments = (photo, "--net", "lenet5", "--layer", "conv9", "--screenshot", tmp_path / "shot.png")
    done = start(*arguments, QT_QPA_PLATFORM="offscreen")
    assert done.returncode == 2
    assert [line for line in done.stderr.splitlines() if "conv9" in line and line.startswith("error: ")]


def test_screenshot_of_a_broken_net_ends_with_two_and_one_sentence(photo: Path, tmp_path: Path) -> None:
    net = tmp_path / "broken.onnx"
    net.write_bytes(b"not a net")
    shot = tmp_path / "shot.png"
    done = start(photo, "--net", net, "--screenshot", shot, QT_QPA_PLATFORM="offscreen")
    lines = [line for line in done.stderr.splitlines() if "propagateSizeHints" not in line]
    assert done.returncode == 2 and not shot.exists()
    assert len(lines) == 1 and lines[0].startswith("error: ") and "broken.onnx" in lines[0]


def test_missing_picture_ends_with_two_and_one_sentence(tmp_path: Path) -> None:
    done = start(tmp_path / "nowhere.png", QT_QPA_PLATFORM="offscreen")
    (line,) = done.stderr.strip().splitlines()
    assert done.returncode == 2 and "nowhere.png" in line


def test_bug_does_not_keep_a_screenshot_waiting(photo: Path, tmp_path: Path) -> None:
    program = (
        "import sys, explorer.qt.screenshot as s, explorer.session.session as e\n"
        "from explorer.__main__ import main\n"
        "def broken(*_): raise KeyError('a bug')\n"
        "e.Session.receive = broken\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, str(photo), "--screenshot", str(tmp_path / "shot.png")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=environment)
    assert done.returncode == 2
    assert "Traceback" in done.stderr and "a bug" in done.stderr


def test_window_paints_before_numba_is_imported() -> None:
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from explorer.qt.app import make_window\n"
        "from explorer.qt.basics.look import Look\n"
        "application = QApplication([])\n"
        "window = make_window(Look(application, 'light'))\n"
        "window.show()\n"
        "window.grab()\n"
        "print(sorted({'numba', 'llvmlite', 'onnx', 'onnxruntime'} & set(sys.modules)))\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True, env=environment)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_one_sentence_names_export(photo: Path) -> None:
    done = start(photo)
    (line,) = done.stderr.strip().splitlines()
    assert done.returncode == 2 and "screen" in line and "export" in line


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_a_screen_that_does_not_answer_ends_with_two_and_one_sentence(photo: Path) -> None:
    done = start(photo, DISPLAY=":4711")
    (line,) = done.stderr.strip().splitlines()
    assert done.returncode == 2 and ":4711" in line and "export" in line
