"""Which layer of the net is looked at."""

from __future__ import annotations

from typing import Any

from explorer.nn.spec import Shape
from explorer.session.asking.asking import Asking
from explorer.session.shown import Computed, Loaded, layer_shape
from explorer.session.strip.layers import Layer
from explorer.session.strip.search import following_hit


class Selecting(Asking):
    """Selects layers; each keeps the depth slice and the pinned cell as far as it has them."""

    @property
    def layer(self) -> Layer | None:
        """The selected layer."""
        loaded = self._net
        return None if loaded is None else loaded.layer(self._selected)

    @property
    def _shown(self) -> Computed | None:
        """The forward pass that is shown."""
        return self._exchange.computed

    @property
    def _net(self) -> Loaded | None:
        """The net whose layers are shown."""
        return self._exchange.loaded

    @property
    def _selected(self) -> str:
        """Value name of the layer that is selected of it."""
        return self._state.layer

    @property
    def shape(self) -> Shape | None:
        """Depth, height, width of the selected layer; None before its maps are there."""
        return None if self._view.maps is None else self._view.maps.volume.shape

    def select_layer(self, value: str) -> None:
        """Select a layer by its value name; a name that there is not is passed over."""
        if value != self._selected:
            self.select_map(value, self._state.slice)

    def select_map(self, value: str, index: int) -> None:
        """Select a layer by its value name, and a depth slice of it; a name that there is not is passed over."""
        loaded = self._net
        if loaded is not None and value in loaded.specs:
            self._change(**self._selection(loaded, value, index))

    def step_layer(self, count: int) -> None:
        """Select the layer ``count`` cards on; it stops at the ends."""
        strip = self._view.strip
        if strip is not None and strip.selected is not None:
            place = min(max(strip.selected + count, 0), len(strip.cards) - 1)
            self.select_layer(strip.cards[place].value)

    def step_hit(self, count: int) -> None:
        """Select the next layer that was searched for and found, or the one before; it goes round."""
        loaded, strip = self._net, self._view.strip
        if loaded is not None and strip is not None and strip.search is not None:
            layers = loaded.arranged(self._state.folds).layers
            self.select_layer(following_hit(layers, strip.search.hits, self._selected, count))

    def _selection(self, loaded: Loaded, value: str, index: int) -> dict[str, Any]:
        """Return the changes that select a slice of a layer, the nearest there is; a pinned cell stays if it fits."""
        depth, *plane = layer_shape(loaded, value)
        pinned, here = self._state.pinned, self._selected if loaded is self._net else self._state.layer
        fits = pinned is not None and pinned[0] < plane[0] and pinned[1] < plane[1] and value == here
        chosen = {"layer": value, "slice": min(index, depth - 1), "pinned": pinned if fits else None}
        chosen["pointed_at"] = self._state.elsewhere
        return chosen if value == here else {**chosen, "before": (here, self._state.slice)}
