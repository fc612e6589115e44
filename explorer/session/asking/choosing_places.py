"""Which place of the selected map is looked at, one after the other."""

from __future__ import annotations

from explorer.session.asking.choosing import Choosing


class ChoosingPlaces(Choosing):
    """Pins the units of a map by their number, row by row."""

    @property
    def place(self) -> int | None:
        """Number of the pinned unit; None where none is pinned."""
        if self._state.pinned is None or self._view.maps is None:
            return None
        y, x = self._state.pinned
        return y * int(self._view.maps.volume.shape[2]) + x

    def pin_place(self, number: int) -> None:
        """Pin a unit by its number; the nearest there is."""
        if self._view.maps is None:
            return
        _, height, width = self._view.maps.volume.shape
        place = divmod(min(max(number, 0), height * width - 1), width)
        self._change(pinned=place, picked=None, pointed_at=None)

    def step_place(self, count: int) -> None:
        """Pin the unit ``count`` places on, at first the first one; it goes round."""
        if self._view.maps is not None:
            _, height, width = self._view.maps.volume.shape
            self.pin_place(0 if self.place is None else (self.place + count) % (height * width))
