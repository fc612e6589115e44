"""Maps that are written as PNG files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.session.asking.selecting import Selecting
from explorer.session.computing.save import What, save, suggested_name
from explorer.session.messages import Message


class SavingPictures(Selecting):
    """Writes the selected slice, or all of its layer."""

    def suggested_name(self, what: What) -> str:
        """Return a file name for a PNG of the selected slice or layer."""
        shown, layer = self._shown, self.layer
        if shown is None or layer is None:
            return "maps.png"
        return suggested_name(replace(self._state, picture=shown.picture.name), layer, what)

    def save_slice_png(self, path: Path) -> None:
        """Write the selected slice."""
        self._save(path, "slice")

    def save_layer_png(self, path: Path) -> None:
        """Write all slices of the selected layer."""
        self._save(path, "layer")

    def _save(self, path: Path, what: What) -> None:
        if self._shown is None or self.layer is None:
            self._tell("There is nothing to save yet", "open an image first")
            return
        try:
            save(path, self._state, self._shown, self.layer, what)
        except ExplorerError as error:
            self._complain(error)
        else:
            self.message.emit(Message("info", f"Saved {path.name}", path=path))
