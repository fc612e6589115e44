"""Texts of nets: read from files, written to files, with another seed."""

from __future__ import annotations

import re
from pathlib import Path

from explorer.designer import files
from explorer.files import write_whole
from explorer.session.request import DesignText


def read_text(path: Path) -> DesignText:
    """Return the text in a file.

    Raises
    ------
    NetError
        It cannot be read, or holds no text.
    """
    return DesignText(path.stem, files.read_text(path))


def write_text(design: DesignText, path: Path) -> None:
    """Write a text as a file; one that is there is replaced.

    Raises
    ------
    FileError
        It cannot be written.
    """
    write_whole(path, lambda file: file.write(design.text.encode("utf-8")), overwrite=True)


def with_seed(text: str, seed: int) -> str:
    """Return a text whose weights are drawn from another seed."""
    changed, found = re.subn(r"(?m)^(\s*seed\s+)\S+", rf"\g<1>{seed}", text, count=1)
    return changed if found else f"seed {seed}\n{text}"
