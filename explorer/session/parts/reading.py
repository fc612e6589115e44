"""The filter of a following layer that reads the slices of a layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from explorer.nn.filters import Filters
from explorer.nn.graph import Node
from explorer.nn.window import Window
from explorer.session.maps.reading import Reading
from explorer.session.shown import Loaded, layer_shape

if TYPE_CHECKING:
    from explorer.nn.ops.convolution import Conv

_PLANE = 2
"""Axes of a plane."""


def find_reading(loaded: Loaded, value: str, before: tuple[str, int] | None) -> Reading | None:
    """Return the filter that reads the slices of a value; None where no filter does so directly.

    Parameters
    ----------
    before
        The layer and slice that were selected before: their filter is taken if it reads the value, else the first
        filter of the first layer that does.
    """
    chosen = before if before is not None else ("", 0)
    for layer in sorted(loaded.layers, key=lambda layer: layer.value != chosen[0]):
        found = loaded.filters_of(layer)
        if found is not None and found[0] is layer.node and found[1].input == value:
            filters = found[1]
            index = chosen[1] if layer.value == chosen[0] and chosen[1] < len(filters.weights) else 0
            return _reading(loaded, layer.node, filters, index)
    return None


def _reading(loaded: Loaded, node: Node, filters: Filters, index: int) -> Reading | None:
    """Return one of the filters of a node; None where it is not laid on slices of its input, one by one."""
    kernels, shape = filters.weights[index], layer_shape(loaded, filters.input)
    slices = filters.reads(index)
    if filters.thickness is not None or slices.stop > shape[0]:
        return None
    address = f"{node.name}:{index}"
    if node.operator != "Conv":
        return Reading(address, slices, kernels, None) if kernels.shape[1:] == shape[1:] else None
    window = cast("Conv", node.op).window(loaded.specs[node.inputs[0]], loaded.specs[node.inputs[1]])
    return Reading(address, slices, kernels, _over_two_axes(window)) if len(window.kernel) <= _PLANE else None


def _over_two_axes(window: Window) -> Window:
    if len(window.kernel) == _PLANE:
        return window
    return Window(
        (1, *window.kernel),
        (1, *window.strides),
        (1, *window.dilations),
        (0, *window.pads_begin),
        (0, *window.pads_end),
    )
