"""All values of the selected layer at one place: its depth column."""

from __future__ import annotations

from explorer.session.layers import Layer
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.workings_part import Nothing, WorkingsPart


def column_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the depth column of the cell that is looked at."""
    return Nothing(layer.title, "Point at a value of a map to see the values of all maps at that place.")
