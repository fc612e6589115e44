"""The edits of a net as the window tells them: how many, where, and which filter."""

from __future__ import annotations

from explorer.nn.edits import SliceScale, counted
from explorer.session.filters.edited_filter import EditedFilter
from explorer.session.filters.edits import EditsPart
from explorer.session.shown import Loaded
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer


def edits_part(state: ViewState, loaded: Loaded) -> EditsPart | None:
    """Return what is said of the edits of ``loaded``; None where there are none."""
    edits = loaded.edits
    if not edits:
        return None
    values = {edit.value for edit in edits if isinstance(edit, SliceScale)}
    nodes = {edit.node for edit in edits if not isinstance(edit, SliceScale)}
    named = {layer.value for layer in loaded.layers if layer.node is not None and layer.node.name in nodes}
    return EditsPart(len(edits), counted(edits), frozenset(values | named), edits.scale(state.layer, state.slice))


def edited_slices(loaded: Loaded, layer: Layer, depth: int) -> frozenset[int]:
    """Return the depth slices of ``layer`` whose filter is edited, or that are scaled for the layers behind."""
    edits = loaded.edits
    found = loaded.filters_of(layer) if edits else None
    scaled = {edit.slice for edit in edits if isinstance(edit, SliceScale) and edit.value == layer.value}
    known = edited_filter(loaded, found[0].name, 0) if found is not None else None
    if found is None or known is None:
        return frozenset(scaled)
    planes, filters = max(1, depth // len(found[1].weights)), known.filters
    return frozenset(scaled | {index for index in range(depth) if index // planes in filters})


def edited_filter(loaded: Loaded, name: str, index: int) -> EditedFilter | None:
    """Return a filter of the node ``name`` with the edits of the net; None where its weights cannot be edited."""
    found = (loaded.unedited or loaded).editing(name)
    if found is None:
        return None
    made, before = found
    room = before.bias is not None or made.operator != "MatMul"
    bias = 0.0 if before.bias is None else float(before.bias[index])
    return EditedFilter(made.name, index, loaded.edits, bias if room else None, before.weights[index])
