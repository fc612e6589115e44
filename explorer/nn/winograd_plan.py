"""The plan of a convolution by Winograd's algorithm, made once for each layer and shape."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from explorer.kernels.passes import PASS
from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.transforms import transform_tile_weights
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.winograd import convolve_tiles, place_of
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import FLOAT, INT, Array
from explorer.nn.tap_plan import lay_blocks, split_filters
from explorer.nn.tap_planes import Axis

_KEPT_BYTES = 4 << 20
"""Transformed filters of a layer that are kept; of larger layers they are made in each pass, which is faster than
reading them and takes no memory."""

_TOGETHER_BYTES = 600 << 10
"""Transformed filters and products that a second-level cache holds beside all else."""

_TILES_BYTES = 1 << 20
"""Transformed pixels of a band, at most, unless it is one row of tiles."""

_FEW = 32
"""Tiles that are not too many for a band."""

_IMAGE, _FILTER, _SUMS = (
    ({4: 110, 6: 240, 8: 600}, {4: 70, 6: 130, 8: 420}, {4: 110, 6: 240, 8: 480})
    if WIDE
    else ({4: 90, 6: 200, 8: 500}, {4: 60, 6: 110, 8: 350}, {4: 90, 6: 200, 8: 400})
)
"""Cycles to transform a vector of tiles of so many pixels of a channel, of channels of a filter, and of tiles of a map
back; measured."""

_FETCH = 0.06
"""Cycles to fetch a byte of transformed filters that are kept."""

_PRODUCT, _NARROW, _ABREAST = (1.0, 1.0, 3) if WIDE else (0.53, 1.35, 2)
"""Cycles a multiply-add of vectors takes, how much longer one of a vector on its own, and those that are not."""

_CACHE_BYTES, _UNCACHED = 3 << 19, 1.1
"""Memory of a thread that its cache still holds, and how much slower products are beyond it."""

_JOB_TIME = 2000
"""Cycles to take a job up."""

_LINE_TIME = 15
"""Cycles to copy a line into a plane or out of one."""

_WHOLE = 4
"""Filters that make up a block which is hardly slower than larger ones."""

_TAIL = 0.3
"""Share of a job that the last thread is waited for."""


@dataclass(frozen=True)
class Tiling:
    """How a convolution is cut into tiles and jobs.

    Attributes
    ----------
    size, taps
        Extents of a tile of the map and of a part of a filter: 2 and 3, 4 and 3, or 4 and 5.
    rows
        Rows of tiles that a job computes.
    parts
        Jobs that share the filters over the same tiles.
    """

    size: int
    taps: int
    rows: int
    parts: int

    @property
    def extent(self) -> int:
        """Of a tile of the image."""
        return self.size + self.taps - 1


@dataclass(frozen=True, eq=False)
class WinogradPlan:
    """A convolution of one image at stride 1.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer.
    y, x
        The taps of both axes.
    far
        Whether no cache holds what is kept of filters from one pass to the next.
    """

    channels: int
    filters: int
    y: Axis
    x: Axis
    tiling: Tiling
    far: bool = False

    @property
    def _square(self) -> int:
        return self.tiling.extent**2

    @property
    def _columns(self) -> int:
        """Tiles side by side."""
        return -(-self.x.outputs // self.tiling.size)

    @property
    def _spans(self) -> tuple[int, int]:
        """Parts along both axes, which make up a filter."""
        return -(-len(self.y.shifts) // self.tiling.taps), -(-len(self.x.shifts) // self.tiling.taps)

    @property
    def _shifted(self) -> int:
        """Channels that parts of filters see: the image's, shifted for each part."""
        return self.channels * math.prod(self._spans)

    @property
    def _together(self) -> int:
        """Channels of a transformed filter."""
        return -(-self._shifted // LANES) * LANES

    @property
    def _plane(self) -> tuple[int, int]:
        """Rows and columns of the image that a band of tiles reads."""
        (above, beside), size, taps = self._spans, self.tiling.size, self.tiling.taps
        return size * self.tiling.rows + taps * above - 1, size * self._columns + taps * beside - 1

    @cached_property
    def _tiles(self) -> Array:
        """Row and column of each tile of a band, the first one again to fill a vector."""
        count = self.tiling.rows * self._columns
        numbers = np.arange(-(-count // LANES) * LANES)
        return np.stack(np.divmod(np.where(numbers < count, numbers, 0), self._columns))

    @cached_property
    def _cuts(self) -> list[int]:
        """First filter of each part, and the one behind the last: parts as equal as whole blocks allow."""
        parts = self.tiling.parts
        return [self.filters * part // (_WHOLE * parts) * _WHOLE for part in range(parts)] + [self.filters]

    @cached_property
    def _blocks(self) -> Array:
        return lay_blocks([size for first, last in pairwise(self._cuts) for size in split_filters(last - first)])

    @property
    def _most(self) -> int:
        """Blocks of filters that are multiplied one after the other."""
        block = 4 * self._square * BLOCKS[0][0] * (self._together + self._tiles.shape[1])
        return max(int(_TOGETHER_BYTES // block), 1 if WIDE else 2)

    @property
    def _kept(self) -> int:
        """Elements of transformed filters that are kept."""
        count = self._square * (self.filters * self._together + len(self._blocks) * LINE)
        return 0 if self.far or 4 * count > _KEPT_BYTES else count

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Places of transformed pixels, filters, products and sums in a thread's memory, and its size."""
        size, rows, square, tiles = self.tiling.size, self.tiling.rows, self._square, self._tiles.shape[1]
        filters = self._most * BLOCKS[0][0]
        sizes = (
            math.prod(self._plane) + 2 * LANES,
            square * ((self._shifted + 1) * tiles + LINE),
            0 if self._kept else square * (filters * self._together + LINE),
            square * (filters * tiles + LINE),
            size**2 * rows * self._columns + 2 * LANES,
        )
        return tuple(np.cumsum([-(-size // LINE) * LINE for size in sizes]).tolist())

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return int(threads() * self._places[-1])

    @cached_property
    def _parts(self) -> list[tuple[int, int]]:
        """First and last block of each part."""
        return list(pairwise(np.searchsorted(self._blocks[:, 0], self._cuts).tolist()))

    @cached_property
    def _channels(self) -> Array:
        """Number of each channel, and then of that of zeros."""
        return np.minimum(np.arange(self._together), self._shifted).astype(INT)

    @property
    def _sources(self) -> Array:
        return np.minimum(self._channels, self._shifted - 1) * self.tiling.taps**2

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them: transformed, where they are to be kept."""
        rows = self._split(weights)
        if not self._kept:
            return rows
        channels, kept = np.minimum(self._channels, self._shifted - 1), np.empty(self._kept, FLOAT)
        tiles = rows.reshape(self.filters, self._shifted, -1)
        for first, last in self._parts:
            for group in range(first, last, self._most):
                blocks = self._blocks[group : min(group + self._most, last)]
                base, behind = blocks[0, 0], blocks[-1].sum()
                elements = transform_tile_weights(self.tiling.extent, tiles[base:behind, channels])
                place = place_of(group, base, self._square, self._together)
                room = kept[place : place + elements.size + self._square * LINE].reshape(self._square, -1)
                room[:, :-LINE] = elements.reshape(self._square, -1)
        return kept

    def _split(self, weights: Array) -> Array:
        """Return the filters' parts, (K, taps of all); what parts have too many is zero."""
        (above, beside), taps = self._spans, self.tiling.taps
        height, width = len(self.y.shifts), len(self.x.shifts)
        if (height, width) == (taps, taps):
            return weights.reshape(self.filters, -1)
        whole = np.zeros((self.filters, self.channels, taps * above, taps * beside), FLOAT)
        whole[:, :, :height, :width] = weights.reshape(self.filters, self.channels, height, width)
        parts = whole.reshape(self.filters, self.channels, above, taps, beside, taps).swapaxes(3, 4)
        return np.ascontiguousarray(parts).reshape(self.filters, -1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        size, rows, (row, column) = self.tiling.size, self.tiling.rows, self._tiles
        pitch, step, plane = size * self._columns, size * rows, self._plane
        places, targets = (row * plane[1] + column) * size, (row * pitch + column) * size
        above, beside = self._spans
        shifts = np.add.outer(np.arange(above) * plane[1], np.arange(beside)).ravel() * self.tiling.taps
        own, bands = scratch[: self.scratch].reshape(threads(), -1), np.zeros((threads(), LINE), INT)
        jobs = [
            (*part, upper, min(upper + step, self.y.outputs))
            for upper in range(0, self.y.outputs, step)
            for part in self._parts
        ]
        time = self.filters * self._shifted * self._square * self.y.outputs * self.x.outputs / LANES
        numbers = (self.y.before, self.x.before, *plane, self.y.outputs, pitch, self.x.outputs)
        return convolve_tiles[self.tiling.extent, self._kept > 0].over(
            len(jobs), time, image, filters, bias, *maps.arguments, own, bands,
            PASS, *self._places[:4], self._blocks, self._most, np.array(jobs, INT), places.astype(INT),
            targets.astype(INT), shifts.astype(INT), self._sources, self._channels * len(places),
            np.zeros(max(BLOCKS)[0], FLOAT), *numbers,
        )  # fmt: skip

    @property
    def cycles(self) -> float:
        """Estimated time."""
        size, extent, rows, parts = self.tiling.size, self.tiling.extent, self.tiling.rows, self.tiling.parts
        vectors, bands = self._tiles.shape[1] / LANES, -(-self.y.outputs // (size * rows))
        tiles = vectors + (_NARROW - 1) * (vectors % _ABREAST)
        image = self._shifted * vectors * _IMAGE[extent] + self.channels * self._plane[0] * _LINE_TIME
        transform = self._square * 4 * _FETCH if self._kept else _FILTER[extent] / LANES
        products = self.filters * self._together * (self._square * tiles * _PRODUCT + transform)
        if 4 * self._places[-1] > _CACHE_BYTES:
            products *= _UNCACHED
        sums = self.filters * (vectors * _SUMS[extent] + size * rows * _LINE_TIME)
        jobs = -(-bands * parts // threads()) + _TAIL * (threads() > 1)
        return float(-(-bands // threads()) * image + jobs * ((products + sums) / parts + _JOB_TIME))


def plan_winograd(channels: int, filters: int, y: Axis, x: Axis, far: bool = False) -> WinogradPlan:
    """Return the plan that is estimated to be done first."""
    plans = []
    for size, taps in ((2, 3), (4, 3), (4, 5)):
        height, width = -(-y.outputs // size), -(-x.outputs // size)
        parts = -(-len(y.shifts) // taps) * -(-len(x.shifts) // taps)
        most = max(_TILES_BYTES // (4 * (size + taps - 1) ** 2 * channels * parts * width), 1)
        for rows in sorted({-(-height // bands) for bands in range(1, height + 1)}):
            if rows <= most or rows == 1 or width * rows <= _FEW:
                plans += [
                    WinogradPlan(channels, filters, y, x, Tiling(size, taps, rows, jobs), far) for jobs in (1, 2, 4, 8)
                ]
    return min(plans, key=lambda plan: plan.cycles)
