"""Designs in files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from explorer.designer.errors import DesignError
from explorer.errors import NetError

if TYPE_CHECKING:
    from explorer.designer.design import Design

_LONGEST = 1_000_000
"""Bytes; no text that is written by hand is longer."""


def read_design(path: Path) -> Design:
    """Return the design that the text in the file ``path`` says.

    Raises
    ------
    NetError
        The file cannot be read, or its text says no net; the sentence names the file and the line.
    """
    from explorer.designer.draft import parse  # noqa: PLC0415, it loads the compiler

    try:
        return parse(read_text(path), path.stem)
    except DesignError as error:
        raise NetError(f"cannot open the net {path.name!r}: line {error.line}: {error.message}", error.hint) from error


def read_text(path: Path) -> str:
    """Return the text in the file ``path``.

    Raises
    ------
    NetError
        It cannot be read, or holds no text.
    """
    what = f"cannot open the net {path.name!r}"
    try:
        if path.stat().st_size > _LONGEST:
            raise NetError(f"{what}: it is too long for a design", "a design has one layer a line")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise NetError(f"{what}: it is no text", "a design is a text with one layer a line, in UTF-8") from error
    except OSError as error:
        raise NetError(f"{what}: {error.strerror}", "check the path and its permissions") from error
