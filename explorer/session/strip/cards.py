"""The layers of a net as the cards of the strip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from explorer.nn.graph import Graph
from explorer.nn.spec import Spec
from explorer.nn.summary import LayerSummary
from explorer.render.volume import volume_shape
from explorer.session.numbers import count, duration, extents, speed
from explorer.session.strip.blocks import Group
from explorer.session.strip.card import Card
from explorer.session.strip.layers import Layer, layout_of

_SHORT = {"BatchNormalization": "BN", "InstanceNormalization": "IN", "MaxPool": "Pool", "AveragePool": "Pool"}


def cards_of(
    graph: Graph,
    groups: Sequence[Group],
    specs: Mapping[str, Spec],
    summaries: Mapping[str, LayerSummary],
    milliseconds: Mapping[str, float],
) -> tuple[Card, ...]:
    """Return a card for each group; what the mappings do not have is left empty.

    Parameters
    ----------
    specs
        By value name.
    summaries, milliseconds
        By node name.
    """
    return tuple(_card(graph, group, specs, summaries, milliseconds) for group in groups)


def short_name(title: str, operator: str) -> str:
    """Return a name without what its operator and its own parts say already.

    Exporters of modules within modules write ``"/layer1/layer1.0/conv1/Conv"`` for ``"layer1.0/conv1"``.
    """
    parts = [part for part in title.split("/") if part]
    if len(parts) > 1 and parts[-1].partition("_")[0] == operator:
        parts.pop()
    kept = [part for part, following in pairwise([*parts, ""]) if not following.startswith(part)]
    return "/".join(kept) or title


def _card(
    graph: Graph,
    group: Group,
    specs: Mapping[str, Spec],
    summaries: Mapping[str, LayerSummary],
    milliseconds: Mapping[str, float],
) -> Card:
    head, last = group.layers[0], group.layers[-1]
    nodes = [layer.node.name for layer in group.layers if layer.node is not None]
    counted = [summaries[node] for node in nodes if node in summaries and summaries[node].parameters]
    spent = sum(milliseconds.get(node, 0) for node in nodes)
    parameters = sum(summary.parameters for summary in counted)
    products = sum(summaries[node].multiply_adds for node in nodes if node in summaries)
    return Card(
        value=last.value,
        title=head.title,
        name=short_name(head.title, head.operator),
        operator=_operators(group.layers),
        kinds=tuple(layer.kind for layer in group.layers),
        volume=_volume(graph, specs[last.value], last.value) if last.value in specs else "",
        parameters=count(parameters) if parameters else "",
        formulas=tuple(summary.formula for summary in counted),
        milliseconds=duration(spent) if spent else "",
        speed=speed(products, spent) if products and spent else "",
        layers=tuple(layer.value for layer in group.layers),
        block=group.block[-1].value if group.block else "",
        contents=tuple(layer.title for layer in group.block),
    )


def _operators(layers: Sequence[Layer]) -> str:
    if len(layers) == 1:
        return layers[0].operator
    return " + ".join(_SHORT.get(layer.operator, layer.operator) for layer in layers)


def _volume(graph: Graph, spec: Spec, value: str) -> str:
    """Return the extents of a layer as W x H x D."""
    depth, height, width = volume_shape(spec.shape, layout_of(graph, value))
    return extents((width, height, depth))
