"""What is measured of activations: volumes, scales and extremes, each once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph
from explorer.nn.spec import FLOAT, Array
from explorer.render.histogram import histogram_of
from explorer.render.levels import Levels, levels_of, shared_levels
from explorer.render.volume import as_volume
from explorer.session.maps.ordering import Ordering, ordering_of
from explorer.session.maps.reading import Reading
from explorer.session.maps.slice_numbers import SliceNumbers, numbers_of
from explorer.session.maps.small_planes import SmallPlanes
from explorer.session.state import Limits, Order, Scope
from explorer.session.strip.blocks import blocks_of
from explorer.session.strip.layers import Layer, gives_probabilities, layout_of


class Measures:
    """Measures of one forward pass, taken when first asked for and kept until it is dropped."""

    def __init__(self, graph: Graph, layers: Sequence[Layer], activations: Activations) -> None:
        self._graph = graph
        self._layers = layers
        self._activations = activations
        self._levels: dict[tuple[str, str], tuple[Levels, ...]] = {}
        self._shared: dict[tuple[str, ...], Levels] = {}
        self._ranges: dict[str, Array] = {}
        self._orders: dict[tuple[str, Order, str], Ordering] = {}
        self._planes: dict[str, SmallPlanes] = {}
        self._numbers: dict[tuple[str, int], SliceNumbers] = {}
        self._histograms: dict[tuple[str, int | None, float, float], Array] = {}

    def volume(self, value: str) -> Array:
        """Return a value as float32 (D, H, W), read-only."""
        volume = as_volume(self._activations[value], layout_of(self._graph, value)).view()
        volume.flags.writeable = False
        return volume

    def planes(self, value: str) -> SmallPlanes:
        """Return the depth slices of a value at the sizes that they are drawn at."""
        if value not in self._planes:
            self._planes[value] = SmallPlanes(self.volume(value))
        return self._planes[value]

    def order(self, value: str, order: Order, reading: Reading | None) -> Ordering:
        """Return the depth slices in an order; ``reading`` is what contributions are to."""
        key = (value, order, reading.address if order == "contribution" and reading is not None else "")
        if key not in self._orders:
            self._orders[key] = ordering_of(self.volume(value), order, reading)
        return self._orders[key]

    def levels(self, value: str, scope: Scope, limits: Limits | None = None) -> tuple[Levels, ...]:
        """Return the colour scale of each depth slice.

        All of a layer have the same, but with the scope ``slice``. Minimum and maximum are those of the slice or layer
        itself, whatever shares its scale.

        Parameters
        ----------
        limits
            The scale that the layer is kept at with the scope ``locked``.
        """
        if scope in ("slice", "layer") or (scope == "locked" and limits is None):
            return self._own(value, "slice" if scope == "slice" else "layer")
        own = self._own(value, "layer")
        span = limits if limits is not None and scope == "locked" else self._span(value, scope)
        return tuple(replace(levels, low=span.low, high=span.high) for levels in own[:1]) * len(own)

    def sharing(self, value: str, scope: Scope) -> tuple[Layer, ...]:
        """Return the layers that share the scale of one; none where it shares its scale with no other."""
        if gives_probabilities(self._graph, value):
            return ()
        found = self._block(value) if scope == "block" else self._layers if scope == "net" else ()
        shared = tuple(layer for layer in found if self._is_shared(layer))
        return shared if any(layer.value == value for layer in shared) else ()

    def histogram(self, value: str, index: int | None, low: float, high: float) -> Array:
        """Return how often which values of a layer occur, or of one of its slices, along a scale."""
        key = (value, index, low, high)
        if key not in self._histograms:
            volume = self.volume(value)
            self._histograms[key] = histogram_of(volume if index is None else volume[index], low, high)
        return self._histograms[key]

    def numbers(self, value: str, index: int) -> SliceNumbers:
        """Return the numbers that describe a depth slice."""
        if (value, index) not in self._numbers:
            self._numbers[value, index] = numbers_of(self.volume(value)[index])
        return self._numbers[value, index]

    def _own(self, value: str, scope: Literal["slice", "layer"]) -> tuple[Levels, ...]:
        key = (value, scope)
        if key not in self._levels:
            probabilities = gives_probabilities(self._graph, value)
            self._levels[key] = levels_of(self.volume(value), scope, probabilities=probabilities)
        return self._levels[key]

    def _span(self, value: str, scope: Scope) -> Levels:
        key = tuple(layer.value for layer in self.sharing(value, scope)) or (value,)
        if key not in self._shared:
            probabilities = gives_probabilities(self._graph, value)
            self._shared[key] = shared_levels([self.volume(name) for name in key], probabilities=probabilities)
        return self._shared[key]

    def _block(self, value: str) -> tuple[Layer, ...]:
        blocks = blocks_of(self._layers)
        return next((block for block in blocks if any(layer.value == value for layer in block)), ())

    def _is_shared(self, layer: Layer) -> bool:
        """Return whether a layer can share a scale: neither inputs, nor probabilities, nor indices do."""
        there = layer.node is not None and layer.value in self._activations
        return (
            there
            and self._activations[layer.value].dtype.kind == "f"
            and not gives_probabilities(self._graph, layer.value)
        )

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
