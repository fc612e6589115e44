"""Comparing what is shown with something else."""

from __future__ import annotations

from typing import Any

from explorer.session.asking.pointing import Pointing
from explorer.session.comparison import Comparison
from explorer.session.shown import Computed, Loaded
from explorer.session.state import Side, following


class Comparing(Pointing):
    """Pins the forward pass that is shown, to be compared with those that come after it."""

    _comparison: Comparison | None = None

    def pin_pass(self) -> None:
        """Keep the net's values for this picture, to compare others with them."""
        computed = self._exchange.computed
        if computed is not None:
            self._comparison = Comparison(computed)
            self._turn("a")
            self._refresh()

    def compare_unedited(self) -> None:
        """Show what edits changed: the net's values minus those before them, or all of them again."""
        computed = self._exchange.computed
        if self._comparison is not None and self._comparison.unedited:
            self.unpin_pass()
        elif computed is not None:
            self._comparison = Comparison(computed.unedited or computed, unedited=True)
            self._turn("difference")
            self._refresh()

    def unpin_pass(self) -> None:
        """Compare no longer."""
        self._comparison = None
        self._turn("a")
        self._refresh()

    def show_side(self, side: Side) -> None:
        """Show what is open, A, what is pinned, B, or their difference; A where that cannot be."""
        part = self._view.compare
        if part is None or side != part.side:
            self._turn(side if part is not None and side in part.possible else "a")

    def step_side(self) -> None:
        """Show the next of A, B and their difference."""
        part = self._view.compare
        if part is not None:
            self.show_side(following(part.possible, part.side))

    def _turn(self, side: Side) -> None:
        self._change(side=side, only_b="")

    @property
    def _b(self) -> Computed | None:
        """The pinned pass, while its side is shown."""
        part, comparison = self._view.compare, self._comparison
        return comparison.pinned if comparison is not None and part is not None and part.side == "b" else None

    @property
    def _shown(self) -> Computed | None:
        """The forward pass that is shown."""
        return self._b or super()._shown

    @property
    def _net(self) -> Loaded | None:
        """The net whose layers are shown."""
        return super()._net if self._b is None else self._b.loaded

    @property
    def _selected(self) -> str:
        """Value name of the layer that is selected of it."""
        maps = self._view.maps
        return super()._selected if self._b is None or maps is None else maps.value

    def _selection(self, loaded: Loaded, value: str, index: int) -> dict[str, Any]:
        """Return the changes that select a slice of a layer; one of B by its twin in A, or by its own name without."""
        chosen = super()._selection(loaded, value, index) | {"only_b": ""}
        opened, layer = super()._shown, loaded.layer(value)
        if self._b is None or self._comparison is None or loaded is not self._b.loaded or not opened or not layer:
            return chosen
        origin = self._comparison.origin(opened, layer)
        alone = {"layer": self._state.layer, "only_b": value}
        return chosen | ({"layer": origin.value} if origin is not None else alone)

    def step_back(self) -> None:
        """Leave the last of: the large map, the pinned cell, the comparison."""
        before = self._state
        super().step_back()
        if self._state == before and self._comparison is not None:
            self.unpin_pass()
