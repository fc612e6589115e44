"""What a comparison puts in the place of the maps, the picture and the answer."""

from __future__ import annotations

from dataclasses import replace

from explorer.session.arithmetic.sharing import sharing_part
from explorer.session.arithmetic.working import worked
from explorer.session.comparison import Comparison, difference_readout, difference_state
from explorer.session.parts.field import field_part
from explorer.session.parts.input import answer_part, feed_part, input_part
from explorer.session.parts.status import status_of
from explorer.session.parts.steady import parts_of
from explorer.session.parts.strip import strip_part
from explorer.session.readout import readout
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.view import View
from explorer.session.views.workings import Nothing, WorkingsPart
from explorer.session.workings.arithmetic import ArithmeticPart
from explorer.session.workings.histogram import histogram_part
from explorer.session.workings.shapes import ShapesPart
from explorer.session.workings.tabs import workings_part

_UNCOMPUTED = Nothing("Arithmetic", "No layer computes the difference. Show A or B to see where a value comes from.")
_MINUS = "A \N{MINUS SIGN} B"


def compared(view: View, comparison: Comparison, computed: Computed, layer: Layer) -> View:
    """Return the view with the side of the comparison that is chosen.

    Parameters
    ----------
    view
        What is shown of ``computed`` alone.
    layer
        The selected layer.
    """
    part = comparison.part(view.state, computed, layer)
    view = replace(view, compare=part)
    twin, difference = comparison.twin(computed, layer), comparison.differs(computed, layer)
    if part.side == "b":
        return _pinned(view, comparison.pinned, comparison.shown(view.state, computed, layer))
    if part.side == "difference" and twin is not None and difference is not None:
        state = difference_state(view.state)
        parts = parts_of(state, difference, layer)
        pair = (layer, twin)
        return replace(
            view,
            maps=replace(parts.maps, title=f"{parts.maps.title}, {_MINUS}"),
            slice=replace(parts.slice, title=f"{parts.slice.title}, {_MINUS}"),
            arithmetic=_UNCOMPUTED,
            workings=_of_difference(view, state, difference, layer),
            readout=difference_readout(view.readout, computed, comparison.pinned, pair),
        )
    return view


def _of_difference(view: View, state: ViewState, difference: Computed, layer: Layer) -> WorkingsPart | None:
    """Return what the workings show beside a difference, which no layer computes."""
    if view.workings is not None and state.tab == "histogram":
        part = histogram_part(state, difference, layer, movable=False)
        return replace(part, title=f"{part.title}, {_MINUS}") if state.counted == "values" else part
    if not isinstance(view.workings, ArithmeticPart):
        return view.workings
    return replace(_UNCOMPUTED, title=view.workings.title)


def _fixed(workings: WorkingsPart | None) -> WorkingsPart | None:
    """Return what the workings show of a net that nothing changes."""
    if isinstance(workings, ShapesPart):
        return replace(workings, knobs=None, unchanging="What is pinned keeps its shapes", reshaped=False)
    return workings


def _pinned(view: View, pinned: Computed, layer: Layer) -> View:
    """Return the view with what the pinned pass made of its picture, in its own net."""
    asked = pinned.request
    state = replace(view.state, layer=layer.value, fit=asked.fit, crop=asked.crop)
    parts, workings = parts_of(state, pinned, layer), _fixed(workings_part(state, pinned, layer))
    feed = pinned.kept("feed", lambda: feed_part(pinned.loaded, pinned))
    field, sharing = field_part(state, pinned.loaded, layer), sharing_part(state, pinned, layer)
    return replace(
        view,
        strip=strip_part(state, pinned.loaded, pinned),
        input=replace(input_part(state, pinned.loaded, pinned, pinned.picture), fixed=True),
        feed=replace(feed, fixed=True) if feed is not None else None,
        maps=parts.maps,
        slice=parts.slice,
        filter=replace(parts.filter, edited=None) if parts.filter is not None else None,
        answer=pinned.kept("answer", lambda: answer_part(pinned)),
        pointed=field,
        readout=readout(state, pinned, layer, field, sharing),
        arithmetic=worked(state, pinned, layer),
        sharing=sharing,
        workings=workings,
        status=status_of(pinned),
        uncovered=workings.uncovered if isinstance(workings, ShapesPart) else (),
    )
