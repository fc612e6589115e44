"""All depth slices of the selected layer, as the grid draws them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.session.maps.small_planes import SmallPlanes

Slices: TypeAlias = range | tuple[int, ...]
"""Indices of slices, in some order."""

SliceKind: TypeAlias = Literal["dead", "constant", "broken"]
"""A slice that is 0 everywhere, one number everywhere, or has elements that are NaN or infinite."""


@dataclass(frozen=True)
class Legend:
    """The colour scale in words.

    Attributes
    ----------
    levels
        The scale, with the extremes of the layer, or of the slice where it has its own scale.
    spans
        What shares the scale, as the end of a sentence.
    histogram
        How many values lie in each of equal parts of the scale.
    """

    levels: Levels
    colours: Colouring
    spans: str
    histogram: Array = field(repr=False, compare=False)


@dataclass(frozen=True)
class MapsPart:
    """All depth slices of the selected layer.

    Attributes
    ----------
    value, run
        Value name and the number of the forward pass.
    title, subtitle
        Header: node name, ``"64 maps · 111 × 111 · number = maximum"``.
    volume
        The activations (D, H, W), read-only, float32.
    planes
        The same at the size of a tile.
    levels
        Colour scale of each slice, length D; all the same object but where each has its own.
    ranges
        Least and greatest element of each slice (D, 2), float32; NaN where it holds NaN.
    order
        By what the slices are ordered.
    ordered
        All of them in that order.
    slices
        Those of them that are shown.
    strengths
        Mean, variance or contribution of each slice, where they are ordered by it: their caption.
    selected
        Index of the selected one.
    reader
        The filter whose sums they can be ordered by, ``"conv2:17"``; empty where no filter reads them.
    names
        Class of each slice where the slices are the net's classes; else empty.
    legend
        Scale of the layer, or of the selected slice.
    warning
        A sentence about NaN and infinity; empty where all is finite.
    edited
        Slices whose filter is edited, or that are scaled for the layers behind.
    """

    value: str
    run: int
    title: str
    subtitle: str
    scope: str
    legend: Legend
    volume: Array = field(repr=False, compare=False)
    planes: SmallPlanes = field(repr=False, compare=False)
    levels: tuple[Levels, ...] = field(repr=False, compare=False)
    ranges: Array = field(repr=False, compare=False)
    ordered: Slices = field(repr=False)
    slices: Slices = field(repr=False)
    strengths: Array | None = field(default=None, repr=False, compare=False)
    order: str = "index"
    selected: int = field(default=0, compare=False)
    reader: str = ""
    names: tuple[str, ...] = ()
    warning: str = ""
    edited: frozenset[int] = frozenset()

    @cached_property
    def kinds(self) -> dict[int, SliceKind]:
        """What is odd about slices, by index; a single number is never dead or constant."""
        low, high = self.ranges.T
        with np.errstate(invalid="ignore"):
            broken = ~np.isfinite(high - low)
        flat = (low == high) & (self.volume[0].size > 1)
        names: tuple[tuple[SliceKind, Array], ...] = (
            ("constant", flat & (low != 0)),
            ("dead", flat & (low == 0)),
            ("broken", broken),
        )
        return {index: name for name, where in names for index in np.flatnonzero(where).tolist()}

    def label(self, index: int) -> str:
        """Return the index of a slice, and its class where it has one of another name."""
        name = self.names[index] if self.names else str(index)
        return name if name == str(index) else f"{index} {name}"

    def caption(self, index: int) -> str:
        """Return what a slice is ordered by, else its maximum, or its range where each has its own scale."""
        low, high = self.ranges[index].tolist()
        if self.kinds.get(index) in ("dead", "constant"):
            return f"{three_digits(high)} everywhere"
        if self.strengths is not None:
            return three_digits(float(self.strengths[index]))
        if self.scope != "slice" or self.volume[index].size == 1:
            return three_digits(high)
        return f"{three_digits(low)} \N{HORIZONTAL ELLIPSIS} {three_digits(high)}"
