"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from explorer.errors import FileError

_HINTS = {
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some space on the disk",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def write_whole(path: Path, write: Callable[[BinaryIO], object], *, overwrite: bool = False) -> None:
    """Let ``write`` fill a temporary file beside ``path``, then rename it to ``path``.

    Folders on the way are made. Whatever fails leaves no file, and leaves one that was there as it was.

    Raises
    ------
    FileError
        The file is there already and ``overwrite`` is not set, or the folder cannot be written to, or the disk
        is full.
    """
    partial = path.with_name(f".{path.name[:64]}.{os.getpid()}.part")
    try:
        _check(path, overwrite)
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            write(file)
        partial.replace(path)
    except OSError as error:
        hint = _HINTS.get(error.errno or 0, "choose another folder")
        raise FileError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}", hint) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _check(path: Path, overwrite: bool) -> None:
    if path.is_dir():
        raise FileError(f"{path} is a folder", "give the name of a file")
    if path.exists() and not overwrite:
        raise FileError(f"{path} exists already", "overwrite it explicitly or choose another name")
