"""The layers of a net as the cards of the strip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.nn.graph import Graph
from explorer.nn.spec import Spec
from explorer.nn.summary import LayerSummary
from explorer.render.volume import volume_shape
from explorer.session.layers import Layer, layout_of
from explorer.session.numbers import duration, extents
from explorer.session.view import Card


def cards_of(
    graph: Graph,
    layers: Sequence[Layer],
    specs: Mapping[str, Spec],
    summaries: Mapping[str, LayerSummary],
    milliseconds: Mapping[str, float],
) -> tuple[Card, ...]:
    """Return a card for each layer, none selected; what the mappings do not have is left empty.

    Parameters
    ----------
    specs
        By value name.
    summaries, milliseconds
        By node name.
    """
    cards = []
    for layer in layers:
        node = layer.node.name if layer.node is not None else ""
        formula = summaries[node].formula if node in summaries and summaries[node].parameters else ""
        spent = duration(milliseconds[node]) if milliseconds.get(node) else ""
        volume = _volume(graph, specs[layer.value], layer.value) if layer.value in specs else ""
        cards.append(Card(layer.value, layer.title, layer.operator, layer.kind, volume, formula, spent))
    return tuple(cards)


def _volume(graph: Graph, spec: Spec, value: str) -> str:
    """Return the extents of a layer as W x H x D."""
    depth, height, width = volume_shape(spec.shape, layout_of(graph, value))
    return extents((width, height, depth))
