"""What is pointed at: its receptive field on every earlier layer, or what it reaches of every later one."""

from __future__ import annotations

from explorer.session.maps.fields import field_words
from explorer.session.maps.outlines import FieldPart
from explorer.session.pointed import Cell, Pixel, Unit, holds
from explorer.session.shown import Loaded
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer


def field_part(state: ViewState, loaded: Loaded, layer: Layer) -> FieldPart | None:
    """Return the field of the unit or the pixel that is looked at; None while there is none."""
    fed, fields = loaded.graph.inputs[0].name, loaded.fields
    selected = layer
    layer, cell = unit_of(state, loaded, layer)
    pixel = state.pixel
    if cell is not None and holds(fields.volume(layer.value), cell):
        if layer.node is not None:
            seen = fields.seen(layer.value, cell)
            words = f"receptive field {field_words(seen.field(fed), 'the input')}"
            return FieldPart("sees", layer.value, fed, words, seen)
        pixel, fed = Pixel(cell.y, cell.x), layer.value
    if pixel is None or not holds(fields.volume(fed), Cell(0, pixel.y, pixel.x)):
        return None
    reached = fields.reached(fed, pixel.y, pixel.x)
    words = f"reaches {field_words(reached.field(selected.value), selected.title)}" if selected.value != fed else ""
    return FieldPart("reaches", fed, fed, words, reached)


def unit_of(state: ViewState, loaded: Loaded, layer: Layer) -> tuple[Layer, Cell | None]:
    """Return the unit that is looked at, with its layer: one of any layer under the pointer, else one of ``layer``."""
    unit = state.pointed_at
    if isinstance(unit, Unit) and (found := loaded.layer(unit.value)) is not None:
        return found, Cell(unit.slice, unit.y, unit.x)
    return layer, state.cell
