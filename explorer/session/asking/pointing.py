"""What is looked at: cells, pixels, weights, and whatever has an address."""

from __future__ import annotations

from explorer.errors import UsageError
from explorer.session.address import find_address
from explorer.session.asking.selecting import Selecting
from explorer.session.parts.thumbnails import unit_under
from explorer.session.pointed import Bias, Cell, Pixel, Pointed, Weight, holds


class Pointing(Selecting):
    """Replaces what is under the pointer and what was clicked."""

    def hover(self, at: Pointed | None) -> None:
        """Look at what is under the pointer; None when it leaves."""
        self._change(pointed_at=at)

    def weigh(self, weight: Weight | Bias | None) -> None:
        """Look at what the filter multiplies or adds, under the pointer or where the keys are; None lets go of it."""
        if weight is not None or isinstance(self._state.pointed_at, Weight | Bias):
            self.hover(weight)

    def glimpse(self, value: str, place: tuple[float, float] | None) -> None:
        """Look at a row and column, from 0 to 1, of the small picture of a layer; None when the pointer leaves it."""
        shown = self._shown
        if place is None or shown is None or self._view.maps is None:
            self.hover(None)
        elif value == shown.loaded.graph.inputs[0].name:
            self.touch(place)
        else:
            unit = unit_under(self._state, shown, value, place)
            mine = value == self._view.maps.value
            self.hover(Cell(unit.slice, unit.y, unit.x) if mine else unit)

    def step_back(self) -> None:
        """Undo the last of: the large map, the pinned cell or picked pixel."""
        if self._state.zoomed:
            self._change(zoomed=False, pointed_at=self._state.elsewhere)
        else:
            self._change(pinned=None, picked=None)

    def pin(self, cell: Cell) -> None:
        """Select a cell and its slice."""
        if self.shape is not None and holds(self.shape, cell):
            self._change(slice=cell.slice, pinned=(cell.y, cell.x), picked=None)

    def touch(self, place: tuple[float, float] | None) -> None:
        """Look at a row and column of the input, from 0 to 1 over what the net sees; None when the pointer leaves."""
        self.hover(self._pixel(place) if place is not None else None)

    def pick(self, place: tuple[float, float]) -> None:
        """Select a pixel of the input, to see what it reaches; the same one again lets go of it."""
        pixel = self._pixel(place)
        self._change(picked=None if pixel == self._state.picked else pixel, pinned=None)

    def _pixel(self, place: tuple[float, float]) -> Pixel | None:
        shown = self._shown
        if shown is None or self.shape is None:
            return None
        _, height, width = shown.measures.volume(shown.loaded.layers[0].value).shape
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
        loaded = self._net
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
