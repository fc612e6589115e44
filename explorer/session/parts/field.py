"""What is pointed at: its receptive field on every earlier layer, or what it reaches of every later one."""

from __future__ import annotations

from explorer.session.maps.fields import field_words
from explorer.session.maps.outlines import FieldPart
from explorer.session.shown import Loaded
from explorer.session.state import Cell, Pixel, ViewState, holds
from explorer.session.strip.layers import Layer


def field_part(state: ViewState, loaded: Loaded, layer: Layer) -> FieldPart | None:
    """Return the field of the cell or the pixel that is looked at; None while there is none."""
    fed, fields = loaded.graph.inputs[0].name, loaded.fields
    cell, pixel = state.cell, state.pixel
    if cell is not None and holds(fields.volume(layer.value), cell):
        if layer.node is not None:
            seen = fields.seen(layer.value, cell)
            words = f"receptive field {field_words(seen.field(fed), 'the input')}"
            return FieldPart("sees", layer.value, fed, words, seen)
        pixel, fed = Pixel(cell.y, cell.x), layer.value
    if pixel is None or not holds(fields.volume(fed), Cell(0, pixel.y, pixel.x)):
        return None
    reached = fields.reached(fed, pixel.y, pixel.x)
    words = f"reaches {field_words(reached.field(layer.value), layer.title)}" if layer.value != fed else ""
    return FieldPart("reaches", fed, fed, words, reached)
