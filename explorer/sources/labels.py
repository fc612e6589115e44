"""Names of classes from text files, one a line."""

from __future__ import annotations

from pathlib import Path

from explorer.errors import FileError

SUFFIXES = (".txt", ".names", ".labels")
"""Endings of the files that names are read from."""

_MOST_BYTES = 4_000_000


def read_labels(path: Path) -> tuple[str, ...]:
    """Return the lines of a text file in UTF-8, without blanks around them and without empty ones at the end.

    Raises
    ------
    FileError
        It cannot be read, or is no list of names.
    """
    hint = "give a text file with the name of a class in each line"
    try:
        data = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else b"\0"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(f"{path.name} cannot be read: {reason.lower()}", hint) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path.name} is not a text file in UTF-8", hint) from error
    if "\0" in text or not text.strip():
        raise FileError(f"{path.name} holds no names of classes", hint)
    return tuple(line.strip() for line in text.rstrip().splitlines())
