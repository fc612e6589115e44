"""Nets as text: the one that is open, and one that is to be."""

from __future__ import annotations

import re
from pathlib import Path

from explorer.errors import ExplorerError, FileError
from explorer.files import write_whole
from explorer.session.asking.asking import Asking
from explorer.session.bundled import DESIGN
from explorer.session.request import DesignText


class Designing(Asking):
    """Opens the text of a net."""

    def open_design(self, design: DesignText) -> None:
        """Build the net that a text says, and run it on the picture that is open."""
        self._ask(lambda: self._exchange.open_net(design))

    @property
    def is_designed(self) -> bool:
        """Whether the net that is wanted comes of a text."""
        return self._text is not None

    @property
    def design(self) -> DesignText | None:
        """The text of the net that is wanted; None where it comes of none, or its file is gone."""
        if not isinstance(self._text, Path):
            return self._text
        try:
            return read_text(self._text)
        except ExplorerError as error:
            self._complain(error)
            return None

    @property
    def _text(self) -> Path | DesignText | None:
        """Where the text of the net is."""
        source = self._exchange.wanted.net
        match None if source is None else source.origin:
            case DesignText() as text:
                return text
            case Path() as path if path.suffix.lower() == DESIGN:
                return path
        return None


def read_text(path: Path) -> DesignText:
    """Return the text in a file.

    Raises
    ------
    FileError
        It cannot be read.
    """
    try:
        return DesignText(path.stem, path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"cannot read {path.name!r}", "choose the text of a net, one layer a line") from error


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
