"""What is looked at: cells, pixels, weights, and whatever has an address."""

from __future__ import annotations

from explorer.errors import UsageError
from explorer.session.address import find_address
from explorer.session.asking.selecting import Selecting
from explorer.session.state import Cell, Pixel, Weight, holds


class Pointing(Selecting):
    """Replaces what is under the pointer and what was clicked."""

    def hover(self, cell: Cell | None) -> None:
        """Look at a cell of the selected layer; None when the pointer leaves."""
        self._change(hovered=cell)

    def weigh(self, weight: Weight | None) -> None:
        """Look at a weight of the filter that is shown; None when the pointer leaves."""
        self._change(weighed=weight)

    def step_back(self) -> None:
        """Undo the last of: the large map, the pinned cell or picked pixel."""
        if self._state.zoomed:
            self._change(zoomed=False, hovered=None)
        else:
            self._change(pinned=None, picked=None)

    def pin(self, cell: Cell) -> None:
        """Select a cell and its slice."""
        if self.shape is not None and holds(self.shape, cell):
            self._change(slice=cell.slice, pinned=(cell.y, cell.x), picked=None)

    def touch(self, place: tuple[float, float] | None) -> None:
        """Look at a row and column of the input, from 0 to 1 over what the net sees; None when the pointer leaves."""
        self._change(touched=self._pixel(place) if place is not None else None)

    def pick(self, place: tuple[float, float]) -> None:
        """Select a pixel of the input, to see what it reaches; the same one again lets go of it."""
        pixel = self._pixel(place)
        self._change(picked=None if pixel == self._state.picked else pixel, pinned=None)

    def _pixel(self, place: tuple[float, float]) -> Pixel | None:
        loaded = self._exchange.loaded
        if loaded is None or self.shape is None:
            return None
        _, height, width = loaded.fields.volume(loaded.layers[0].value)
        return Pixel(min(int(place[0] * height), height - 1), min(int(place[1] * width), width - 1))

    @property
    def address(self) -> str:
        """Address of what is looked at, or else of the selected slice; empty before there are maps."""
        view = self._view
        looked_at = view.readout.address if view.readout is not None else ""
        return looked_at or (view.slice.address if view.slice is not None else "")

    def go_to(self, text: str) -> None:
        """Select what an address names.

        Raises
        ------
        UsageError
            It names nothing that there is.
        """
        loaded = self._exchange.loaded
        if loaded is None or self.shape is None:
            raise UsageError("there are no maps to go to yet", "open an image first")
        found = find_address(text, loaded.layers, loaded.fields.volume)
        index = self._state.slice if found.slice is None else found.slice
        changes = self._selection(loaded, found.layer.value, index)
        if found.place is not None:
            changes |= {"pinned": found.place, "picked": None}
        self._change(**changes)

    def follow(self, text: str) -> None:
        """Go to a pasted address, or say why that cannot be."""
        try:
            self.go_to(text)
        except UsageError as error:
            self._complain(error)
