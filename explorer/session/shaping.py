"""The shapes of the net that is open, as other programs read them."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from psygnal import Signal

from explorer.errors import ExplorerError
from explorer.render.files import write_whole
from explorer.render.names import file_stem
from explorer.session.choosing import Choosing
from explorer.session.exchange import Exchange
from explorer.session.messages import Message
from explorer.session.shape_table import as_csv, as_markdown


class Shaping(Choosing):
    """Hands out the table of shapes and parameters.

    Attributes
    ----------
    message
        A sentence for the user.
    """

    _exchange: Exchange
    message = Signal(Message)

    @property
    def shapes_as_markdown(self) -> str:
        """The table of shapes and parameters; empty before they are known."""
        loaded = self._exchange.loaded
        return as_markdown(loaded.table) if loaded is not None and loaded.specs else ""

    @property
    def shapes_name(self) -> str:
        """A file name for the table."""
        return f"{file_stem(self._state.net)}_shapes.csv"

    def save_shapes(self, path: Path) -> None:
        """Write the table of shapes and parameters as comma-separated values; a file that is there is replaced."""
        loaded = self._exchange.loaded
        if loaded is None or not loaded.specs:
            return
        text = as_csv(loaded.table).encode("utf-8-sig")
        try:
            write_whole(path, lambda file: file.write(text), overwrite=True)
        except ExplorerError as error:
            self._complain(error)
        else:
            self.message.emit(Message("info", f"Saved {path.name}", path=path))

    @abstractmethod
    def _complain(self, error: ExplorerError) -> None:
        """Tell the user of an error."""
