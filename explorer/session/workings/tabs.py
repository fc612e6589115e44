"""The tabs below the maps, and who makes what each of them shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from explorer.session.shown import Computed
from explorer.session.state import Tab, ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.workings import WorkingsPart
from explorer.session.workings.arithmetic import arithmetic_part
from explorer.session.workings.channels import channels_part
from explorer.session.workings.column import column_part
from explorer.session.workings.histogram import histogram_part
from explorer.session.workings.shapes import shapes_part

_MAKERS: Mapping[Tab, Callable[[ViewState, Computed, Layer], WorkingsPart]] = {
    "arithmetic": arithmetic_part,
    "channels": channels_part,
    "column": column_part,
    "histogram": histogram_part,
    "shapes": shapes_part,
}


def workings_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart | None:
    """Return what the chosen tab shows of the selected layer; None while the workings are put away."""
    return None if "workings" in state.hidden else _MAKERS[state.tab](state, computed, layer)
