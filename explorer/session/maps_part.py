"""The centre of the window: all slices of a layer, one of them, one of its cells."""

from __future__ import annotations

import numpy as np

from explorer.nn.graph import Graph
from explorer.nn.spec import Array
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.session.address import address_of, slice_address
from explorer.session.fields import field_words, kind_words, padding_words, size_words
from explorer.session.layers import Layer
from explorer.session.numbers import extents
from explorer.session.shown import Computed
from explorer.session.slices import Legend, MapsPart
from explorer.session.state import Cell, ViewState, holds
from explorer.session.view import Fact, SlicePart

_ANSWERING = ("Softmax", "LogSoftmax", "Sigmoid")


def maps_part(state: ViewState, computed: Computed, layer: Layer) -> MapsPart:
    """Return all slices of ``layer`` with their scales and captions."""
    measures = computed.measures
    volume = measures.volume(layer.value)
    levels = measures.levels(layer.value, state.scope)
    index = _slice(state, volume)
    return MapsPart(
        value=layer.value,
        run=computed.run,
        title=layer.title,
        subtitle=_subtitle(state, volume),
        scope=state.scope,
        colormap=state.colormap,
        legend=_legend(levels[index]),
        volume=volume,
        levels=levels,
        ranges=measures.ranges(layer.value),
        slices=range(len(volume)),
        names=_classes(computed.loaded.graph, layer.value, volume),
        warning=_warning(volume, levels, state),
    )


def slice_part(state: ViewState, computed: Computed, layer: Layer) -> SlicePart:
    """Return the selected slice of ``layer``."""
    measures = computed.measures
    volume = measures.volume(layer.value)
    index = _slice(state, volume)
    plane = volume[index]
    pinned = Cell(index, *state.pinned) if state.pinned is not None else None
    pinned = pinned if pinned is not None and holds(volume.shape, pinned) else None
    return SlicePart(
        value=layer.value,
        run=computed.run,
        slice=index,
        title=_title(index, _classes(computed.loaded.graph, layer.value, volume)),
        address=address_of(layer, pinned) if pinned else slice_address(layer, index),
        colormap=state.colormap,
        legend=_legend(measures.levels(layer.value, state.scope)[index]),
        facts=(
            *_facts(plane, tuple(measures.ranges(layer.value)[index].tolist()), pinned),
            *_sees(computed, layer, pinned),
        ),
        plane=plane,
    )


def _slice(state: ViewState, volume: Array) -> int:
    return min(state.slice, len(volume) - 1)


def _classes(graph: Graph, value: str, volume: Array) -> tuple[str, ...]:
    """Return the class of each slice in the net's answer, and in the scores that the answer is made of."""
    labels = graph.input_format.labels
    last = graph.producer(graph.outputs[0])
    scores = last.inputs[:1] if last is not None and last.operator in _ANSWERING else ()
    return labels if value in (graph.outputs[0], *scores) and volume.shape == (len(labels), 1, 1) else ()


def _title(index: int, names: tuple[str, ...]) -> str:
    name = names[index] if names else str(index)
    return f"Map {index}" if name == str(index) else f"Map {index}, {name}"


def _subtitle(state: ViewState, volume: Array) -> str:
    depth, height, width = volume.shape
    number = "maximum" if state.scope == "layer" else "range"
    return f"{depth} map{'s' * (depth != 1)} \N{MIDDLE DOT} {extents((width, height))} \N{MIDDLE DOT} number = {number}"


def _legend(levels: Levels) -> Legend:
    low, high = levels.ends
    return Legend(levels, low, high, three_digits(levels.minimum), three_digits(levels.maximum))


def _warning(volume: Array, levels: tuple[Levels, ...], state: ViewState) -> str:
    broken = levels[0].broken if state.scope == "layer" else sum(scale.broken for scale in levels)
    if not broken:
        return ""
    return f"{broken} of {volume.size} values are NaN or infinite"


def _sees(computed: Computed, layer: Layer, pinned: Cell | None) -> tuple[Fact, ...]:
    """Return what the pinned cell, or else one in the middle of the maps, sees of the input."""
    if layer.node is None:
        return ()
    fields, fed = computed.loaded.fields, computed.loaded.layers[0].value
    field = fields.seen(layer.value, pinned).get(fed) if pinned is not None else fields.middle(layer.value, fed)
    if field is None or field.kind == "whole":
        return (("Receptive field", field_words(field, "the input")),)
    facts: tuple[Fact, ...] = (("Receptive field", f"{size_words(field)}, {kind_words(field)}"),)
    return (*facts, ("of it in padding", padding_words(field))) if field.padding else facts


def _facts(plane: Array, span: tuple[float, float], pinned: Cell | None) -> tuple[Fact, ...]:
    low, high = span
    facts: list[Fact] = []
    if pinned is not None:
        value = float(plane[pinned.y, pinned.x])
        facts.append((f"Value at row {pinned.y}, column {pinned.x}", three_digits(value)))
    facts.append(
        ("Minimum \N{HORIZONTAL ELLIPSIS} maximum", f"{three_digits(low)} \N{HORIZONTAL ELLIPSIS} {three_digits(high)}")
    )
    with np.errstate(all="ignore"):
        facts.append(("Mean", three_digits(float(plane.mean(dtype=np.float64)))))
    facts.append(("Zeros", f"{100 * (1 - np.count_nonzero(plane) / plane.size):.0f} %"))
    broken = int(plane.size - np.count_nonzero(np.isfinite(plane)))
    return (*facts, ("NaN or infinite", str(broken))) if broken else tuple(facts)
