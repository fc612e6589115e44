"""The parts of the view that follow from a forward pass and from what is selected, but not from the pointer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer.session.filters.kernels import FilterPart
from explorer.session.maps.slices import MapsPart
from explorer.session.parts.filter import filter_part
from explorer.session.parts.maps import maps_part, slice_part
from explorer.session.shown import Computed
from explorer.session.state import ViewState, lasting
from explorer.session.strip.layers import Layer
from explorer.session.views.view import SlicePart

_UNTOUCHED = ViewState()
_ELSEWHERE = ("only_b", "picture", "picked", "fit", "crop", "tile", "kept_columns", "folds")
"""What of a state these parts do not show."""


@dataclass(frozen=True)
class Parts:
    """The maps of a layer, the selected one, and the filter that made it."""

    maps: MapsPart
    slice: SlicePart
    filter: FilterPart | None


def parts_of(state: ViewState, computed: Computed, layer: Layer) -> Parts:
    """Return what is shown of ``layer``; it is made once, by the worker where it is told what will be looked at."""
    still = replace(lasting(state), **{name: getattr(_UNTOUCHED, name) for name in _ELSEWHERE})
    return computed.kept(
        (still, layer.value),
        lambda: Parts(
            maps_part(still, computed, layer), slice_part(still, computed, layer), filter_part(still, computed, layer)
        ),
    )
