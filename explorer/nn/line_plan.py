"""The plan of a convolution by Winograd's algorithm along rows, made once for each layer and shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from explorer.kernels.lines import convolve_lines
from explorer.kernels.passes import PASS
from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.transforms import LINE_EXTENT, LINE_SUMS, transform_line_weights
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import INT, Array
from explorer.nn.tap_plan import SLOWNESS, lay_blocks, round_up, split_among, split_filters
from explorer.nn.tap_planes import Axis

_TAPS = (4, 5)
"""Taps of a row; those that it has too few are zero."""

_PIXELS, _BACK = (40, 30) if WIDE else (30, 22)
"""Cycles to transform a vector of lines, and to transform one back."""

_PRODUCT, _NARROW = (1.0, 1.05) if WIDE else (0.6, 1.4)
"""Cycles a multiply-add of vectors takes, and how much longer where registers are not filled."""

_KEEP = 4
"""Taps that could be added while a vector of sums is started and kept."""

_JOB_TIME, _LINE_TIME = 1500, 18
"""Cycles to take a job up, and to copy a row into a plane."""

_MOST_BYTES = 512 << 10
"""Memory of a thread that a second-level cache holds beside all else."""

_BORDER = 1000
"""Cycles that two threads take to write the cache lines of a map that they share."""

_TAIL = 0.3
"""Share of a job that the last thread is waited for."""


@dataclass(frozen=True, eq=False)
class LinePlan:
    """A convolution of one image at stride 1, with rows of 4 or 5 taps beside each other.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer.
    y, x
        The taps of both axes.
    rows
        Of the activation map, at most, that a job computes.
    parts
        Jobs that share the filters over the same rows.
    """

    channels: int
    filters: int
    y: Axis
    x: Axis
    rows: int
    parts: int

    @property
    def _across(self) -> int:
        """Lines of a row; the last two may overlap."""
        return -(-self.x.outputs // LINE_SUMS)

    @property
    def _plane(self) -> tuple[int, int]:
        """Rows and columns of the image that a band of rows reads."""
        return self.rows + max(self.y.shifts) + self.y.before, self.x.outputs - LINE_SUMS + LINE_EXTENT

    @property
    def _pitches(self) -> tuple[int, int]:
        """Elements from one channel to the next, and from one filter's products to the next one's."""
        lines = round_up(self.rows * self._across)
        return lines + (self._plane[0] - self.rows) * self._across, lines

    @property
    def _parts(self) -> tuple[tuple[int, ...], ...]:
        """Sizes of the blocks of each part's filters."""
        return split_among(self.filters, self.parts)

    @property
    def _steps(self) -> tuple[int, int]:
        """Elements from one element of a line to the next, of pixels and of products."""
        pixels, products = self._pitches
        return self.channels * pixels + LINE, max(map(max, self._parts)) * products + LINE

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Places of transformed pixels and products in a thread's memory, and its size."""
        rows, columns = self._plane
        sizes = rows * columns + 2 * LANES, *(LINE_EXTENT * step for step in self._steps)
        return tuple(np.cumsum([-(-size // LINE) * LINE for size in sizes]).tolist())

    @property
    def fits(self) -> bool:
        """Whether a thread's memory does not become too large, and a vector of lines not larger than any band."""
        last = self.y.outputs % self.rows or self.rows
        return 4 * self._places[-1] <= _MOST_BYTES and last * self._across >= LANES

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return int(threads() * self._places[-1])

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them: transformed."""
        missing = LINE_EXTENT + 1 - LINE_SUMS - weights.shape[-1]
        whole = np.pad(weights, [(0, 0)] * (weights.ndim - 1) + [(0, missing)])
        return np.ascontiguousarray(transform_line_weights(whole), weights.dtype).reshape(-1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        across, plane, (pitch, sums_pitch), y = self._across, self._plane, self._pitches, self.y
        rows = np.array(y.shifts, INT) + y.before
        offsets = np.add.outer(np.arange(self.channels) * pitch, rows * across).ravel()
        columns = np.minimum(np.arange(across) * LINE_SUMS, self.x.outputs - LINE_SUMS)
        places = np.add.outer(np.arange(plane[0]) * plane[1], columns).ravel()
        targets = np.add.outer(np.arange(self.rows) * self.x.outputs, columns).ravel()
        blocks, cuts = lay_blocks(sum(self._parts, ())), [0, *accumulate(map(len, self._parts))]
        jobs = [
            (low, high, upper, min(upper + self.rows, y.outputs))
            for upper in range(0, y.outputs, self.rows)
            for low, high in pairwise(cuts)
        ]
        own, bands = scratch[: self.scratch].reshape(threads(), -1), np.zeros((threads(), LINE), INT)
        time = self._products * y.outputs * across / LANES
        step, sums_step = self._steps
        return convolve_lines.over(
            len(jobs), time, image, filters, bias, *maps.arguments, own, bands,
            PASS, blocks, np.array(jobs, INT), offsets, places, targets, np.zeros(max(BLOCKS)[0], np.float32),
            *self._places[:2], pitch, step, sums_pitch, sums_step, across, y.before, self.x.before, *plane,
            y.outputs, self.x.outputs,
        )  # fmt: skip

    @property
    def _products(self) -> int:
        """Products of a line of the map."""
        return LINE_EXTENT * self.channels * len(self.y.shifts) * self.filters

    @property
    def cycles(self) -> float:
        """Estimated time."""
        plane, sizes, wide = self._plane, max(self._parts, key=sum), dict(BLOCKS)
        vectors = -(-self.rows * self._across // LANES)
        image = self.channels * (-(-plane[0] * self._across // LANES) * _PIXELS + plane[0] * _LINE_TIME)
        taps = self.channels * len(self.y.shifts) + _KEEP
        counts = [size * SLOWNESS[size] * (vectors + (_NARROW - 1) * (vectors % wide[size])) for size in sizes]
        products = LINE_EXTENT * taps * _PRODUCT * sum(counts)
        sums = sum(sizes) * vectors * _BACK
        bands = -(-self.y.outputs // self.rows)
        jobs = -(-bands * self.parts // threads()) + _TAIL * (min(threads(), bands * self.parts) > 1)
        sharing = threads() > 1 and bands > 1 and self.rows * self.x.outputs % LINE > 0
        borders = self.filters * _BORDER if sharing else 0
        return float(-(-bands // threads()) * image + borders + jobs * (products + sums + _JOB_TIME))


def plan_lines(channels: int, filters: int, y: Axis, x: Axis) -> list[LinePlan]:
    """Return the plans that there can be: none for other rows of taps, or maps that fill no vector of lines."""
    if len(x.shifts) not in _TAPS or x.outputs < LINE_SUMS:
        return []
    parts = sorted({min(1 << n, len(split_filters(filters))) for n in range(4)})
    heights = sorted({-(-y.outputs // bands) for bands in range(1, y.outputs + 1)})
    plans = [LinePlan(channels, filters, y, x, rows, count) for rows in heights for count in parts]
    return [plan for plan in plans if plan.fits]
