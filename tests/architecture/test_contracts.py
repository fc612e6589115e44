"""Who may import whom."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HEAVY = ("numba", "llvmlite", "onnx", "pyqtgraph")


def test_layers_and_fences_hold(checkout: Path) -> None:
    command = [Path(sysconfig.get_path("scripts")) / "lint-imports", "--no-cache"]
    checked = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "module", ["explorer", "explorer.__main__", "explorer.session", "explorer.qt.app", "explorer.cli.app"]
)
def test_what_a_start_imports_leaves_what_is_slow_to_load_alone(module: str) -> None:
    program = f"import sys, {module}; print(*[name for name in {HEAVY} if name in sys.modules])"
    started = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (started.returncode, started.stdout.strip()) == (0, ""), started.stdout + started.stderr
