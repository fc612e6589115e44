"""File names from the names of layers."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 80
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10)}


def file_stem(name: str) -> str:
    """Return ``name`` as the stem of a file that every system takes.

    Examples
    --------
    >>> file_stem("fire2/squeeze1x1:0"), file_stem("../x"), file_stem("")
    ('fire2_squeeze1x1_0', 'x', 'layer')
    """
    stem = re.sub(r"[^\w.-]+", "_", name, flags=re.ASCII).strip("._-")[:_LONGEST].rstrip("._-") or "layer"
    return f"{stem}_" if stem.split(".")[0].lower() in _RESERVED else stem


def file_stems(names: Iterable[str]) -> list[str]:
    """Return a stem for each name, all different, also where letters' case does not count."""
    stems: dict[str, str] = {}
    for name in names:
        first = stem = file_stem(name)
        number = 1
        while stem.casefold() in stems:
            number += 1
            stem = f"{first}_{number}"
        stems[stem.casefold()] = stem
    return list(stems.values())
