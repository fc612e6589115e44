"""The frozen program, on a machine that has nothing else: no Python, no cache, no settings."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

NETS = ("lenet5", "cifar10", "resnet8", "filters", "preset:small-classifier")

Run = Callable[..., None]


@pytest.fixture(scope="session")
def bundle() -> Path:
    """Return the bundle's program, of the folder that ``EXPLORER_BUNDLE`` names."""
    folder = os.environ.get("EXPLORER_BUNDLE")
    if not folder:
        pytest.skip("EXPLORER_BUNDLE names no bundle; pyinstaller build.spec makes one")
    return Path(folder).resolve() / "convnet-explorer"


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return what runs a command until it succeeds, with a home folder that was empty, a path and no screen."""
    home = tmp_path_factory.mktemp("home")
    bare = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}

    def run(*command: str | Path) -> None:
        done = subprocess.run(command, env=bare, cwd=home, capture_output=True, text=True, timeout=240, check=False)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr

    return run


@pytest.fixture(scope="session")
def photograph(shared_data: Path) -> Path:
    """Return a photograph in colour."""
    return next((shared_data / "photos").glob("astronaut.*"))


@pytest.mark.parametrize("net", NETS)
def test_window_shows_a_photograph(net: str, bundle: Path, run: Run, photograph: Path, tmp_path: Path) -> None:
    run(bundle, photograph, "--net", net, "--size", "1280x800", "--screenshot", tmp_path / "seen.png")
    with Image.open(tmp_path / "seen.png") as seen:
        assert seen.size == (1280, 800)
        colours = seen.convert("RGB").getcolors(1280 * 800) or []
    assert len(colours) > 1000


@pytest.mark.parametrize("net", NETS)
def test_export_gives_the_pictures_that_the_source_gives(
    net: str, bundle: Path, run: Run, photograph: Path, tmp_path: Path
) -> None:
    for program, name in (([bundle], "frozen"), ([sys.executable, "-m", "explorer"], "source")):
        run(*program, "export", net, photograph, "--all", "--out", tmp_path / name)
    frozen, source = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.png")} for name in ("frozen", "source")
    )
    assert len(frozen) > 10
    assert frozen == source


@pytest.mark.parametrize("net", NETS)
def test_nothing_is_compiled(net: str, bundle: Path, photograph: Path, tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "EXPLORER_CACHE": str(tmp_path / "cache")}
    subprocess.run([bundle, "run", net, photograph], env=environment, capture_output=True, check=True)
    assert not list(tmp_path.rglob("*.kernel"))
