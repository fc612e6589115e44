"""The right of the window: the filter that made a slice."""

from __future__ import annotations

import numpy as np

from explorer.nn.filters import Filters
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import Array
from explorer.render.histogram import histogram_of
from explorer.render.levels import levels_of
from explorer.render.numbers import three_digits
from explorer.session.filters.kernels import FilterPart, InputMaps
from explorer.session.numbers import TIMES, extents
from explorer.session.parts.colours import levels_in
from explorer.session.parts.edits import edited_filter
from explorer.session.shown import Computed, Loaded
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer

Fact = tuple[str, str]

_PICTURE = (1, 3)
"""Channels of a picture."""


def filter_part(state: ViewState, computed: Computed, layer: Layer) -> FilterPart | None:
    """Return the filter that made the selected slice of ``layer``; None where no one filter did."""
    loaded = computed.loaded
    found = loaded.filters_of(layer)
    if found is None:
        return None
    node, filters = found
    index = state.slice // _planes(loaded, layer, filters)
    if index >= len(filters.weights):
        return None
    kernels = np.ascontiguousarray(filters.weights[index])
    levels = levels_of(kernels)[0]
    first = any(filters.input == i.name for i in loaded.graph.inputs)
    summary = loaded.summaries.get(filters.node)
    slices = filters.reads(index)
    return FilterPart(
        node=node.name,
        net=loaded.name,
        filter=index,
        note=_note(loaded.graph, node, layer, filters, slices),
        channels=_channels(loaded.graph, filters, slices),
        bias=_bias(loaded, node, filters, index),
        facts=_facts(filters, index, kernels, summary.formula if summary is not None else ""),
        levels=levels,
        maps=None if first or filters.thickness else _maps(state, computed, filters.input, slices),
        kernels=kernels,
        histogram=histogram_of(kernels, levels.low, levels.high),
        siblings=filters.weights if first and filters.weights.shape[1] in _PICTURE else None,
        edited=edited_filter(loaded, node.name, index),
    )


def _bias(loaded: Loaded, node: Node, filters: Filters, index: int) -> float | None:
    """Return the bias of a filter, which a node behind it may add; None where there is none."""
    whole = loaded.editing(node.name)
    biases = filters.bias if whole is None else whole[1].bias
    return None if biases is None else float(biases[index])


def _planes(loaded: Loaded, layer: Layer, filters: Filters) -> int:
    """Return how many slices of the layer are made by one filter: the planes of a 3-D map, else one."""
    return 1 if filters.thickness is None else loaded.specs[layer.value].shape[2]


def _channels(graph: Graph, filters: Filters, slices: range) -> tuple[str, ...]:
    """Return the names of what each kernel slice is laid on."""
    if filters.thickness is not None:
        return tuple(f"{channel}, plane {plane}" for channel in slices for plane in range(filters.thickness))
    return channel_names(graph, filters.input, slices)


def channel_names(graph: Graph, value: str, slices: range) -> tuple[str, ...]:
    """Return the names of some channels of a value: colours of the picture, else indices."""
    colours, fed = graph.input_format.channels, any(value == i.name for i in graph.inputs)
    named = fed and colours in ("RGB", "BGR") and slices == range(3)
    return tuple(colours) if named else tuple(map(str, slices))


def _maps(state: ViewState, computed: Computed, value: str, slices: range) -> InputMaps | None:
    """Return what the filter is laid on; None where the value has other slices."""
    volume = computed.measures.volume(value)
    if len(volume) < slices.stop:
        return None
    layer = computed.loaded.layer(value)
    title = value if layer is None else layer.title
    levels = levels_in(state, computed.measures, value)[slices.start]
    planes = volume[slices.start : slices.stop]
    return InputMaps(
        value=value, title=title, run=computed.run, slices=slices, levels=levels, colours=state.colours, planes=planes
    )


def _note(graph: Graph, node: Node, layer: Layer, filters: Filters, slices: range) -> str:
    """Return what kind of filter it is, as far as that is not plain to see, and where it stands.

    ``node`` may be an Add, whose bias stands behind the node that multiplies.
    """
    high, wide = filters.weights.shape[2:]
    multiplies = graph.node(filters.node) or node
    if multiplies.operator in ("Gemm", "MatMul"):
        kind = "fully connected: its weights are laid over whole maps" if high * wide > 1 else "fully connected"
    elif filters.group > 1:
        alone = len(slices) == 1
        part = f"map {slices.start} alone" if alone else f"maps {slices.start} to {slices.stop - 1} of its group"
        kind = f"{'depthwise' if alone else 'grouped'}: it sees {part}"
    elif multiplies.operator == "ConvTranspose":
        kind = "transposed: it spreads each value over a window"
    elif filters.thickness is not None:
        kind = f"3-D: it slides along planes, rows and columns, {filters.thickness} planes for each channel"
    else:
        kind = f"1 {TIMES} 1: it mixes the maps at each place" if high * wide == 1 else ""
    place = "" if node is layer.node else f"of {node.name}, before {layer.operator}"
    return ", ".join(text for text in (place, kind) if text)


def _extents(filters: Filters) -> tuple[int, ...]:
    """Return width, height, planes if there are any, and channels of one filter."""
    count, high, wide = filters.weights.shape[1:]
    thickness = filters.thickness
    return (wide, high, count) if thickness is None else (wide, high, thickness, count // thickness)


def _facts(filters: Filters, index: int, kernels: Array, formula: str) -> tuple[Fact, ...]:
    numbers = kernels.astype(np.float64)
    with np.errstate(invalid="ignore"):  # Weights may be infinite.
        mean, deviation = float(numbers.mean()), float(numbers.std())
    spread = f"{three_digits(mean)} \N{PLUS-MINUS SIGN} {three_digits(deviation)}"
    zeros = 100 * (1 - np.count_nonzero(numbers) / numbers.size)
    facts: list[Fact] = [
        ("Filter", f"{index} of {len(filters.weights)}, {extents(_extents(filters))}"),
        ("Parameters", formula),
        ("Mean \N{PLUS-MINUS SIGN} deviation", spread),
        ("Length (L2 norm)", three_digits(float(np.linalg.norm(numbers)))),
    ]
    return (*facts, ("Zeros", f"{zeros:.0f} %")) if zeros else tuple(facts)
