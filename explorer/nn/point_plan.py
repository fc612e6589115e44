"""The plan of a convolution point by point, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from explorer.kernels.emit import QUAD
from explorer.kernels.passes import PASS
from explorer.kernels.planes import Layout, pitch_of
from explorer.kernels.points import convolve_points
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.memory import aligned
from explorer.nn.spec import INT, Array
from explorer.nn.tap_plan import SLOWNESS, fill_lanes, lay_blocks, split_filters
from explorer.nn.tap_planes import Axis

_PANEL, _RUN = 64, 64 * 64
"""Filters of a panel, and weights of them for a run of taps, at most: these take half a first-level cache."""

_PRODUCT, _NARROW = (1.0, 1.05) if WIDE else (0.56, 1.4)
"""Cycles a multiply-add of vectors takes, and how much longer where registers are not filled."""

_KEEP = 30 if WIDE else 16
"""Cycles to write a vector of sums into its maps."""

_JOB_TIME, _LINE_TIME, _APART = 2000, 20, 3
"""Cycles to take a job up, to copy a row into a plane, and a pixel of rows whose pixels lie apart."""

_MOST_BYTES = 1 << 20
"""Memory of a thread that a second-level cache holds."""

_FEW = 4
"""Vectors of the pixels of a map that are so few that what the last one wastes counts."""

_KEPT_BYTES, _KEPT_OF_PIXELS = 10 << 20, 2 << 20
"""Packed filters of a layer, which are kept beside the layer's own: of single taps that move pixel by pixel fewer, as
they gain less by it."""

_BORDER = 350
"""Cycles that two threads take to write a cache line of a map that they share: 100 to 1000, by where they run."""

_WEIGHT = LANES / 5
"""Cycles to bring a vector of weights into the first-level cache."""

_TAIL = 0.1
"""Share of a job that the last thread is waited for."""


@dataclass(frozen=True, eq=False)
class PointPlan:
    """A convolution of one image.

    Attributes
    ----------
    channels, filters, groups
        Of the image and of the layer; both are split among the groups.
    y, x
        The taps of both axes.
    rows
        Of the activation map, at most, that a job computes.
    parts
        Jobs that share the filters of a group over the same rows.
    """

    channels: int
    filters: int
    groups: int
    y: Axis
    x: Axis
    rows: int
    parts: int

    @property
    def _members(self) -> int:
        """Channels of a group."""
        return self.channels // self.groups

    @property
    def _thinned(self) -> bool:
        """Whether planes hold those pixels alone that windows of a single tap move over."""
        return len(self.y.shifts) == len(self.x.shifts) == 1

    @property
    def _strides(self) -> tuple[int, int]:
        """Elements of a plane from one point to the next."""
        return (1, 1) if self._thinned else (self.y.stride, self.x.stride)

    def _reach(self, axis: Axis, outputs: int, stride: int) -> int:
        """Return the elements that so many neighbouring points read of an axis."""
        return (outputs - 1) * stride + max(axis.shifts) - min(axis.shifts) + 1

    @cached_property
    def _layout(self) -> Layout:
        """How the image lies on planes."""
        axes = (self.y, self.x)
        extents = [self._reach(axis, axis.outputs, stride) for axis, stride in zip(axes, self._strides, strict=True)]
        steps = (self.y.stride, self.x.stride) if self._thinned else (1, 1)
        return Layout(*steps, self.y.before, self.x.before, *extents)

    @property
    def _height(self) -> int:
        """Rows of a plane that a band reads."""
        return self._reach(self.y, self.rows, self._strides[0])

    @property
    def _pitch(self) -> int:
        """Elements from one plane to the next."""
        return int(pitch_of(self._height, self._layout.columns))

    @property
    def _elements(self) -> int:
        """Elements that planes take, with room for a vector behind them."""
        return -(-(self._members * self._pitch + 2 * LANES) // LINE) * LINE

    @property
    def _points(self) -> int:
        """Points of a band."""
        return self.rows * self.x.outputs

    @property
    def _vectors(self) -> int:
        """Of the filters of a group; the last one may hold one of them more than once."""
        return -(-self.filters // self.groups // LANES)

    @cached_property
    def _lanes(self) -> Array:
        """The filter of each lane of all vectors."""
        filters = self.filters // self.groups
        return np.add.outer(np.arange(0, self.filters, filters), fill_lanes(filters)).ravel()

    @property
    def _count(self) -> int:
        """Panels of a group: as many for each part."""
        return -(-self._vectors * LANES // (_PANEL * self.parts)) * self.parts

    @cached_property
    def _panels(self) -> list[tuple[int, int]]:
        """The first lane and the number of the lanes of each panel: as many, to a vector."""
        cuts = [-(-self._vectors * panel // self._count) * LANES for panel in range(self._count + 1)]
        return [
            (group * cuts[-1] + first, last - first) for group in range(self.groups) for first, last in pairwise(cuts)
        ]

    @property
    def _widest(self) -> int:
        """Lanes of a panel, at most."""
        return -(-self._vectors // self._count) * LANES

    @property
    def _own(self) -> int:
        """Elements of memory that a thread works in."""
        lanes = self._count // self.parts * self._widest
        return -(-(self._elements + lanes * self._points) // LINE) * LINE

    @property
    def fits(self) -> bool:
        """Whether a thread's memory does not become too large, and each band and each part has something to do."""
        last = (self.y.outputs % self.rows or self.rows) * self.x.outputs
        return 4 * self._own <= _MOST_BYTES and last >= QUAD and self._vectors >= self._count

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * self._own

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them: panel by panel, tap by tap."""
        rows = weights.reshape(self.filters, -1)[self._lanes]
        packed = aligned(rows.size)
        np.concatenate([rows[first : first + count].T.ravel() for first, count in self._panels], out=packed)
        return packed

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        columns, (down, right) = self._layout.columns, self._strides
        taps = np.add.outer(
            (np.array(self.y.shifts, INT) + self.y.before) * columns, np.array(self.x.shifts, INT) + self.x.before
        )
        offsets = np.add.outer(np.arange(self._members) * self._pitch, taps).ravel()
        starts = np.add.outer(np.arange(self.rows) * down * columns, np.arange(self.x.outputs) * right).ravel()
        blocks, jobs = self._make_jobs()
        own, bands = scratch[: self.scratch].reshape(threads(), -1), np.zeros((threads(), LINE), INT)
        plane = self.y.outputs * self.x.outputs
        time = self.groups * self._vectors * offsets.size * plane
        run = -(-offsets.size // -(-offsets.size * self._widest // _RUN))
        return convolve_points.over(
            len(jobs), time, image.reshape(self.channels, self.y.extent, self.x.extent), np.zeros((1, 2), INT),
            starts, offsets, run, filters, bias[self._lanes], *maps.arguments, own, bands, PASS,
            np.array(self._panels, INT), blocks, jobs, self._members, self._lanes * plane, self.x.outputs, self._height,
            down, self._elements, *self._layout,
        )  # fmt: skip

    def _make_jobs(self) -> tuple[Array, Array]:
        """Return blocks and jobs as ``convolve_points`` takes them."""
        uppers, last = range(0, self.y.outputs, self.rows), self.y.outputs % self.rows * self.x.outputs
        most, fewer = (lay_blocks(split_filters(count)) for count in (self._points, last or self._points))
        count = self._count
        cuts = range(0, count + 1, count // self.parts)
        jobs = [
            (group * self._members, group * count + low, group * count + high, upper, *band)
            for group in range(self.groups)
            for upper in uppers
            for band in [
                (upper + self.rows, 0, len(most))
                if upper + self.rows <= self.y.outputs
                else (self.y.outputs, len(most), len(most) + len(fewer))
            ]
            for low, high in pairwise(cuts)
        ]
        return np.concatenate([most, fewer]), np.array(jobs, INT)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        taps = self._members * len(self.y.shifts) * len(self.x.shifts)
        wide = -(-self._vectors // self.parts)
        vectors = wide + (_NARROW - 1) * (wide % 2)
        summing = taps * _PRODUCT * vectors * sum(size * SLOWNESS[size] for size in split_filters(self._points))
        bands = -(-self.y.outputs // self.rows)
        cuts = self.groups * bands * self.parts
        jobs = -(-cuts // threads()) + _TAIL * (min(threads(), cuts) > 1)
        apart = _APART * self.x.outputs if self._thinned and self.x.stride > 1 else 0
        filling = self._members * self._height * (_LINE_TIME + apart) * -(-self.groups * bands // threads())
        sharing = threads() > 1 and bands > 1 and self._points % LINE > 0
        borders = self.filters * (bands - 1) * _BORDER if sharing else 0
        return filling + borders + jobs * (summing + wide * (taps * _WEIGHT + _KEEP * self._points) + _JOB_TIME)


def plan_points(channels: int, filters: int, groups: int, y: Axis, x: Axis) -> Iterator[PointPlan]:
    """Yield the plans that there can be.

    There are none for filters that are too many to be kept twice, nor for single taps that move pixel by pixel over
    more than a few vectors: the image as it lies serves them better.
    """
    kept = 4 * filters * channels // groups * len(y.shifts) * len(x.shifts)
    pixels = all(len(axis.shifts) == axis.stride == 1 for axis in (y, x))
    most = 0 if pixels and y.outputs * x.outputs >= _FEW * LANES else _KEPT_OF_PIXELS if pixels else _KEPT_BYTES
    if kept > most:
        return
    heights = sorted({-(-y.outputs // bands) for bands in range(1, y.outputs + 1)})
    parts = [1 << n for n in range(5)]
    for plan in (PointPlan(channels, filters, groups, y, x, rows, count) for rows in heights for count in parts):
        if plan.fits:
            yield plan
