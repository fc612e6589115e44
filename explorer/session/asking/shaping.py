"""The shapes of the net that is open: changed, and as other programs read them."""

from __future__ import annotations

from pathlib import Path

from explorer.errors import ExplorerError
from explorer.files import write_whole
from explorer.nn.changes import Changes, drawn_again, having
from explorer.nn.reshaping import Reshaping
from explorer.render.names import file_stem
from explorer.session.asking.asking import Asking
from explorer.session.messages import Message
from explorer.session.shape_table import as_csv, as_markdown


class Shaping(Asking):
    """Re-shapes layers, each time a step of undo, and hands out the table of shapes and parameters."""

    def reshape(self, change: Reshaping) -> None:
        """Give a layer another window or number of filters, and make the net behind it fit."""
        self._restructure(having(self._exchange.wanted.changes, change))

    def draw_weights_again(self) -> None:
        """Draw other weights where re-shaping made new ones."""
        self._restructure(drawn_again(self._exchange.wanted.changes))

    def reset_shapes(self) -> None:
        """Show the net as it was opened, with the shapes that it had."""
        self._restructure(())

    def _restructure(self, changes: Changes) -> None:
        if self._stays_pinned("show A to re-shape its layers") or self._awaits_net("re-shape it once it is there"):
            return
        if self._exchange.loaded is not None and changes != self._exchange.wanted.changes:
            self._ask(lambda: self._exchange.change(changes))

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
