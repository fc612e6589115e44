"""How a net is fed, as the user said last: kept for each net under the digest of its file."""

from __future__ import annotations

import hashlib
from pathlib import Path

from explorer import resources
from explorer.nn.graph import InputFormat
from explorer.session.keeping.store import Store


def digest_of(path: Path) -> str:
    """Return what tells the content of a net's file from all others."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_text(text: str) -> str:
    """Return the same for a text that lies in no file."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def recall(digest: str) -> InputFormat | None:
    """Return how a net was fed last; None where it is fed as its file says.

    Raises
    ------
    FileError
        What was kept cannot be read.
    """
    return Store(folder()).read(digest, InputFormat)


def keep(digest: str, stated: InputFormat, chosen: InputFormat) -> None:
    """Keep how a net is fed from now on; nothing where that is as its file says.

    Raises
    ------
    FileError
        It cannot be written.
    """
    if chosen == stated:
        Store(folder()).forget(digest)
    else:
        Store(folder()).write(digest, chosen)


def folder() -> Path:
    """Return the folder that the files lie in, one a net."""
    return resources.settings_folder() / "nets"
