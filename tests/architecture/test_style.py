"""How the code is written."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

COMPILERS = {"njit", "jit", "vectorize", "guvectorize", "cfunc", "stencil"}

CHECKS = {
    "ruff check": ["ruff", "check"],
    "ruff format": ["ruff", "format", "--check"],
    "mypy": ["mypy", "--strict"],
}


@pytest.mark.parametrize("check", CHECKS)
def test_checker_finds_nothing(check: str, checkout: Path) -> None:
    command = [sys.executable, "-m", *CHECKS[check]]
    checked = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_a_module_says_in_its_first_line_what_it_is(package: dict[str, ast.Module]) -> None:
    first = {name: (ast.get_docstring(module) or "-").splitlines()[0] for name, module in package.items()}
    assert {name: line for name, line in first.items() if not line.endswith(".")} == {}


def test_kernels_are_compiled_in_one_place(package: dict[str, ast.Module]) -> None:
    compiling = {
        name
        for name, module in package.items()
        for node in ast.walk(module)
        if (isinstance(node, ast.Attribute) and node.attr in COMPILERS)
        or (isinstance(node, ast.ImportFrom) and COMPILERS & {alias.name for alias in node.names})
    }
    assert compiling == {"explorer/kernels/jit.py"}
