"""From what is chosen and what is computed to what is drawn."""

from __future__ import annotations

from explorer.session.filter_part import filter_part
from explorer.session.input_part import answer_part, feed_part, input_part
from explorer.session.maps_part import maps_part, readout, slice_part
from explorer.session.numbers import duration
from explorer.session.shown import Computed, Loaded
from explorer.session.state import ViewState
from explorer.session.view import Card, View
from explorer.sources.picture import Picture

PROGRAM = "ConvNet Explorer"


def resolve(
    state: ViewState, loaded: Loaded | None, computed: Computed | None, picture: Picture | None, *, stale: bool = False
) -> View:
    """Return what the window draws.

    Parameters
    ----------
    loaded
        The net that is open; that of ``computed`` where it is given.
    computed
        The forward pass to show, whose values include the selected layer.
    picture
        The picture that is open.
    stale
        Whether another forward pass is on its way.
    """
    layers = loaded.layers if loaded is not None else ()
    selected = next((layer for layer in layers if layer.value == state.layer), None)
    shown = (
        computed if selected is not None and computed is not None and selected.value in computed.activations else None
    )
    return View(
        state=state,
        title=" \N{EN DASH} ".join(name for name in (state.picture, state.net, PROGRAM) if name),
        cards=_cards(loaded, computed, state.layer) if loaded is not None else (),
        edges=tuple((source, layer.value) for layer in layers for source in layer.sources),
        input=input_part(state, loaded, computed, picture) if picture is not None else None,
        feed=feed_part(loaded, computed) if loaded is not None and picture is not None else None,
        maps=maps_part(state, shown, selected) if shown and selected else None,
        slice=slice_part(state, shown, selected) if shown and selected else None,
        filter=filter_part(state, shown.loaded, selected) if shown and selected else None,
        answer=answer_part(computed) if computed is not None else None,
        readout=readout(state, shown, selected) if shown and selected else None,
        status=f"Forward pass {duration(computed.activations.total_milliseconds)}" if computed is not None else "",
        stale=stale,
        notes=loaded.graph.notes if loaded is not None else (),
    )


def _cards(loaded: Loaded, computed: Computed | None, selected: str) -> tuple[Card, ...]:
    cards = computed.cards if computed is not None else loaded.cards
    return tuple(replace(card, selected=True) if card.value == selected else card for card in cards)
