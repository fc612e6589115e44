"""What the steps of an arithmetic are described with: names, colour scales and windows of the pass."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.parts import Index
from explorer.nn.relation import NOWHERE
from explorer.nn.spec import FLOAT, Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels, levels_of
from explorer.render.volume import place_of
from explorer.session.address import address_of
from explorer.session.maps.measures import Measures
from explorer.session.parts.colours import levels_in
from explorer.session.parts.filter import channel_names
from explorer.session.parts.maps import names_of
from explorer.session.pointed import Cell
from explorer.session.shown import Loaded
from explorer.session.state import TermOrder, ViewState
from explorer.session.strip.layers import Layer, layout_of
from explorer.session.views.worked import Grid, Window

WEIGHTS = Colouring("weights")
PRODUCTS = Colouring("signed")

_COLOURS = 3
"""Channels of a picture in colour, which have names."""

_PLANE = 2
"""Axes of a plane."""


@dataclass(frozen=True, eq=False)
class Context:
    """A forward pass, and how it is looked at.

    Attributes
    ----------
    loaded, measures
        The net, and what is measured of its values.
    order
        By what terms stand.
    most
        How many of them are shown; None for all.
    before
        The element that the step before ends with; None at the first step.
    """

    state: ViewState
    loaded: Loaded
    measures: Measures
    order: TermOrder
    most: int | None
    before: tuple[str, Index] | None = None

    def layer(self, value: str) -> Layer | None:
        """Return the layer of a value; None where it is a weight, or another value that no picture changes."""
        return self.loaded.layer(value)

    def title(self, value: str) -> str:
        """Return what a value is called."""
        layer = self.layer(value)
        return value if layer is None else layer.title

    def cell(self, value: str, index: Index) -> Cell:
        """Return where an element stands in the volume of a value."""
        graph, spec = self.loaded.graph, self.loaded.specs[value]
        return Cell(*place_of(spec.shape, index, layout_of(graph, value)))

    def address(self, value: str, index: Index) -> str:
        """Return the address of an element, ``"conv2:17@5,8"``; ``"b2[17]"``, or ``"b2"``, where it is of no layer."""
        layer = self.layer(value)
        if layer is None:
            return f"{value}[{', '.join(map(str, index))}]" if index else value
        return address_of(layer, self.cell(value, index))

    def source(self, value: str, channel: int) -> tuple[str, int] | None:
        """Return value name and depth slice of a channel; None where it is of no layer."""
        return None if self.layer(value) is None else (value, channel)

    def source_of(self, value: str, index: Index) -> tuple[str, int] | None:
        """Return value name and depth slice of an element; None where it is of no layer."""
        return None if self.layer(value) is None else (value, self.cell(value, index).slice)

    def channel(self, value: str, channel: int) -> str:
        """Return what a channel of a value is called: ``R``, or its number."""
        names = channel_names(self.loaded.graph, value, range(_COLOURS))
        return names[channel] if channel < _COLOURS else str(channel)

    def slice_name(self, value: str, index: int) -> str:
        """Return what a depth slice of a value stands for: a class, or its number."""
        names = names_of(self.loaded, value, self.measures.volume(value))
        return names[index] if names else str(index)

    def patch(self, value: str, channel: int, numbers: Array, footprint: Footprint) -> Grid:
        """Return what lies under a window on a channel of a value, in the colours of that value."""
        inside = as_plane(footprint.inside)
        outside = None if inside.all() else ~inside
        return Grid(as_plane(numbers), self.levels(value, channel), self.state.colours, outside)

    def levels(self, value: str, channel: int) -> Levels:
        """Return the colour scale of a channel of a value."""
        levels = levels_in(self.state, self.measures, value)
        return levels[min(channel, len(levels) - 1)]

    def map_title(self, value: str, channel: int) -> str:
        """Return what a map of a value is called: ``"pool1, map 3"``, ``"image, R"``."""
        name = self.channel(value, channel)
        return f"{self.title(value)}, {'map ' if name.isdigit() else ''}{name}"

    def window(
        self, channel: int, footprint: Footprint, stride: tuple[int, int] | None, why: str = ""
    ) -> Window | None:
        """Return where a window lies on a channel, which is shown for a reason; None where it lies on no plane."""
        value = footprint.value
        if self.layer(value) is None or footprint.axes[-1] is None or len(footprint.axes) > _PLANE:
            return None
        volume, (rows, columns) = self.measures.volume(value), map(_met, footprint.places)
        if channel >= len(volume) or volume.shape[1:] != footprint.extents or not rows or not columns:
            return None
        return Window(
            source=(value, channel),
            layer=self.title(value),
            title=self.map_title(value, channel),
            plane=volume[channel],
            levels=self.levels(value, channel),
            colours=self.state.colours,
            rows=rows,
            columns=columns,
            stride=stride,
            why=why,
        )


def _met(places: Array) -> tuple[int, ...]:
    """Return the places on an axis that any tap meets, ascending."""
    return tuple(np.unique(places[places != NOWHERE]).tolist())


def as_plane(window: Array) -> Array:
    """Return a window as rows and columns; other spatial axes before them run together."""
    return window.reshape(math.prod(window.shape[:-1]), window.shape[-1])


def weights_levels(kernels: Array) -> Levels:
    """Return the one scale of all kernel slices."""
    return levels_of(kernels.astype(FLOAT, copy=False))[0]


def products_levels(products: Array) -> Levels:
    """Return a scale that is the same both ways, and reaches to the largest product."""
    largest = float(np.abs(products).max(initial=0.0))
    reach = largest if 0 < largest < math.inf else 1.0
    return Levels(-reach, reach, -reach, reach)
