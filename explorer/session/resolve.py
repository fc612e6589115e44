"""From what is chosen and what is computed to what is drawn."""

from __future__ import annotations

from dataclasses import replace

from explorer.resources import TITLE
from explorer.session.arithmetic.sharing import sharing_part
from explorer.session.arithmetic.working import worked
from explorer.session.compared_parts import compared
from explorer.session.comparison import Comparison
from explorer.session.parts.edits import edits_part
from explorer.session.parts.field import field_part
from explorer.session.parts.input import answer_part, feed_part, input_part
from explorer.session.parts.status import status_of
from explorer.session.parts.steady import parts_of
from explorer.session.parts.strip import strip_part
from explorer.session.readout import readout
from explorer.session.shown import Computed, Loaded
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.input import FeedPart
from explorer.session.views.view import View
from explorer.session.workings.shapes import ShapesPart
from explorer.session.workings.tabs import workings_part
from explorer.sources.picture import Picture


def resolve(
    state: ViewState,
    loaded: Loaded | None,
    computed: Computed | None,
    picture: Picture | None,
    *,
    stale: bool = False,
    comparison: Comparison | None = None,
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
    comparison
        What is pinned to be compared with; None for nothing.
    """
    view = _resolve(state, loaded, computed, picture)
    layer = _selected(state, computed)
    if comparison is not None and computed is not None and layer is not None:
        view = compared(view, comparison, computed, layer)
    return replace(view, stale=stale)


def _selected(state: ViewState, computed: Computed | None) -> Layer | None:
    """Return the selected layer if it is computed."""
    if computed is None or state.layer not in computed.activations:
        return None
    return computed.loaded.layer(state.layer)


def _resolve(state: ViewState, loaded: Loaded | None, computed: Computed | None, picture: Picture | None) -> View:
    layers = loaded.layers if loaded is not None else ()
    selected = _selected(state, computed)
    shown = computed if selected is not None else None
    parts = parts_of(state, shown, selected) if shown and selected else None
    workings = workings_part(state, shown, selected) if shown and selected else None
    pointed = field_part(state, shown.loaded, selected) if shown and selected else None
    sharing = sharing_part(state, shown, selected) if shown and selected and "map" not in state.hidden else None
    return View(
        state=state,
        title=" \N{EN DASH} ".join(name for name in (state.picture, _net(state, loaded), TITLE) if name),
        strip=strip_part(state, loaded, computed) if layers and loaded is not None else None,
        input=input_part(state, loaded, computed, picture) if picture is not None else None,
        feed=_feed(loaded, computed) if loaded is not None and picture is not None else None,
        maps=parts.maps if parts is not None else None,
        slice=parts.slice if parts is not None else None,
        filter=parts.filter if parts is not None else None,
        answer=computed.kept("answer", lambda: answer_part(computed)) if computed is not None else None,
        pointed=pointed,
        readout=readout(state, shown, selected, pointed, sharing) if shown and selected else None,
        arithmetic=worked(state, shown, selected) if shown and selected and "map" not in state.hidden else None,
        sharing=sharing,
        workings=workings,
        reshaped=loaded is not None and bool(loaded.changes),
        slides=loaded is not None and loaded.convolutional,
        uncovered=workings.uncovered if isinstance(workings, ShapesPart) else (),
        status=status_of(computed) if computed is not None else "",
        notes=loaded.graph.notes if loaded is not None else (),
        edits=edits_part(state, loaded) if loaded is not None else None,
    )


def _feed(loaded: Loaded, computed: Computed | None) -> FeedPart | None:
    return feed_part(loaded, None) if computed is None else computed.kept("feed", lambda: feed_part(loaded, computed))


def _net(state: ViewState, loaded: Loaded | None) -> str:
    """Return the name of the net, and that it is untrained, re-shaped, convolutional or edited where it is."""
    untrained = loaded.graph.untrained if loaded is not None else ""
    marks = [f"untrained, {untrained}"] * bool(untrained)
    marks += ["re-shaped"] * bool(loaded is not None and loaded.changes)
    marks += ["convolutional"] * bool(loaded is not None and loaded.convolutional)
    marks += ["edited"] * bool(loaded is not None and loaded.edits)
    return f"{state.net} ({'; '.join(marks)})" if marks else state.net
