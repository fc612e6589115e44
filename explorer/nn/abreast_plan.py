"""The plan of a depthwise convolution with channels abreast, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.kernels.abreast import convolve_abreast
from explorer.kernels.abreast_tile import ABREAST
from explorer.kernels.emit import QUAD
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.memory import aligned
from explorer.nn.spec import INT, Array
from explorer.nn.tap_plan import fill_lanes, lay_blocks
from explorer.nn.tap_planes import Axis

_PRODUCT, _NARROWEST = (1.2, 4) if WIDE else (0.68, 8)
"""Cycles a multiply-add of vectors takes, and how many of them take at least as long as one waits for its sum."""

_TURN, _CLEAR, _ROW = (26, 2, 12) if WIDE else (14, 1, 12)
"""Cycles to turn four pixels of a vector of channels, to write a vector of zeros, and to come to a row."""

_TILE, _BACK = 16, (68 if WIDE else 34)
"""Cycles to begin and end a tile, and to turn four sums of a vector of filters back and write what is positive."""

_JOB_TIME = 400
"""Cycles to take a job up."""

_MOST_BYTES = 384 << 10
"""Memory of a thread that a second-level cache holds beside all else."""

_TAIL = 0.2
"""Share of a job that the last thread is waited for."""


@dataclass(frozen=True, eq=False)
class AbreastPlan:
    """A convolution of one image whose filters see one channel each.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer; a multiple of them.
    y, x
        The taps of both axes.
    rows
        Of the activation map, at most, that a job computes.
    """

    channels: int
    filters: int
    y: Axis
    x: Axis
    rows: int

    @property
    def _vectors(self) -> int:
        """Of filters; the last one may hold some of them more than once."""
        return -(-self.filters // LANES)

    @property
    def _padding(self) -> tuple[int, int]:
        """Zeros above and before the image."""
        return max(self.y.before, 0), max(self.x.before, 0)

    @property
    def _reach(self) -> int:
        """Rows that a band reads, from the first one above the image on."""
        return (self.rows - 1) * self.y.stride + max(self.y.shifts) + self._padding[0] + 1

    @property
    def _columns(self) -> int:
        """Of the image, with padding."""
        return self._padding[1] + self.x.extent + max(self.x.after, 0)

    @property
    def _elements(self) -> int:
        """Elements that the pixels of a band take."""
        return self._reach * self._columns * LANES

    @property
    def _own(self) -> int:
        """Elements of memory that a thread works in."""
        return -(-(self._elements + self.rows * self.x.outputs * LANES) // LINE) * LINE

    @property
    def fits(self) -> bool:
        """Whether a thread's memory does not become too large, and each band has points for a turn."""
        last = (self.y.outputs % self.rows or self.rows) * self.x.outputs
        return self.x.extent >= QUAD and last >= QUAD and 4 * self._own <= _MOST_BYTES

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * self._own

    @cached_property
    def _lanes(self) -> Array:
        """The filter of each lane of all vectors."""
        return fill_lanes(self.filters)

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them: vector by vector, tap by tap."""
        rows = weights.reshape(self.filters, -1)[self._lanes].reshape(self._vectors, LANES, -1)
        packed = aligned(rows.size)
        packed.reshape(self._vectors, -1, LANES)[:] = rows.swapaxes(1, 2)
        return packed

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        y, x, (top, left), columns = self.y, self.x, self._padding, self._columns
        taps = np.add.outer((np.array(y.shifts, INT) + top) * columns, np.array(x.shifts, INT) + left)
        starts = np.add.outer(np.arange(self.rows) * y.stride * columns, np.arange(x.outputs) * x.stride)
        channels = self._lanes // (self.filters // self.channels) * (y.extent * x.extent)
        blocks, jobs = self._make_jobs()
        own = scratch[: self.scratch].reshape(threads(), -1)
        return convolve_abreast.over(
            len(jobs), self.cycles * threads(), image.reshape(-1), y.extent, x.extent, channels,
            self._lanes * (y.outputs * x.outputs), filters, bias[self._lanes], starts.ravel() * LANES,
            taps.ravel() * LANES, *maps.arguments, own, blocks, jobs, self._elements, self._reach, y.stride, top, left,
            columns, x.outputs,
        )  # fmt: skip

    def _make_jobs(self) -> tuple[Array, Array]:
        """Return blocks and jobs as ``convolve_abreast`` takes them."""
        last = self.y.outputs % self.rows or self.rows
        most, fewer = (lay_blocks(_split_points(rows * self.x.outputs)) for rows in (self.rows, last))
        jobs = [
            (vector, upper, min(upper + self.rows, self.y.outputs), first, first + count)
            for vector in range(self._vectors)
            for upper in range(0, self.y.outputs, self.rows)
            for first, count in [(0, len(most)) if upper + self.rows <= self.y.outputs else (len(most), len(fewer))]
        ]
        return np.concatenate([most, fewer]), np.array(jobs, INT)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        points, taps = self.rows * self.x.outputs, len(self.y.shifts) * len(self.x.shifts)
        sizes = _split_points(points)
        summing = sum(max(size, _NARROWEST) * taps * _PRODUCT + _TILE for size in sizes) + -(-points // QUAD) * _BACK
        row = -(-self.x.extent // QUAD) * _TURN + (self._columns - self.x.extent) * _CLEAR + _ROW
        cuts = self._vectors * -(-self.y.outputs // self.rows)
        jobs = -(-cuts // threads()) + _TAIL * (min(threads(), cuts) > 1)
        return jobs * (summing + self._reach * row + _JOB_TIME)


def _split_points(count: int) -> list[int]:
    """Return how many points are summed together, block by block."""
    whole, left = divmod(count, ABREAST[-1])
    return [ABREAST[-1]] * whole + [size for size in reversed(ABREAST[:-1]) if left & size]


def plan_abreast(channels: int, filters: int, y: Axis, x: Axis) -> Iterator[AbreastPlan]:
    """Yield the plans that there can be."""
    for rows in sorted({-(-y.outputs // bands) for bands in range(1, y.outputs + 1)}):
        plan = AbreastPlan(channels, filters, y, x, rows)
        if plan.fits:
            yield plan
