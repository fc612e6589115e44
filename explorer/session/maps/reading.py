"""The filter of a following layer that reads a layer's slices, and how much it takes from each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

import numpy as np

from explorer.nn.filters import Filters
from explorer.nn.graph import Node
from explorer.nn.spec import FLOAT, Array, Shape, Spec
from explorer.nn.window import Window
from explorer.session.strip.layers import Layer

if TYPE_CHECKING:
    from explorer.nn.ops.convolution import Conv

FiltersOf: TypeAlias = Callable[[Layer], tuple[Node, Filters] | None]
"""The node whose filters made a layer's channels, with its filters."""


@dataclass(frozen=True, eq=False)
class Reading:
    """One filter with the slices that it is laid on.

    Attributes
    ----------
    address
        ``"conv2:17"``: the layer that the filter makes a slice of, and its index.
    slices
        The slices that the filter's group reads.
    kernels
        Kernel slices (I, KH, KW), one for each of them.
    window
        How it slides over two axes; None where it covers the whole volume.
    """

    address: str
    slices: range
    kernels: Array = field(repr=False)
    window: Window | None

    def strengths(self, volume: Array) -> Array:
        """Return the mean magnitude of what each slice of (D, H, W) adds to the filter's sums, float32 (D,)."""
        read = volume[self.slices.start : self.slices.stop]
        sums = (read * self.kernels).sum(axis=(1, 2)) if self.window is None else _slid(read, self.kernels, self.window)
        out: Array = np.zeros(len(volume), FLOAT)
        out[self.slices.start : self.slices.stop] = np.abs(sums).reshape(len(read), -1).mean(axis=1)
        return out


def find_reading(
    layers: Sequence[Layer],
    filters_of: FiltersOf,
    specs: Mapping[str, Spec],
    value: str,
    shape: Shape,
    before: tuple[str, int] | None,
) -> Reading | None:
    """Return the filter that reads the slices of a value; None where no filter does so directly.

    Parameters
    ----------
    shape
        Of the value's volume, (D, H, W).
    before
        The layer and slice that were selected before: their filter is taken if it reads the value, else the first
        filter of the first layer that does.
    """
    chosen = before if before is not None else ("", 0)
    for layer in sorted(layers, key=lambda layer: layer.value != chosen[0]):
        found = filters_of(layer)
        if found is not None and found[0] is layer.node and found[1].input == value:
            node, filters = found
            index = chosen[1] if layer.value == chosen[0] and chosen[1] < len(filters.weights) else 0
            return _reading(f"{layer.title}:{index}", node, filters, specs, shape, index)
    return None


def _reading(
    address: str, node: Node, filters: Filters, specs: Mapping[str, Spec], shape: Shape, index: int
) -> Reading | None:
    kernels = filters.weights[index]
    first = index // (len(filters.weights) // filters.group) * len(kernels)
    slices = range(first, first + len(kernels))
    if slices.stop > shape[0]:
        return None
    if node.operator != "Conv":
        return Reading(address, slices, kernels, None) if kernels.shape[1:] == shape[1:] else None
    window = cast("Conv", node.op).window(specs[node.inputs[0]], specs[node.inputs[1]])
    return Reading(address, slices, kernels, _over_two_axes(window)) if len(window.kernel) <= 2 else None


def _over_two_axes(window: Window) -> Window:
    if len(window.kernel) == 2:
        return window
    return Window(
        (1, *window.kernel),
        (1, *window.strides),
        (1, *window.dilations),
        (0, *window.pads_begin),
        (0, *window.pads_end),
    )


def _slid(volume: Array, kernels: Array, window: Window) -> Array:
    """Return the correlation of each slice with its kernel slice, (I, OH, OW)."""
    pads = tuple(zip(window.pads_begin, window.pads_end, strict=True))
    padded = np.pad(volume, ((0, 0), *pads))
    extents = window.output_extents(volume.shape[1:])
    total: Array = np.zeros((len(volume), *extents), FLOAT)
    for tap in np.ndindex(*window.kernel):
        axes = zip(tap, window.dilations, window.strides, extents, strict=True)
        y, x = (slice(at * gap, at * gap + (count - 1) * step + 1, step) for at, gap, step, count in axes)
        total += padded[:, y, x] * kernels[:, tap[0], tap[1], None, None]
    return total
