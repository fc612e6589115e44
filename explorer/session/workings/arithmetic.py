"""How the value of one cell is computed."""

from __future__ import annotations

from explorer.session.layers import Layer
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.workings_part import Nothing, WorkingsPart


def arithmetic_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the arithmetic of the cell that is looked at."""
    return Nothing(layer.title, "Point at a value of a map to see how it is computed.")
