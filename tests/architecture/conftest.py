"""The source files that the rules of the house are checked on."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def sources(*folders: str) -> dict[str, Path]:
    """Return the Python files below the folders of the checkout, by relative path."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path.relative_to(ROOT).as_posix(): path for path in paths}


@pytest.fixture(scope="session")
def package() -> dict[str, ast.Module]:
    """Return the parsed modules of the package by relative path."""
    return {name: ast.parse(path.read_text("utf-8")) for name, path in sources("explorer").items()}


@pytest.fixture(scope="session")
def lines() -> dict[str, int]:
    """Return the number of lines of every Python file by relative path."""
    everything = sources("explorer", "tests", "assets")
    return {name: len(path.read_text("utf-8").splitlines()) for name, path in everything.items()}
