"""Nets that textbooks speak of, as designs."""

from __future__ import annotations

from pathlib import Path

from explorer import resources


def presets() -> dict[str, Path]:
    """Return the paths of the designs that come with the program by name, in alphabetical order."""
    return {path.stem: path for path in sorted(resources.presets().glob("*.net"), key=lambda path: path.stem)}
