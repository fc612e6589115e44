"""The nets that come with the program, by name."""

from __future__ import annotations

import difflib
from pathlib import Path

from explorer import resources
from explorer.errors import UsageError

DEFAULT_NET = "filters"
"""The net that a picture is shown in when none is named: it takes pictures of any size."""


def bundled_nets() -> dict[str, Path]:
    """Return the bundled nets' paths by name, in alphabetical order."""
    return {path.stem: path for path in sorted(resources.nets().glob("*.onnx"))}


def is_there(path: Path) -> bool:
    """Return whether there is a file or folder of this name, which may be one that no system takes."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def find_net(text: str) -> Path:
    """Return the path of the net that ``text`` names: a bundled one, or a file.

    Raises
    ------
    UsageError
        There is neither.
    """
    bundled = bundled_nets()
    if text in bundled:
        return bundled[text]
    path = Path(text)
    if is_there(path):
        if path.is_dir():
            raise UsageError(f"{text!r} is a folder, not a net", "give an .onnx file")
        return path
    close = difflib.get_close_matches(text, bundled, n=1)
    guess = f"did you mean {close[0]}? " if close else ""
    names = ", ".join(bundled) or "none"
    raise UsageError(f"there is no net {text!r}", f"{guess}bundled nets: {names}; or give the path of an .onnx file")
