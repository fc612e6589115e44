"""What is measured of activations: volumes, scales and extremes, each once."""

from __future__ import annotations

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph
from explorer.nn.spec import Array
from explorer.render.levels import Levels, levels_of
from explorer.render.numbers import three_digits
from explorer.render.volume import as_volume
from explorer.session.layers import gives_probabilities, layout_of
from explorer.session.state import Scope


class Measures:
    """Measures of one forward pass, taken when first asked for and kept until it is dropped."""

    def __init__(self, graph: Graph, activations: Activations) -> None:
        self._graph = graph
        self._activations = activations
        self._levels: dict[tuple[str, Scope], tuple[Levels, ...]] = {}
        self._captions: dict[tuple[str, Scope], tuple[str, ...]] = {}
        self._ranges: dict[str, tuple[tuple[float, float], ...]] = {}

    def volume(self, value: str) -> Array:
        """Return a value as float32 (D, H, W), read-only."""
        volume = as_volume(self._activations[value], layout_of(self._graph, value)).view()
        volume.flags.writeable = False
        return volume

    def levels(self, value: str, scope: Scope) -> tuple[Levels, ...]:
        """Return the colour scale of each depth slice."""
        key = (value, scope)
        if key not in self._levels:
            probabilities = gives_probabilities(self._graph, value)
            self._levels[key] = levels_of(self.volume(value), scope, probabilities=probabilities)
        return self._levels[key]

    def ranges(self, value: str) -> tuple[tuple[float, float], ...]:
        """Return least and greatest element of each depth slice; NaN where it holds NaN."""
        if value not in self._ranges:
            self._ranges[value] = _ranges(self.volume(value))
        return self._ranges[value]

    def captions(self, value: str, scope: Scope) -> tuple[str, ...]:
        """Return the caption of each depth slice: its maximum, or its range where each has its own scale."""
        key = (value, scope)
        if key not in self._captions:
            self._captions[key] = tuple(_caption(span, scope) for span in self.ranges(value))
        return self._captions[key]

    def dead(self, value: str) -> frozenset[int]:
        """Return the depth slices that are 0 everywhere."""
        return frozenset(index for index, span in enumerate(self.ranges(value)) if span == (0, 0))


def _ranges(volume: Array) -> tuple[tuple[float, float], ...]:
    rows = volume.reshape(len(volume), -1)
    if not rows.size:
        return ((0.0, 0.0),) * len(volume)
    with np.errstate(invalid="ignore"):
        return tuple(zip(rows.min(axis=1).tolist(), rows.max(axis=1).tolist(), strict=True))


def _caption(span: tuple[float, float], scope: Scope) -> str:
    low, high = span
    if low == high == 0:
        return "0 everywhere"
    highest = three_digits(high)
    return highest if scope == "layer" else f"{three_digits(low)} \N{HORIZONTAL ELLIPSIS} {highest}"
