"""The picture under a map of a pass: where it has to lie, so that each value is over the middle of what it sees."""

from __future__ import annotations

from explorer.nn.receptive_field import Box
from explorer.nn.spec import Shape
from explorer.session.maps.underlay import Underlay
from explorer.session.pointed import Cell
from explorer.session.shown import Computed
from explorer.session.strip.layers import Layer


def underlay_of(computed: Computed, layer: Layer, plane: Shape) -> Underlay | None:
    """Return the picture under a map (H, W) of ``layer``; None where its values see the same of it."""
    if plane[0] * plane[1] == 1:
        return None
    first = _seen(computed, layer, Cell(0, 0, 0))
    last = _seen(computed, layer, Cell(0, plane[0] - 1, plane[1] - 1))
    if first is None or last is None:
        return None
    pixels = computed.seen
    down = _along(first.top + first.bottom, last.top + last.bottom, plane[0], pixels.shape[0])
    across = _along(first.left + first.right, last.left + last.right, plane[1], pixels.shape[1])
    if down is None or across is None:
        return None
    return Underlay(run=computed.run, top=down[0], left=across[0], height=down[1], width=across[1], pixels=pixels)


def _seen(computed: Computed, layer: Layer, cell: Cell) -> Box | None:
    """Return the box around what a cell sees of the picture, padding included."""
    field = computed.loaded.fields.seen(layer.value, cell).field(computed.loaded.graph.inputs[0].name)
    return None if field is None else field.box


def _along(first: int, last: int, count: int, extent: int) -> tuple[float, float] | None:
    """Return where a picture of some extent begins, and how far it goes, in places of an axis of ``count``.

    Parameters
    ----------
    first, last
        Twice the middle, but for one, of what the first place sees, and the last.
    """
    step = (last - first) / 2 / (count - 1) if count > 1 else extent
    if step <= 0:
        return None
    return 0.5 - (first + 1) / 2 / step, extent / step
