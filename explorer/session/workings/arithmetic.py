"""How the value of one cell is computed."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.nn.arithmetic.order import UNFOLDED
from explorer.session.arithmetic.working import cell_of, worked
from explorer.session.shown import Computed
from explorer.session.state import TermOrder, ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.worked import Worked
from explorer.session.views.workings import Nothing, WorkingsPart


@dataclass(frozen=True)
class ArithmeticPart(WorkingsPart):
    """The arithmetic of the cell that is looked at, with where it lies on its map.

    Attributes
    ----------
    place, places
        Number of the cell on its map, row by row, and how many there are.
    order
        By what terms stand.
    unfolded, unrounded
        Whether all terms are shown, and all digits.
    playing
        Whether the places of the map are played through, ``speed`` a second.
    """

    worked: Worked
    place: int
    places: int
    order: TermOrder
    unfolded: bool
    unrounded: bool
    playing: bool
    speed: int


def arithmetic_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the arithmetic of the cell that is looked at."""
    found = worked(state, computed, layer, state.terms, None if state.unfolded else UNFOLDED)
    cell = cell_of(state, computed, layer)
    if found is None or cell is None:
        hint = "Point at a value of a map to see how it is computed; a click keeps it. Shift+Space moves over the map."
        return Nothing(layer.title, hint)
    _, height, width = computed.loaded.fields.volume(layer.value)
    return ArithmeticPart(
        title=found.address,
        worked=found,
        place=cell.y * width + cell.x,
        places=height * width,
        order=state.terms,
        unfolded=state.unfolded,
        unrounded=state.unrounded,
        playing=state.playing == "places",
        speed=state.speed,
    )
