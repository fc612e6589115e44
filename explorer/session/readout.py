"""The status line: address and value of what is looked at, and what it sees or reaches."""

from __future__ import annotations

from explorer.render.numbers import three_digits
from explorer.session.address import address_of, pixel_address
from explorer.session.filters.kernels import FilterPart
from explorer.session.filters.sharing import SharingPart
from explorer.session.maps.outlines import FieldPart
from explorer.session.numbers import exact
from explorer.session.parts.field import unit_of
from explorer.session.parts.steady import parts_of
from explorer.session.pointed import Bias, Cell, Number, Pixel, Tap, Weight, holds
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.view import Readout


def readout(
    state: ViewState, computed: Computed, layer: Layer, field: FieldPart | None, sharing: SharingPart | None
) -> Readout | None:
    """Return what is looked at with its value; None while there is nothing.

    Parameters
    ----------
    field, sharing
        What it sees or reaches, and what it multiplies; None where that is not known.
    """
    match state.pointed_at:
        case Weight() as weight:
            return _weight(parts_of(state, computed, layer).filter, weight, sharing)
        case Tap() as tap:
            return _tap(parts_of(state, computed, layer).filter, tap)
        case Bias():
            return _bias(parts_of(state, computed, layer).filter)
        case Number() as number:
            return Readout(None, number.text, "", number.exact)
        case _:
            return _place(state, computed, layer, f"   {field.words}" if field is not None and field.words else "")


def _place(state: ViewState, computed: Computed, layer: Layer, field: str) -> Readout | None:
    of, cell = unit_of(state, computed.loaded, layer)
    if cell is not None:
        return _cell(computed, of, layer, cell, field)
    return _pixel(computed, state.pixel, field) if state.pixel is not None else None


def _cell(computed: Computed, of: Layer, selected: Layer, cell: Cell, field: str) -> Readout | None:
    volume = computed.measures.volume(of.value)
    if not holds(volume.shape, cell):
        return None
    value = float(volume[cell.slice, cell.y, cell.x])
    address = address_of(of, cell)
    text = f"{address} = {three_digits(value)}{field}"
    return Readout(cell if of is selected else None, text, address, exact(value))


def _pixel(computed: Computed, pixel: Pixel, field: str) -> Readout | None:
    fed = computed.loaded.layers[0]
    volume = computed.measures.volume(fed.value)
    if not holds(volume.shape, Cell(0, pixel.y, pixel.x)):
        return None
    values = volume[:, pixel.y, pixel.x].tolist()
    address = pixel_address(fed, pixel.y, pixel.x)
    text = f"{address} = {', '.join(map(three_digits, values))}{field}"
    return Readout(None, text, address, ", ".join(map(exact, values)))


def _weight(part: FilterPart | None, weight: Weight, sharing: SharingPart | None) -> Readout | None:
    if part is None or not holds(part.kernels.shape, Cell(weight.kernel, weight.y, weight.x)):
        return None
    value = float(part.kernels[weight.kernel, weight.y, weight.x])
    does = f"   {sharing.lit.words}" if sharing is not None and sharing.lit is not None else ""
    place = f"channel {part.channels[weight.kernel]}, row {weight.y}, column {weight.x}"
    return Readout(None, f"{part.node}, filter {part.filter}, {place} = {three_digits(value)}{does}", "", exact(value))


def _bias(part: FilterPart | None) -> Readout | None:
    if part is None or part.bias is None:
        return None
    return Readout(None, f"{part.node}, filter {part.filter}, bias = {three_digits(part.bias)}", "", exact(part.bias))


def _tap(part: FilterPart | None, tap: Tap) -> Readout | None:
    """Return a weight of one of the filters of the layer, or those of all its channels where they are drawn as one."""
    filters = part.siblings if part is not None else None
    if (
        part is None
        or filters is None
        or not holds(filters.shape[:1] + filters.shape[2:], Cell(tap.filter, tap.y, tap.x))
    ):
        return None
    weights = filters[tap.filter, :, tap.y, tap.x].tolist()
    named = zip(part.channels, weights, strict=True)
    text = ", ".join(f"{name} {three_digits(weight)}" for name, weight in named)
    where = f"{part.node}, filter {tap.filter}, row {tap.y}, column {tap.x}"
    text = f"{where}: {text}" if len(weights) > 1 else f"{where} = {three_digits(weights[0])}"
    return Readout(None, text, "", ", ".join(map(exact, weights)))
