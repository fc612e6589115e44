"""What is measured of activations: volumes, scales and extremes, each once."""

from __future__ import annotations

import math

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph
from explorer.nn.spec import FLOAT, Array
from explorer.render.levels import Levels, levels_of
from explorer.render.volume import as_volume
from explorer.session.layers import gives_probabilities, layout_of
from explorer.session.state import Scope


class Measures:
    """Measures of one forward pass, taken when first asked for and kept until it is dropped."""

    def __init__(self, graph: Graph, activations: Activations) -> None:
        self._graph = graph
        self._activations = activations
        self._levels: dict[tuple[str, Scope], tuple[Levels, ...]] = {}
        self._ranges: dict[str, Array] = {}

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

    def ranges(self, value: str) -> Array:
        """Return least and greatest element of each depth slice, float32 (D, 2); NaN where it holds NaN."""
        if value not in self._ranges:
            self._ranges[value] = _ranges(self.volume(value))
        return self._ranges[value]


def _ranges(volume: Array) -> Array:
    rows = volume.reshape(len(volume), math.prod(volume.shape[1:]))
    if not rows.size:
        return np.zeros((len(volume), 2), FLOAT)
    return np.stack([rows.min(axis=1), rows.max(axis=1)], axis=1)
