"""The plan of a convolution of a single pixel, made once for each layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explorer.kernels.pixel import convolve_pixel
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES, LINE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.memory import aligned
from explorer.nn.spec import Array

_READING = 3
"""Time to wait for a vector of weights that comes from memory, in multiply-adds."""

_KEPT_BYTES = 10 << 20
"""Packed filters of a layer, which are kept beside the layer's own."""


@dataclass(frozen=True)
class PixelPlan:
    """A convolution of an image of one pixel by filters of one tap.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer.
    """

    channels: int
    filters: int

    @property
    def _vectors(self) -> int:
        """Vectors of filters."""
        return -(-self.filters // LANES)

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * LINE

    @property
    def cycles(self) -> float:
        """Estimated time, one for each vector of weights: what comes from memory does so for all plans."""
        return float(self.channels * -(-self._vectors // threads()))

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them: a vector of them side by side, channel by channel."""
        packed = aligned(self._vectors * LANES * self.channels).reshape(self._vectors, self.channels, LANES)
        rows = np.zeros((self._vectors * LANES, self.channels), weights.dtype)
        rows[: self.filters] = weights.reshape(self.filters, self.channels)
        packed[...] = rows.reshape(self._vectors, LANES, self.channels).swapaxes(1, 2)
        return packed.reshape(-1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        own = scratch[: self.scratch].reshape(threads(), -1)
        time = filters.size / LANES * _READING
        return convolve_pixel.over(self._vectors, time, image.reshape(-1), filters, bias, *maps.arguments, own)


def plan_pixel(channels: int, filters: int, groups: int) -> Iterator[PixelPlan]:
    """Yield the plan of an image of one pixel; there is none for groups, nor for filters too many to be kept twice."""
    if groups == 1 and 4 * channels * filters <= _KEPT_BYTES:
        yield PixelPlan(channels, filters)
