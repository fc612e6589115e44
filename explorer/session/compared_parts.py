"""What a comparison puts in the place of the maps, the picture and the answer."""

from __future__ import annotations

from dataclasses import replace

from explorer.session.arithmetic.sharing import sharing_part
from explorer.session.arithmetic.working import worked
from explorer.session.comparison import Comparison, difference_readout, difference_state
from explorer.session.parts.field import field_part
from explorer.session.parts.filter import filter_part
from explorer.session.parts.input import answer_part, feed_part, input_part
from explorer.session.parts.maps import maps_part, slice_part
from explorer.session.parts.strip import strip_part
from explorer.session.readout import readout
from explorer.session.shown import Computed
from explorer.session.strip.layers import Layer
from explorer.session.state import ViewState
from explorer.session.views.view import View
from explorer.session.views.workings import Nothing, WorkingsPart
from explorer.session.workings.arithmetic import ArithmeticPart
from explorer.session.workings.tabs import workings_part
from explorer.session.workings.histogram import histogram_part

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
    if part.side == "b" and twin is not None:
        return _pinned(view, comparison.pinned, twin)
    if part.side == "difference" and twin is not None and difference is not None:
        state = difference_state(view.state)
        maps, shown = maps_part(state, difference, layer), slice_part(state, difference, layer)
        pair = (layer, twin)
        return replace(
            view,
            maps=replace(maps, title=f"{maps.title}, {_MINUS}"),
            slice=replace(shown, title=f"{shown.title}, {_MINUS}"),
            arithmetic=None,
            workings=_of_difference(view, state, difference, layer),
            readout=difference_readout(view.readout, computed, comparison.pinned, pair),
        )
    return view


def _of_difference(view: View, state: ViewState, difference: Computed, layer: Layer) -> WorkingsPart | None:
    """Return what the workings show beside a difference, which no layer computes."""
    if view.workings is not None and state.tab == "histogram":
        return histogram_part(state, difference, layer, movable=False)
    if not isinstance(view.workings, ArithmeticPart):
        return view.workings
    words = "No layer computes the difference. Show A or B to see where a value comes from."
    return Nothing(view.workings.title, words)


def _pinned(view: View, pinned: Computed, twin: Layer) -> View:
    """Return the view with what the pinned pass made of its picture; of another net, the strip stays the open one's."""
    state = replace(view.state, layer=twin.value)
    field, sharing = field_part(state, pinned.loaded, twin), sharing_part(state, pinned, twin)
    alike = view.strip is not None and {card.value for card in view.strip.cards} <= pinned.loaded.specs.keys()
    return replace(
        view,
        strip=strip_part(state, pinned.loaded, pinned) if alike else view.strip,
        input=input_part(state, pinned.loaded, pinned, pinned.picture),
        feed=feed_part(pinned.loaded, pinned),
        maps=maps_part(state, pinned, twin),
        slice=slice_part(state, pinned, twin),
        filter=filter_part(state, pinned, twin),
        answer=answer_part(pinned),
        readout=readout(state, pinned, twin, field, sharing),
        arithmetic=worked(state, pinned, twin),
        sharing=sharing,
        workings=workings_part(state, pinned, twin),
    )
