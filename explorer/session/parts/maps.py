"""The centre of the window: all slices of a layer, one of them, one of its cells."""

from __future__ import annotations

from explorer.nn.graph import Graph
from explorer.nn.spec import Array
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.render.volume import slice_names
from explorer.session.address import address_of, slice_address
from explorer.session.maps.fields import field_words, kind_words, padding_words, size_words
from explorer.session.maps.ordering import Ordering, page_of
from explorer.session.maps.slice_numbers import SliceNumbers
from explorer.session.maps.slices import MapsPart
from explorer.session.numbers import TIMES, extents
from explorer.session.parts.answer import class_name
from explorer.session.parts.colours import legend_of, levels_in
from explorer.session.parts.edits import edited_slices
from explorer.session.parts.reading import find_reading
from explorer.session.parts.underlay import underlay_of
from explorer.session.pointed import Cell, holds
from explorer.session.shown import Computed, Loaded
from explorer.session.state import Order, ViewState
from explorer.session.strip.layers import Layer, layout_of
from explorer.session.views.fact import Fact
from explorer.session.views.view import SlicePart

_CAPTIONED: tuple[Order, ...] = ("mean", "variance", "contribution")
_OF_ALL = "Minimum \N{HORIZONTAL ELLIPSIS} maximum", "Mean"
_OF_REST = "The others", "Mean of these"
_ANSWERING = ("Softmax", "LogSoftmax", "Sigmoid")


def maps_part(state: ViewState, computed: Computed, layer: Layer) -> MapsPart:
    """Return all slices of ``layer`` with their scales and captions."""
    measures = computed.measures
    volume = measures.volume(layer.value)
    levels = levels_in(state, computed.measures, layer.value)
    index = state.slice_of(len(volume))
    loaded = computed.loaded
    reading = find_reading(loaded, layer.value, state.before)
    ordered = measures.order(layer.value, state.order, reading)
    return MapsPart(
        value=layer.value,
        run=computed.run,
        title=layer.title,
        subtitle=_subtitle(state, volume, ordered),
        scope=state.scope,
        legend=legend_of(state, computed, layer.value, index),
        volume=volume,
        planes=measures.planes(layer.value),
        levels=levels,
        ranges=measures.ranges(layer.value),
        order=state.order,
        ordered=ordered.slices,
        slices=page_of(ordered.slices, index, state.page),
        strengths=ordered.strengths if state.order in _CAPTIONED else None,
        selected=index,
        reader=reading.address if reading is not None else "",
        names=names_of(computed.loaded, layer.value, volume),
        warning=_warning(levels, state, volume.size),
        edited=edited_slices(loaded, layer, len(volume)),
    )


def slice_part(state: ViewState, computed: Computed, layer: Layer) -> SlicePart:
    """Return the selected slice of ``layer``."""
    measures = computed.measures
    volume = measures.volume(layer.value)
    index = state.slice_of(len(volume))
    plane = volume[index]
    pinned = Cell(index, *state.pinned) if state.pinned is not None else None
    pinned = pinned if pinned is not None and holds(volume.shape, pinned) else None
    return SlicePart(
        value=layer.value,
        run=computed.run,
        slice=index,
        title=_title(index, names_of(computed.loaded, layer.value, volume), "Value" if plane.size == 1 else "Map"),
        address=address_of(layer, pinned) if pinned else slice_address(layer, index),
        legend=legend_of(state, computed, layer.value, index),
        facts=(
            *_facts(plane, measures.numbers(layer.value, index), pinned),
            *_sees(computed, layer, Cell(index, 0, 0) if plane.size == 1 else pinned),
            *_scaled(computed, layer, index),
        ),
        plane=plane,
        under=underlay_of(computed, layer, plane.shape) if state.zoomed and state.over_picture else None,
    )


