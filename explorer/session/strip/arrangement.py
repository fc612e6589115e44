"""The layers of a net as the tiles of the strip, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from explorer.session.state import Folds
from explorer.session.strip.blocks import Group, groups_of
from explorer.session.strip.flow import Flow, flow_of, reading_order
from explorer.session.strip.layers import Layer


@dataclass(frozen=True)
class Arrangement:
    """What the tiles stand for, and where they stand."""

    groups: tuple[Group, ...]
    flow: Flow

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """All layers in reading order, those of folded blocks too."""
        return tuple(layer for group in self.groups for layer in group.layers)

    @cached_property
    def tiles(self) -> dict[str, int]:
        """The tile that stands for a layer, by the layer's value."""
        return {layer.value: tile for tile, group in enumerate(self.groups) for layer in group.layers}


def arrange(layers: Sequence[Layer], folds: Folds) -> Arrangement:
    """Return the tiles of a net whose ``layers`` are in the order of computation."""
    groups = groups_of(layers, folds)
    order = reading_order(_sources(groups))
    ordered = tuple(groups[place] for place in order)
    return Arrangement(ordered, flow_of(_sources(ordered)))


def _sources(groups: Sequence[Group]) -> list[tuple[int, ...]]:
    places = {group.layers[-1].value: place for place, group in enumerate(groups)}
    return [tuple(places[source] for source in group.layers[0].sources) for group in groups]
