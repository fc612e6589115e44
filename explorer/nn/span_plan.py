"""The plan of a convolution span by span, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.kernels.planes import Layout, pitch_of
from explorer.kernels.span_tile import FILTERS, SPANS
from explorer.kernels.spans import convolve_spans
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import INT, Array
from explorer.nn.tap_plan import lay_blocks
from explorer.nn.tap_planes import Axis

_PRODUCT, _NARROWEST = (0.97, 4) if WIDE else (0.52, 8)
"""Cycles a multiply-add of vectors takes, and how many of them take at least as long as one waits for its sum."""

_TILE, _KEEP = (75, 8) if WIDE else (60, 5)
"""Cycles to begin and end a tile, and to write a span into its map."""

_WEIGHT = 0.3
"""Cycles to fetch a weight."""

_JOB_TIME = 500
"""Cycles to take a job up."""

_ROW, _PIXEL = (5, 17, 40), (0.12, 0.4, 3.0)
"""Cycles to come to a row that is copied into planes, and to copy a pixel of it, for steps of one, two and more."""

_MOST_BYTES = 64 << 10
"""Memory of a thread."""

_BORDER = 1000
"""Cycles that two threads take to write the cache lines of a map that they share."""

_TAIL = 0.2
"""Share of a job that the last thread is waited for."""


@dataclass(frozen=True, eq=False)
class SpanPlan:
    """A convolution of one image.

    Attributes
    ----------
    channels, filters, groups
        Of the image and of the layer; both are split among the groups, which have whole fours of filters.
    y, x
        The taps of both axes.
    rows
        Of the activation map, at most, that a job computes.
    """

    channels: int
    filters: int
    groups: int
    y: Axis
    x: Axis
    rows: int

    @property
    def _members(self) -> int:
        """Channels of a group."""
        return self.channels // self.groups

    @property
    def _together(self) -> int:
        """Filters of a group."""
        return self.filters // self.groups

    @cached_property
    def _across(self) -> Array:
        """Where the spans of a row begin; the last one ends with the row."""
        first = np.arange(0, self.x.outputs, LANES, dtype=INT)
        return np.minimum(first, max(self.x.outputs - LANES, 0))

    @cached_property
    def _steps(self) -> Array:
        """Position and phase of each tap of a row, int64 (taps, 2)."""
        return np.stack(np.divmod(np.array(self.x.shifts, INT) + self.x.before, self.x.stride), 1)

    @cached_property
    def _phases(self) -> Array:
        """Column phases of planes; rows are not split."""
        return np.unique(self._steps[:, 1])

    def _height(self, rows: int) -> int:
        """Return the rows of a plane that so many rows of the map read."""
        return (rows - 1) * self.y.stride + max(self.y.shifts) + self.y.before + 1

    @property
    def _columns(self) -> int:
        """Columns of a plane."""
        return int(self.x.outputs + self._steps[:, 0].max())

    @property
    def _pitch(self) -> int:
        """Elements from one plane to the next."""
        return int(pitch_of(self._height(self.rows), self._columns))

    @property
    def _elements(self) -> int:
        """Elements that planes take, with room for a vector behind them."""
        return -(-(self._members * self._phases.size * self._pitch + 2 * LANES) // LINE) * LINE

    @property
    def _own(self) -> int:
        """Elements of memory that a thread works in."""
        return -(-(self._elements + FILTERS * self.rows * self._across.size * LANES) // LINE) * LINE

    @property
    def fits(self) -> bool:
        """Whether a thread's memory does not become too large, and no job ends in another's span."""
        return 4 * self._own <= _MOST_BYTES and (self.x.outputs >= LANES or self.rows == self.y.outputs)

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * self._own

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        return weights.reshape(-1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        y, x, phases, columns = self.y, self.x, self._phases, self._columns
        beside = np.searchsorted(phases, self._steps[:, 1]) * self._pitch + self._steps[:, 0]
        taps = np.add.outer((np.array(y.shifts, INT) + y.before) * columns, beside)
        offsets = np.add.outer(np.arange(self._members) * phases.size * self._pitch, taps).ravel()
        starts = np.add.outer(np.arange(self.rows) * y.stride * columns, self._across).ravel()
        targets = np.add.outer(np.arange(self.rows) * x.outputs, self._across).ravel()
        blocks, jobs = self._make_jobs()
        own = scratch[: self.scratch].reshape(threads(), -1)
        layout = Layout(1, x.stride, y.before, x.before, self._height(y.outputs), columns)
        time = self.filters * offsets.size * y.outputs * x.outputs / LANES
        return convolve_spans.over(
            len(jobs), time, image.reshape(self.channels, y.extent, x.extent),
            np.stack([np.zeros_like(phases), phases], 1), offsets, filters, bias, *maps.arguments, own, starts, targets,
            blocks, jobs, self._members, self._together, self._height(self.rows), y.stride, self._elements,
            y.outputs * x.outputs, x.outputs, *layout,
        )  # fmt: skip

    def _make_jobs(self) -> tuple[Array, Array]:
        """Return blocks and jobs as ``convolve_spans`` takes them."""
        last = self.y.outputs % self.rows or self.rows
        most, fewer = (lay_blocks(_split_spans(rows * self._across.size)) for rows in (self.rows, last))
        jobs = [
            (group * self._members, group * self._together, upper, first, first + count)
            for group in range(self.groups)
            for upper in range(0, self.y.outputs, self.rows)
            for first, count in [(0, len(most)) if upper + self.rows <= self.y.outputs else (len(most), len(fewer))]
        ]
        return np.concatenate([most, fewer]), np.array(jobs, INT)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        taps, step = self._members * len(self.y.shifts) * len(self.x.shifts), min(self.x.stride, len(_ROW)) - 1
        sizes = _split_spans(self.rows * self._across.size)
        products = sum(max(size * FILTERS, _NARROWEST) for size in sizes) * taps * _PRODUCT
        summing = self._together * ((products + _TILE * len(sizes)) / FILTERS + _KEEP * sum(sizes) + _WEIGHT * taps)
        filling = self._members * self._height(self.rows) * (_ROW[step] + _PIXEL[step] * self.x.extent)
        bands = -(-self.y.outputs // self.rows)
        cuts = self.groups * bands
        jobs = -(-cuts // threads()) + _TAIL * (min(threads(), cuts) > 1)
        sharing = threads() > 1 and bands > 1 and self.rows * self.x.outputs % LINE > 0
        borders = self._together * _BORDER if sharing else 0
        return borders + jobs * (summing + filling + _JOB_TIME)


def _split_spans(count: int) -> list[int]:
    """Return how many spans are summed together, block by block: none alone where that can be."""
    sizes: list[int] = []
    while count > 0:
        size = next(
            size for size in reversed(SPANS) if size <= count and (count > size + 1 or count == size or size < 3)
        )
        sizes.append(size)
        count -= size
    return sizes


def plan_spans(channels: int, filters: int, groups: int, y: Axis, x: Axis) -> Iterator[SpanPlan]:
    """Yield the plans that there can be.

    There are none where the filters of a group do not come in fours, nor for single taps that move pixel by pixel: the
    image as it lies serves them better.
    """
    if filters // groups % FILTERS or all(len(axis.shifts) == axis.stride == 1 for axis in (y, x)):
        return
    for rows in sorted({-(-y.outputs // bands) for bands in range(1, y.outputs + 1)}):
        plan = SpanPlan(channels, filters, groups, y, x, rows)
        if plan.fits:
            yield plan
