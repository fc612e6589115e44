"""The right of the window: the filter that made a slice."""

from __future__ import annotations

import numpy as np

from explorer.nn.filters import Filters
from explorer.nn.graph import Graph
from explorer.render.levels import levels_of
from explorer.session.layers import Layer
from explorer.session.shown import Loaded
from explorer.session.state import ViewState
from explorer.session.view import FilterPart


def filter_part(state: ViewState, loaded: Loaded, layer: Layer) -> FilterPart | None:
    """Return the filter that made the selected slice of ``layer``; None where no one filter did."""
    found = loaded.filters_of(layer)
    if found is None or state.slice >= len(found[1].weights):
        return None
    node, filters = found
    kernels = filters.weights[state.slice]
    summary = loaded.summaries.get(filters.node)
    return FilterPart(
        node=node.name,
        net=loaded.name,
        filter=state.slice,
        note="" if node is layer.node else f"of {node.name}, before {layer.operator}",
        channels=_channels(loaded.graph, filters, state.slice),
        bias=None if filters.bias is None else float(filters.bias[state.slice]),
        formula=summary.formula if summary is not None else "",
        levels=levels_of(np.ascontiguousarray(kernels))[0],
        kernels=kernels,
    )


def _channels(graph: Graph, filters: Filters, index: int) -> tuple[str, ...]:
    """Return the names of the input's slices that the filter is laid on."""
    count = filters.weights.shape[1]
    colours = {"RGB": "RGB", "BGR": "BGR"}.get(graph.input_format.channels, "")
    if len(colours) == count and any(filters.input == i.name for i in graph.inputs):
        return tuple(colours)
    first = index // (len(filters.weights) // filters.group) * count
    return tuple(str(first + i) for i in range(count))
