"""Parameter sharing: what one weight multiplies over the whole map, and the count with and without it."""

from __future__ import annotations

from explorer.nn.arithmetic.sharing import Counts, counts, shared_weight
from explorer.nn.filters import Filters
from explorer.nn.graph import Node
from explorer.session.arithmetic.context import Context
from explorer.session.filters.sharing import Lit, SharingPart
from explorer.session.numbers import product
from explorer.session.pointed import Cell, Weight, holds
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer


def sharing_part(state: ViewState, computed: Computed, layer: Layer) -> SharingPart | None:
    """Return how the weights behind the selected map are shared; None where no one filter made it."""
    loaded = computed.loaded
    found = loaded.filters_of(layer)
    if found is None:
        return None
    _, filters = found
    if filters.thickness is None and state.slice >= len(filters.weights):
        return None
    node = loaded.graph.node(filters.node)
    assert node is not None
    counted = counts(computed.tensors, node)
    if counted is not None:
        words = _shared_words(counted, loaded.specs[node.inputs[1]].shape[1:], loaded.specs[node.outputs[0]].shape[2:])
        planar = filters.thickness is None
        lit = _lit(state, computed, node, filters) if planar else None
        return SharingPart(computed.run, words, planar, lit)
    if node.operator in ("Gemm", "MatMul"):
        return SharingPart(computed.run, _unshared_words(filters), False, None)
    return None


def _shared_words(counted: Counts, taps: tuple[int, ...], places: tuple[int, ...]) -> str:
    bias = " and a bias" if counted.biases else ""
    channels, *window = taps
    weights = product((*reversed(window), channels))
    units = f"{product(reversed(places))} = {counted.units:,}" if len(places) > 1 else f"{counted.units:,}"
    filters = f"{counted.filters} filters" if counted.filters > 1 else "1 filter"
    return (
        f"{weights} = {counted.weights} weights{bias} are shared by all {units} units of the map. With {filters} the "
        f"layer has {counted.shared:,} parameters; without sharing, with weights for each unit, it would have "
        f"{counted.unshared:,}."
    )


def _unshared_words(filters: Filters) -> str:
    count = filters.weights[0].size
    return f"Nothing is shared: each of the {count} weights of this unit multiplies one input, once."


def _lit(state: ViewState, computed: Computed, node: Node, filters: Filters) -> Lit | None:
    weight = state.pointed_at
    if not isinstance(weight, Weight) or not holds(filters.weights.shape[1:], Cell(weight.kernel, weight.y, weight.x)):
        return None
    shared = shared_weight(computed.tensors, node, state.slice, (weight.kernel, weight.y, weight.x))
    volume = computed.measures.volume(node.inputs[0])
    if shared is None or volume.shape[1:] != shared.inputs.shape:
        return None
    context = Context(state, computed.loaded, computed.measures, "contribution", None)
    return Lit(
        weight=weight,
        value=shared.value,
        channel=shared.channel,
        fed=any(shared.value == fed.name for fed in computed.loaded.graph.inputs),
        title=context.map_title(shared.value, shared.channel),
        words=_lit_words(shared.units, int(shared.inputs.sum()), shared.padded),
        levels=context.levels(shared.value, shared.channel),
        colours=state.colours,
        plane=volume[shared.channel],
        inputs=shared.inputs,
    )


def _lit_words(units: int, inputs: int, padded: int) -> str:
    padding = f"; for {padded:,} of the units it lies in the padding" if padded else ""
    return f"multiplies {inputs:,} inputs, for {units:,} units{padding}"
