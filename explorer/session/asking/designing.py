"""Nets as text: the one that is open, and one that is to be."""

from __future__ import annotations

from pathlib import Path

from explorer.errors import ExplorerError
from explorer.session.asking.asking import Asking
from explorer.session.bundled import DESIGN
from explorer.session.drafts.texts import read_text
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
