"""What the worker makes ready of a forward pass, so that the window's thread need not.

All of it is kept with the pass. It is what the window showed when the pass was asked for; what it shows beyond that it
makes itself.
"""

from __future__ import annotations

from explorer.session.parts.steady import parts_of
from explorer.session.parts.thumbnails import prepare_thumbnail
from explorer.session.shown import Computed


def prepare_maps(computed: Computed) -> None:
    """Make the maps of the layer that is looked at, and the numbers on the cards."""
    state, seen = computed.request.looked_at, computed.request.seen
    computed.cards(state.folds)
    layer = computed.loaded.layer(state.layer)
    if layer is not None and layer.value in computed.activations:
        maps = parts_of(state, computed, layer).maps
        maps.planes.at(maps.slices[slice(*seen.tiles)], seen.height, seen.width)


def prepare_cards(computed: Computed) -> None:
    """Paint the pictures on the cards."""
    state, seen = computed.request.looked_at, computed.request.seen
    for value in seen.cards:
        if value in computed.activations:
            prepare_thumbnail(state, computed, value, seen.side)
