"""The nets that come with the program, by name."""

from __future__ import annotations

import difflib
from pathlib import Path

from explorer import resources
from explorer.designer.presets import presets
from explorer.errors import UsageError

DEFAULT_NET = "filters"
"""The net that a picture is shown in when none is named: it takes pictures of any size."""

PRESET = "preset:"
"""What the name of a design that comes with the program begins with."""

DESIGN = ".net"
"""Ending of a file that holds the text of a design."""

SUFFIXES = (".onnx", DESIGN)
"""Endings of the files that nets are opened from."""


def bundled_nets() -> dict[str, Path]:
    """Return the bundled nets' paths by name, in alphabetical order."""
    return {path.stem: path for path in sorted(resources.nets().glob("*.onnx"))}


def known_nets() -> dict[str, Path]:
    """Return the paths of all nets that come with the program, by the names that they are opened by."""
    return bundled_nets() | {f"{PRESET}{name}": path for name, path in presets().items()}


def is_there(path: Path) -> bool:
    """Return whether there is a file or folder of this name, which may be one that no system takes."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def find_net(text: str) -> Path:
    """Return the path of the net that ``text`` names: a bundled one, a preset, or a file.

    Raises
    ------
    UsageError
        There is none.
    """
    known = known_nets()
    if text in known:
        return known[text]
    path = Path(text)
    if is_there(path):
        if path.is_dir():
            raise UsageError(f"{text!r} is a folder, not a net", "give an .onnx or .net file")
        return path
    if path.suffix.lower() in SUFFIXES:
        raise UsageError(f"there is no file {text!r}", "check its name and its folder")
    prefix = PRESET if text.startswith(PRESET) else ""
    called = {name.removeprefix(PRESET): name for name in reversed(known) if name.startswith(prefix)}
    close = [called[name] for name in difflib.get_close_matches(text.removeprefix(PRESET), called, n=2)]
    guess = f"did you mean {' or '.join(close)}? " if close else ""
    lists = "'convnet-explorer info' lists the nets that come with the program"
    raise UsageError(f"there is no net {text!r}", f"{guess}{lists}; or give the path of an .onnx or .net file")
