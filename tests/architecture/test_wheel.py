"""The wheel, installed away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def installed(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the scripts' folder of a new environment that has the wheel, and borrows what the wheel depends on."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    subprocess.run(build, cwd=checkout, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False, symlinks=True)
    paths = sysconfig.get_paths(vars={"base": str(folder / "env"), "platbase": str(folder / "env")})
    unpack = [sys.executable, "-m", "zipfile", "--extract", wheel, paths["purelib"]]
    subprocess.run(unpack, check=True, capture_output=True)
    # Borrowed packages come last, and without their .pth files, one of which leads back to the checkout.
    (Path(paths["purelib"]) / "borrowed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return Path(paths["scripts"])


def _python(scripts: Path, folder: Path, *arguments: str) -> str:
    command = [scripts / "python", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_does_not_lean_on_the_checkout(installed: Path, checkout: Path, tmp_path: Path) -> None:
    program = "import explorer, explorer.resources as r; print(explorer.__file__, r.assets(), sep='\\n')"
    for place in _python(installed, tmp_path, "-c", program).splitlines():
        assert not Path(place).is_relative_to(checkout)


@pytest.mark.parametrize("net", ["lenet5", "preset:cifar-first"])
def test_command_finds_its_nets_from_any_folder(installed: Path, tmp_path: Path, net: str) -> None:
    program = (
        "import sys; from importlib.metadata import distribution;"
        "(command,) = distribution('convnet-explorer').entry_points;"
        f"sys.argv = [command.name, 'info', '{net}']; sys.exit(command.load()())"
    )
    assert "Conv" in _python(installed, tmp_path, "-c", program)
