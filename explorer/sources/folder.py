"""The pictures that lie beside one another in a folder."""

from __future__ import annotations

import re
from pathlib import Path

from explorer.sources.picture import SUFFIXES


def neighbour(path: Path, count: int) -> Path:
    """Return the image file ``count`` places after ``path`` in its folder, by name with numbers in their order.

    It stops at the ends. Where the folder cannot be read, or no longer has ``path``, that is ``path`` itself.
    """
    try:
        names = [other for other in path.parent.iterdir() if other.suffix.lower() in SUFFIXES]
    except OSError:
        return path
    found = sorted(names, key=_in_order)
    if path not in found:
        return path
    return found[min(max(found.index(path) + count, 0), len(found) - 1)]


def _in_order(path: Path) -> tuple[list[tuple[int, str]], str]:
    """Return what sorts ``photo 9`` before ``photo 10``."""
    parts = re.findall(r"\d+|\D+", path.name.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts], path.name
