"""The colour scale that maps are drawn in, and the legend that explains it."""

from __future__ import annotations

from dataclasses import replace

from explorer.render.levels import Levels
from explorer.session.maps.measures import Measures
from explorer.session.maps.slices import Legend
from explorer.session.shown import Computed
from explorer.session.state import Limits, ViewState


def levels_in(state: ViewState, measures: Measures, value: str) -> tuple[Levels, ...]:
    """Return the colour scale of each depth slice of a layer, as it is chosen."""
    return measures.levels(value, state.scope, state.limits_of(value))


def legend_of(state: ViewState, computed: Computed, value: str, index: int) -> Legend:
    """Return the legend of a slice of a layer."""
    levels = levels_in(state, computed.measures, value)[index]
    alone = index if state.scope == "slice" else None
    return Legend(
        levels=levels,
        colours=state.colours,
        spans=_spans(state, computed, value),
        histogram=computed.measures.histogram(value, alone, levels.low, levels.high),
    )


def held(state: ViewState, computed: Computed | None) -> ViewState:
    """Return the state with the scale of the selected layer kept, if scales are locked and this one is not yet."""
    layer = state.layer
    if state.scope != "locked" or computed is None or layer not in computed.activations:
        return state
    levels = computed.measures.levels(layer, "layer")
    if not levels or state.limits_of(layer) is not None:
        return state
    return holding(state, levels[0].low, levels[0].high)


def holding(state: ViewState, low: float, high: float) -> ViewState:
    """Return the state with the scale of the selected layer locked at these ends."""
    others = tuple(kept for kept in state.limits if (kept.net, kept.layer) != (state.net, state.layer))
    return replace(state, scope="locked", limits=(*others, Limits(state.net, state.layer, low, high)))


def _spans(state: ViewState, computed: Computed, value: str) -> str:
    """Return what shares the scale, as the end of a sentence."""
    match state.scope:
        case "slice":
            return "this map alone"
        case "block" if sharing := computed.measures.sharing(value, "block"):
            titles = [layer.title for layer in sharing]
            return f"{', '.join(titles[:-1])} and {titles[-1]}" if len(titles) > 1 else titles[0]
        case "net" if computed.measures.sharing(value, "net"):
            return "all layers of the net but its input and its probabilities"
        case "locked":
            return "this layer, and stays as it is for other pictures"
        case _:
            return "all maps of this layer"
