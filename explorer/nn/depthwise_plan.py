"""The plan of a depthwise convolution, made once for each layer and shape."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from explorer.kernels.depthwise import BEYOND, convolve_channels
from explorer.kernels.rows import ROWS, SIDES
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import INT, Array
from explorer.nn.tap_planes import Axis

_TAP, _SINGLE, _VECTOR = (0.95, 2.15, 11) if WIDE else (0.52, 1.0, 6)
"""Cycles to add a tap of a square to a vector, one on its own, and to begin and end a vector."""

_COPIED = 2048
"""Elements of the largest channel that is copied: more are read sooner where they are, rows at the edges apart."""

_BAND, _FILTER = 65, 20
"""Cycles to begin and end a band of rows, and a filter."""


_STEPS, _NARROWEST = 2, 4
"""Columns of the image from one of a map to the next, and columns of a map, that vectors are worth it for."""


@dataclass(frozen=True, eq=False)
class DepthwisePlan:
    """A convolution of one image whose filters see one channel each, in steps of 1 or 2 between columns.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer; a multiple of them.
    """

    channels: int
    filters: int
    y: Axis
    x: Axis

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * self._own

    @property
    def _own(self) -> int:
        """Elements of memory that a thread works in."""
        return -(-(self.y.extent * self.x.extent + 2 * self._margin + 2 * BEYOND) // LINE) * LINE

    @property
    def _copied(self) -> bool:
        """Whether channels are copied, so that there are rows of zeros around them."""
        return self.y.extent * self.x.extent <= _COPIED

    @property
    def _margin(self) -> int:
        """Elements before or behind a channel that are read with it, at most."""
        x, rows = self.x, max(self.y.before, self.y.after, 0) if self._copied else 0
        last = max(x.outputs - LANES, 0) * x.stride + max(x.shifts) + x.stride * LANES
        return rows * x.extent + max(x.before, last - x.extent, 0)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        vectors, taps = -(-self.x.outputs // LANES) * self.x.stride, len(self.y.shifts) * len(self.x.shifts)
        bands = [
            _BAND + rows * vectors * (taps * (_TAP if side else _SINGLE) + _VECTOR)
            for _, rows, side, *_ in self._bands()
        ]
        return float(self.filters * (sum(bands) + _FILTER) / threads())

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        return weights.reshape(-1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        y, x, own = self.y, self.x, scratch[: self.scratch].reshape(threads(), -1)
        offsets = np.add.outer(np.array(y.shifts, INT) * x.extent, np.array(x.shifts, INT)).ravel()
        return convolve_channels.over(
            self.filters, self.cycles * threads(), image.reshape(-1), y.extent * x.extent, offsets, self._masks(),
            self._bands(), filters, bias, *maps.arguments, own, int(self._copied), self._margin,
            self.filters // self.channels, x.stride, y.stride * x.extent, y.outputs, x.outputs,
        )  # fmt: skip

    def _masks(self) -> Array:
        """Return int32 -1 for each vector of a row, tap and pixel of it that lies inside the image, else 0; flat."""
        x = self.x
        firsts = np.clip(np.arange(0, x.outputs, LANES), 0, max(x.outputs - LANES, 0)) * x.stride
        places = firsts[:, None, None] + np.array(x.shifts)[:, None] + np.arange(x.stride * LANES)
        inside = (places >= 0) & (places < x.extent)
        return -np.tile(inside, (1, len(self.y.shifts), 1)).astype(np.int32).ravel()

    def _bands(self) -> Array:
        """Return the bands of rows as ``kernels.depthwise.convolve_channels`` takes them."""
        first, bands = 0, []
        for taps, same in groupby(map(self._inside, range(self.y.outputs))):
            count = len(list(same))
            bands += [(first + row, rows, *self._added(*taps)) for row, rows in _cut_rows(count)]
            first += count
        return np.array(bands, INT)

    def _added(self, low: int, high: int) -> tuple[int, int, int, int]:
        """Return the side of the square of taps, the first tap and the one after the last, and from line to line."""
        y, x, side = self.y, self.x, high - low
        square = side in SIDES and y.stride == x.stride and side == len(y.shifts) == len(x.shifts)
        if square and y.shifts[-1] - y.shifts[0] == side - 1:
            return side, 0, side, x.extent
        return 0, low * len(x.shifts), high * len(x.shifts), y.stride * x.extent

    def _inside(self, row: int) -> tuple[int, int]:
        """Return the first row of taps that lies inside the image for a row of the map, and the one after the last."""
        if self._copied:
            return 0, len(self.y.shifts)
        inside = [i for i, shift in enumerate(self.y.shifts) if 0 <= row * self.y.stride + shift < self.y.extent]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)


def plan_depthwise(channels: int, filters: int, y: Axis, x: Axis) -> list[DepthwisePlan]:
    """Return the plans that there can be: none for columns far apart, or few, or of maps that vectors reach across."""
    if x.stride > _STEPS or x.outputs < _NARROWEST or (y.outputs + 1) * x.outputs < LANES:
        return []
    return [DepthwisePlan(channels, filters, y, x)]


def _cut_rows(count: int) -> list[tuple[int, int]]:
    """Return first rows and sizes of bands that cover ``count`` rows, rather some of them twice than some alone."""
    first, bands = 0, []
    while first < count:
        left = count - first
        wanted = -(-left // -(-left // ROWS[-1]))
        fitting = [size for size in ROWS if size <= count]
        size = next((size for size in fitting if size >= wanted), fitting[-1])
        first = min(first, count - size)
        bands.append((first, size))
        first += size
    return bands