def _scaled(computed: Computed, layer: Layer, index: int) -> tuple[Fact, ...]:
    """Return what a slice is scaled by, as the layers behind it read it, if it is."""
    factor = computed.loaded.edits.scale(layer.value, index)
    words = f"{TIMES} {three_digits(factor)}" if factor else "0, ablated"
    return (("Layers behind read", words),) if factor != 1 else ()


def names_of(loaded: Loaded, value: str, volume: Array) -> tuple[str, ...]:
    """Return what each slice stands for: a class, or its indices along the leading axes of a value of many axes."""
    graph, spec = loaded.graph, loaded.specs[value]
    return _classes(graph, value, volume) or slice_names(spec.shape, layout_of(graph, value))


def _classes(graph: Graph, value: str, volume: Array) -> tuple[str, ...]:
    """Return the class of each slice in the net's answer, and in the scores that the answer is made of."""
    labels = graph.input_format.labels
    last = graph.producer(graph.outputs[0])
    scores = last.inputs[:1] if last is not None and last.operator in _ANSWERING else ()
    if value not in (graph.outputs[0], *scores) or len(volume) != len(labels):
        return ()
    return tuple(class_name(labels, index) for index in range(len(labels)))


def _title(index: int, names: tuple[str, ...], kind: str) -> str:
    name = names[index] if names else str(index)
    return f"{kind} {index}" if name == str(index) else f"{kind} {index}, {name}"


def _subtitle(state: ViewState, volume: Array, ordered: Ordering) -> str:
    depth, height, width = volume.shape
    if height == width == 1:
        return f"{depth} value{'s' * (depth != 1)}"
    number = "range" if state.scope == "slice" else "maximum"
    if state.order in _CAPTIONED and ordered.strengths is not None:
        number = state.order
    return f"{depth} map{'s' * (depth != 1)} \N{MIDDLE DOT} {extents((width, height))} \N{MIDDLE DOT} number = {number}"


def _warning(levels: tuple[Levels, ...], state: ViewState, size: int) -> str:
    broken = sum(scale.broken for scale in levels) if state.scope == "slice" else levels[0].broken
    if not broken:
        return ""
    return f"{f'all {size}' if broken == size else f'{broken} of {size}'} NaN or infinite"


def _sees(computed: Computed, layer: Layer, cell: Cell | None) -> tuple[Fact, ...]:
    """Return what a cell, or else the middle of the maps, sees of the input."""
    if layer.node is None:
        return ()
    fields, fed = computed.loaded.fields, computed.loaded.layers[0].value
    field = fields.seen(layer.value, cell).field(fed) if cell is not None else fields.middle(layer.value, fed)
    if field is None or field.kind == "whole":
        return (("Receptive field", field_words(field, "the input")),)
    words = size_words(field) if field.kind == "bound" else f"{size_words(field)}, {kind_words(field)}"
    facts: tuple[Fact, ...] = (("Receptive field", words),)
    return (*facts, ("Of it in padding", padding_words(field))) if field.padding else facts


def _facts(plane: Array, numbers: SliceNumbers, pinned: Cell | None) -> tuple[Fact, ...]:
    """Return numbers about a slice; those about all of it leave NaN and infinity out."""
    if plane.size == 1:
        return (("Value", three_digits(float(plane[0, 0]))),)
    facts: list[Fact] = []
    if pinned is not None:
        value = float(plane[pinned.y, pinned.x])
        facts.append((f"Value at row {pinned.y}, column {pinned.x}", three_digits(value)))
    if numbers.broken:
        facts.append(("NaN or infinite", f"{numbers.broken} of {numbers.size}"))
    if numbers.broken < numbers.size:
        span, mean = _OF_REST if numbers.broken else _OF_ALL
        facts.append((span, f"{three_digits(numbers.low)} \N{HORIZONTAL ELLIPSIS} {three_digits(numbers.high)}"))
        facts.append((mean, three_digits(numbers.mean)))
    return (*facts, ("Zeros", f"{100 * numbers.zeros / numbers.size:.0f} %"))
