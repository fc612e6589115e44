"""The arithmetic of the cell that is looked at."""

from __future__ import annotations

from explorer.nn.arithmetic.order import UNFOLDED
from explorer.nn.arithmetic.unit import chain
from explorer.render.volume import element_of
from explorer.session.address import address_of
from explorer.session.arithmetic.context import Context
from explorer.session.arithmetic.steps import steps_of
from explorer.session.pointed import Cell, holds
from explorer.session.shown import Computed
from explorer.session.state import TermOrder, ViewState
from explorer.session.strip.layers import Layer, layout_of
from explorer.session.views.worked import Worked


def cell_of(state: ViewState, computed: Computed, layer: Layer) -> Cell | None:
    """Return the cell of ``layer`` that is looked at, or the only one of the selected map; None while there is none."""
    volume = computed.loaded.fields.volume(layer.value)
    cell = state.cell
    if cell is None and volume[1:] == (1, 1):
        cell = Cell(state.slice, 0, 0)
    return cell if cell is not None and holds(volume, cell) else None


def worked(
    state: ViewState, computed: Computed, layer: Layer, order: TermOrder = "contribution", most: int | None = UNFOLDED
) -> Worked | None:
    """Return the arithmetic of the cell of ``layer`` that is looked at; None while there is none.

    Parameters
    ----------
    order
        By what terms stand.
    most
        How many of them are shown; None for all.
    """
    cell = cell_of(state, computed, layer)
    if cell is None:
        return None
    context = Context(state, computed.loaded, computed.measures, order, most)
    shape = computed.loaded.specs[layer.value].shape
    index = element_of(shape, (cell.slice, cell.y, cell.x), layout_of(computed.loaded.graph, layer.value))
    units = chain(computed.tensors, layer.value, index)
    return Worked(
        address=address_of(layer, cell),
        run=computed.run,
        look=(state.scope, state.colours, state.limits, order, most),
        steps=steps_of(context, units),
    )
