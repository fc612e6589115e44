"""The filter that made a map, as the window draws it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from explorer.nn.spec import FLOAT, Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.session.filters.edited_filter import EditedFilter
from explorer.session.numbers import exact
from explorer.session.pointed import Weight


@dataclass(frozen=True)
class InputMaps:
    """The depth slices of the input that the kernel slices are laid on.

    Attributes
    ----------
    value, title
        Value name and title of the layer that they are of.
    run
        Number of the forward pass.
    slices
        Index of the one under each kernel slice.
    levels, colours
        Their colour scale.
    planes
        (I, H, W), float32, in the order of the kernel slices.
    """

    value: str
    title: str
    run: int
    slices: range
    levels: Levels
    colours: Colouring
    planes: Array = field(repr=False, compare=False)


@dataclass(frozen=True)
class FilterPart:
    """The filter that made the selected slice.

    Attributes
    ----------
    node
        Name of the convolution or matrix product that it belongs to.
    net
        Name of the net.
    filter
        Index of the filter.
    note
        What kind of filter it is, and ``"of conv1, before Relu"`` where the selected layer is not that node itself.
    channels
        Name of the input slice under each kernel slice: ``R``, ``G``, ``B``, or an index.
    bias
        None where the node has none.
    facts
        Extents, bias, parameters and statistics in words.
    levels
        Colour scale of the weights.
    maps
        What the kernel slices are laid on; None where that is the picture itself.
    kernels
        Kernel slices (I, KH, KW), float32, in the order of ``channels``.
    histogram
        How many weights lie in each part of the scale.
    siblings
        All filters (O, I, KH, KW) of a layer that looks at the picture, I being 1 or 3; else None.
    edited
        The same filter as it was, with all edits of the net; None where its weights cannot be edited.
    """

    node: str
    net: str
    filter: int
    note: str
    channels: tuple[str, ...]
    bias: float | None
    facts: tuple[tuple[str, str], ...]
    levels: Levels
    maps: InputMaps | None
    kernels: Array = field(repr=False, compare=False)
    histogram: Array = field(repr=False, compare=False)
    siblings: Array | None = field(repr=False, compare=False)
    edited: EditedFilter | None = None

    @property
    def coloured(self) -> bool:
        """Whether the kernel slices are of red, green and blue, in some order."""
        return set(self.channels) == set("RGB")

    @property
    def place(self) -> tuple[str, str, int]:
        """Which filter of which net it is."""
        return self.net, self.node, self.filter

    @cached_property
    def marked(self) -> Array:
        """Which weights are edited, bool (I, KH, KW); a filter that is scaled or ablated has not all of them edited."""
        if self.edited is None or not self.edited.factor:
            return np.zeros(self.kernels.shape, bool)
        return np.not_equal(self.kernels, self.edited.kernels * FLOAT.type(self.edited.factor))

    def words_of(self, weight: Weight) -> str:
        """Return a weight in full, with where it stands and what it was before it was edited."""
        place = (weight.kernel, weight.y, weight.x)
        where = f"channel {self.channels[weight.kernel]}, row {weight.y}, column {weight.x}"
        was = f", was {exact(self.edited.kernels[place])}" if self.edited is not None and self.marked[place] else ""
        return f"{where}: {exact(self.kernels[place])}{was}"
