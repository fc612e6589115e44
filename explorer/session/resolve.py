"""From what is chosen and what is computed to what is drawn."""

from __future__ import annotations

from explorer.session.filter_part import filter_part
from explorer.session.input_part import answer_part, input_part
from explorer.session.layers import Layer
from explorer.session.maps_part import maps_part, readout, slice_part
from explorer.session.numbers import duration, extents
from explorer.session.shown import Computed, Loaded, layer_shape
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
        cards=tuple(_card(layer, loaded, computed, state.layer) for layer in layers) if loaded is not None else (),
        edges=tuple((source, layer.value) for layer in layers for source in layer.sources),
        input=input_part(state, loaded, computed, picture) if picture is not None else None,
        maps=maps_part(state, shown, selected) if shown and selected else None,
        slice=slice_part(state, shown, selected) if shown and selected else None,
        filter=filter_part(state, shown.loaded, selected) if shown and selected else None,
        answer=answer_part(computed) if computed is not None else None,
        readout=readout(state, shown, selected) if shown and selected else None,
        status=f"Forward pass {duration(computed.milliseconds)}" if computed is not None else "",
        stale=stale,
        notes=loaded.graph.notes if loaded is not None else (),
    )


def _card(layer: Layer, loaded: Loaded, computed: Computed | None, selected: str) -> Card:
    summary = loaded.summaries.get(layer.node.name) if layer.node is not None else None
    spent = computed.activations.milliseconds.get(layer.node.name) if computed and layer.node else None
    return Card(
        value=layer.value,
        title=layer.title,
        operator=layer.operator,
        kind=layer.kind,
        volume=_volume(loaded, layer.value) if layer.value in loaded.specs else "",
        parameters=summary.formula if summary is not None and summary.parameters else "",
        milliseconds=duration(spent) if spent is not None else "",
        selected=layer.value == selected,
    )


def _volume(loaded: Loaded, value: str) -> str:
    """Return the extents of a layer as W x H x D."""
    depth, height, width = layer_shape(loaded, value)
    return extents((width, height, depth))
