"""Where things lie, and in which versions, in a checkout, a wheel and a frozen bundle."""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import platformdirs

APP = "convnet-explorer"
TITLE = "ConvNet Explorer"
"""What the program is called by machines, and by people."""

_PACKAGE = Path(__file__).resolve().parent


def assets() -> Path:
    """Return the folder of bundled nets, samples and the icon."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / "assets"] if frozen else [_PACKAGE / "assets", _PACKAGE.parent / "assets"]
    return next((folder for folder in candidates if folder.is_dir()), candidates[-1])


def nets() -> Path:
    """Return the folder of bundled nets, ``*.onnx``."""
    return assets() / "nets"


def presets() -> Path:
    """Return the folder of bundled designs, ``*.net``."""
    return assets() / "presets"


def samples() -> Path:
    """Return the folder of bundled sample pictures, ``*.png``."""
    return assets() / "samples"


def cache_folder() -> Path:
    """Return the user's cache folder of this program, or the one that ``EXPLORER_CACHE`` names.

    It may not exist yet, nor be writable.
    """
    named = os.environ.get("EXPLORER_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir(APP, appauthor=False))


def settings_folder() -> Path:
    """Return the user's settings folder of this program; it may not exist yet, nor be writable."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def version_of(package: str) -> str:
    """Return the version of a package that this program uses."""
    try:
        return version(package)
    except PackageNotFoundError:  # frozen without its metadata
        return "unknown"
