"""What each input channel alone adds to the selected map."""

from __future__ import annotations

from explorer.session.layers import Layer
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.workings_part import Nothing, WorkingsPart


def channels_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the partial maps of the selected map."""
    return Nothing(layer.title, "This map is not a sum over channels.")
