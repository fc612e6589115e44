"""Shapes and parameters of all layers, with the formulas worked out."""

from __future__ import annotations

from explorer.session.layers import Layer
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.workings_part import Nothing, WorkingsPart


def shapes_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the table of shapes and parameters."""
    return Nothing(computed.loaded.name, "No shapes are known yet.")
