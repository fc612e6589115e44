"""The plan of a convolution by Winograd's algorithm over few tiles, made once for each layer and shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.kernels.few_tiles import NEAR, convolve_few_tiles
from explorer.kernels.passes import PASS
from explorer.kernels.planes import pitch_of
from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.transforms import transform_tile_weights
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import FLOAT, INT, Array
from explorer.nn.tap_plan import lay_blocks, split_filters
from explorer.nn.tap_planes import Axis

_TAPS = 9
"""Weights of a filter for a channel."""

_KEPT_BYTES = 6 << 20
"""Transformed filters of a layer that are kept."""

_RUN_BYTES = 256 << 10
"""Transformed filters that a second-level cache holds beside all else."""

_IMAGE, _FILTER, _SUMS = {2: 90, 4: 180}, {2: 75, 4: 155} if WIDE else {2: 50, 4: 105}, {2: 90, 4: 170}
"""Cycles to transform, for tiles of the map of so many rows, a vector of channels of a tile, of filters for a channel,
and of filters of a tile back."""

_FETCH = 0.02
"""Cycles to fetch a byte of transformed filters that are kept; they lie in the order that they are read in."""

_PRODUCT, _NARROW, _WAIT = (1.0, 1.3, 4) if WIDE else (0.54, 1.7, 8)
"""Cycles a multiply-add of vectors takes, how much longer where registers are not filled, and how many of them one sum
takes to be ready for the next."""

_JOB_TIME, _LINE_TIME = 2000, 15
"""Cycles to take a job up, and to copy a line into a plane or out of one."""

_TAIL = 0.3
"""Share of a job that the last thread is waited for."""


@dataclass(frozen=True, eq=False)
class FewTilesPlan:
    """A convolution of one image at stride 1 by filters of 3x3 taps.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer.
    y, x
        The taps of both axes.
    size
        Extent of a tile of the map: 2 or 4.
    vectors
        Vectors of filters that a job computes, at most.
    far
        Whether no cache holds what is kept of filters from one pass to the next.
    """

    channels: int
    filters: int
    y: Axis
    x: Axis
    size: int
    vectors: int
    far: bool = False

    @property
    def _square(self) -> int:
        return (self.size + 2) ** 2

    @property
    def _extents(self) -> tuple[int, int]:
        """Tiles one below the other and side by side."""
        return -(-self.y.outputs // self.size), -(-self.x.outputs // self.size)

    @property
    def tiles(self) -> int:
        """All tiles."""
        return self._extents[0] * self._extents[1]

    @property
    def _plane(self) -> tuple[int, int]:
        return self.size * self._extents[0] + 2, self.size * self._extents[1] + 2

    @property
    def _together(self) -> int:
        """Filters of a group."""
        return LANES * self.vectors

    @property
    def _pitch(self) -> int:
        """Elements from the transformed pixels of one tile to the next."""
        return -(-self.channels // LANES) * LANES

    @property
    def _groups(self) -> int:
        return -(-self.filters // self._together)

    @property
    def _kept(self) -> int:
        """Elements of transformed filters that are kept."""
        count = self._groups * self._square * (self.channels * self._together + LINE)
        return 0 if self.far or 4 * count > _KEPT_BYTES else count

    @property
    def _run(self) -> int:
        """Channels that are multiplied before the next ones."""
        most = _RUN_BYTES // (4 * self._square * self._together) // LANES * LANES
        return self.channels if self._kept else min(max(most, LANES), self.channels)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Places of transformed pixels, filters, products, sums, biases and weights in a thread's memory; its size."""
        rows, columns = self._plane
        sizes = (
            LANES * pitch_of(rows, columns) + 2 * LANES,
            self._square * (self.tiles * self._pitch + LINE),
            0 if self._kept else self._square * (self._run * self._together + LINE),
            self._square * (self.tiles * self._together + LINE),
            self._together * self.tiles * self.size**2 + 2 * LANES,
            self._together,
            0 if self._kept else NEAR,
        )
        return tuple(np.cumsum([-(-size // LINE) * LINE for size in sizes]).tolist())

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return int(threads() * self._places[-1])

    @property
    def _filters(self) -> Array:
        """Places of the weights of the filters of a group."""
        return np.arange(self._together, dtype=INT) * (self.channels * _TAPS)

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them: transformed, where they are to be kept."""
        if not self._kept:
            missing = -self.filters % LANES * self.channels + max(LANES - self.channels, 0)
            return np.pad(weights.reshape(-1), (0, missing * _TAPS)) if missing else weights.reshape(-1)
        filters = np.pad(weights.reshape(-1, self.channels * _TAPS), ((0, -self.filters % self._together), (0, 0)))
        tiles = filters.reshape(self._groups, self._together, self.channels, _TAPS).swapaxes(1, 2)
        elements = transform_tile_weights(self.size + 2, tiles).reshape(self._square, self._groups, -1)
        return np.pad(elements, ((0, 0), (0, 0), (0, LINE))).swapaxes(0, 1).reshape(-1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        (below, beside), plane = self._extents, self._plane
        row, column = np.divmod(np.arange(self.tiles, dtype=INT), beside)
        blocks = lay_blocks(split_filters(self.tiles))
        own, bands = scratch[: self.scratch].reshape(threads(), -1), np.zeros((threads(), LINE), INT)
        time = self.filters * self.channels * self._square * self.tiles / LANES
        numbers = (self.y.before, self.x.before, *plane, self.y.outputs, self.size * beside, self.x.outputs)
        return convolve_few_tiles[self._kept > 0].over(
            self._groups, time, image, self.size + 2, filters, bias, *maps.arguments, own,
            bands, PASS, *self._places[:-1], self._run, blocks, (row * plane[1] + column) * self.size,
            (row * self.size * beside + column) * self.size, np.arange(LANES, dtype=INT) * pitch_of(*plane),
            self._filters, np.arange(self._together, dtype=INT) * (self.size**2 * below * beside),
            np.arange(self.channels, dtype=INT) * self._together, self._pitch, np.zeros(max(BLOCKS)[0], FLOAT),
            *numbers,
        )  # fmt: skip

    def _multiply(self, size: int) -> float:
        """Return the multiply-adds of a block of so many tiles for a channel, or those that take as long."""
        alone = self.vectors % dict(BLOCKS)[size]
        return size * (self.vectors - alone) + alone * max(size * _NARROW, _WAIT)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        vectors = self.vectors
        image = self._pitch / LANES * self.tiles * _IMAGE[self.size] + self.channels * self._plane[0] * _LINE_TIME
        products = self._square * _PRODUCT * sum(map(self._multiply, split_filters(self.tiles)))
        transform = self._square * 4 * _FETCH * self._together if self._kept else vectors * _FILTER[self.size]
        sums = vectors * self.tiles * _SUMS[self.size] + self._together * self.y.outputs * _LINE_TIME
        jobs = -(-self._groups // threads()) + _TAIL * (threads() > 1)
        return float(image + jobs * (self.channels * (products + transform) + sums + _JOB_TIME))


def plan_few_tiles(channels: int, filters: int, y: Axis, x: Axis, far: bool = False) -> list[FewTilesPlan]:
    """Return the plans that there can be: none for many tiles."""
    if len(y.shifts) != 3 or len(x.shifts) != 3:
        return []
    vectors, plans = -(-filters // LANES), []
    for size in (2, 4):
        tiles = -(-y.outputs // size) * -(-x.outputs // size)
        if tiles <= 2 * LANES:
            most = dict(BLOCKS)[split_filters(tiles)[0]]
            counts = {-(-vectors // jobs) for jobs in range(-(-vectors // most), vectors + 1)}
            plans += [FewTilesPlan(channels, filters, y, x, size, count, far) for count in sorted(counts)]
    return plans
