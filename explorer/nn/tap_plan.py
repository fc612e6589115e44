"""The plan of a convolution by tap lists, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np

from explorer.kernels.convolution import convolve
from explorer.kernels.passes import PASS
from explorer.kernels.product import ROWS
from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import INT, Array
from explorer.nn.tap_planes import Axis, Planes, lay_out_all

SLOWNESS = {8: 1.0, 6: 1.0, **({4: 1.05, 2: 1.2, 1: 1.8} if WIDE else {4: 1.1, 3: 1.3, 2: 1.7, 1: 3.0})}
"""Time a filter takes in a block of this many filters, measured against a full block."""

_HELD_BYTES = 400 << 10
"""Weights that a second-level cache holds beside all else."""

_PRODUCT, _NARROW = (1.0, 1.05) if WIDE else (0.57, 1.3)
"""Cycles a multiply-add of vectors takes, and how much longer one of positions takes on its own."""

_KEEP = 6
"""Taps that could be added while a vector of sums is started and kept."""

_JOB_TIME, _READ, _VISIT = 1400, 0.17, 40
"""Cycles to take a job up, to bring an element of its planes into the first-level cache, and to come to a map."""

_WEIGHT = 0.34
"""Cycles to fetch a weight, where there are more than a cache holds."""

_ROW, _FILL = (8, 10, 20), (0.3, 0.5, 3.4)
"""Cycles to come to a row of a plane, and to fill an element of it, from pixels that lie one, two or more apart."""

_COPY_ROW, _COPY = 23, 2.3
"""Cycles to copy the sums of a row into a map, and of a vector of them."""

_ALONE, _KEEP_ALONE = 0.085, 3
"""Cycles to add a tap to a sum that is computed alone, and to start and keep it."""

_TAIL = 0.2
"""Share of a job that the last thread is waited for."""

_FEW = 64
"""Filters whose fastest split is looked for; what is more is in the largest blocks."""

_SUMS_BYTES, _WHOLE_BYTES = 64 << 10, 512 << 10
"""Sums of the blocks that are computed side by side: copied into the map in the end, and kept there."""

_BORDER = 1000
"""Cycles that two threads take to write the cache lines of a map that they share."""

_SLACK = 2 * LANES


@dataclass(frozen=True)
class Cut:
    """How a convolution is cut into jobs.

    Attributes
    ----------
    rows
        Of the activation map, at most, that a job computes.
    parts
        Jobs that share the filters of a group, over the same rows.
    """

    rows: int
    parts: int


@dataclass(frozen=True, eq=False)
class TapPlan:
    """A convolution of one image by tap lists.

    Attributes
    ----------
    channels, filters, groups
        Of the image and of the layer; both are split among the groups.
    direct
        Whether the image itself serves as its planes.
    """

    channels: int
    filters: int
    groups: int
    planes: Planes
    direct: bool
    cut: Cut

    @property
    def cycles(self) -> float:
        """Estimated time."""
        return _time(self.channels, self.filters, self.groups, self.planes, self.direct, self.cut)

    @property
    def _blocks(self) -> tuple[int, ...]:
        """Sizes of the blocks of a group's filters."""
        return sum(split_among(self.filters // self.groups, self.cut.parts), ())

    @property
    def _own_planes(self) -> int:
        return (
            0 if self.direct else round_up(self.channels // self.groups * self.planes.elements(self.cut.rows)) + _SLACK
        )

    @property
    def _own(self) -> int:
        """Elements of memory that a thread works in."""
        sums = 0 if self.planes.whole else self._most * max(self._blocks) * self._pitch
        return -(-(self._own_planes + self._lone + sums) // LINE) * LINE

    @property
    def _lone(self) -> int:
        """Elements of the taps of positions that fill no vector."""
        planes = self.planes
        most = max(planes.lone(self.cut.rows), planes.lone(planes.outputs % self.cut.rows or self.cut.rows))
        return most * self.channels // self.groups * len(planes.y.steps) * len(planes.x.steps) + ROWS

    @property
    def _pitch(self) -> int:
        """Sums of a filter in a job."""
        return round_up(self.planes.positions(self.cut.rows))

    @property
    def _most(self) -> int:
        """Blocks that are computed side by side."""
        blocks, most = self._blocks, _WHOLE_BYTES if self.planes.whole else _SUMS_BYTES
        return max(min(len(blocks), most // (4 * max(blocks) * self._pitch)), 1)

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * self._own

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        return weights.reshape(-1)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image`` (C, H, W) into ``maps``.

        Parameters
        ----------
        filters
            As ``prepare`` returns them; read in place.
        scratch
            As many elements as the plan asks for.
        """
        planes, members, height = self.planes, self.channels // self.groups, self.cut.rows - 1 + self.planes.reach
        image = image.reshape(self.channels, *planes.extents)
        if self.direct:
            phases, offsets = np.empty((0, 2), INT), np.arange(members) * image[0].size
        else:
            phases, offsets = np.array(planes.phases, INT), planes.offsets(members, self.cut.rows)
        own = scratch[: self.scratch].reshape(threads(), -1)
        blocks, jobs = _make_jobs(self.filters, self.groups, planes.outputs, self.cut)
        time = self.filters * offsets.size * planes.positions(planes.outputs) / LANES
        bands = np.zeros((threads(), LINE), INT)
        return convolve.over(
            len(jobs), time, image, phases, offsets, planes.run, filters, bias, *maps.arguments, own, bands, PASS,
            blocks, self._most, jobs, members, height, self._own_planes, self._lone, *planes.layout, *planes.map,
        )  # fmt: skip


def plan_taps(channels: int, filters: int, groups: int, y: Axis, x: Axis) -> TapPlan:
    """Return the plan of ``filters`` over ``channels``, in ``groups`` of both, with the taps of both axes."""
    direct = y.pointwise and x.pointwise
    plans = []
    for planes in lay_out_all(y, x):
        cut = _choose_cut(channels, filters, groups, planes, direct)
        plans.append(TapPlan(channels, filters, groups, planes, direct, cut))
    return min(plans, key=lambda plan: plan.cycles)


def _choose_cut(channels: int, filters: int, groups: int, planes: Planes, direct: bool) -> Cut:
    """Return the cut that is estimated to be done first."""
    rows = sorted({-(-planes.outputs // bands) for bands in range(1, planes.outputs + 1)})
    parts = sorted({min(1 << n, len(split_filters(filters // groups))) for n in range(5)})
    cuts = (Cut(r, p) for r in rows for p in parts)
    return min(cuts, key=lambda cut: _time(channels, filters, groups, planes, direct, cut))


def _time(channels: int, filters: int, groups: int, planes: Planes, direct: bool, cut: Cut) -> float:
    """Return the estimated cycles until the last thread is done."""
    blocks = max(split_among(filters // groups, cut.parts), key=sum)
    members, vectors, together = channels // groups, dict(BLOCKS), sum(blocks)
    taps = members * len(planes.y.steps) * len(planes.x.steps)
    bands = -(-planes.outputs // cut.rows)
    lone = planes.lone(cut.rows)
    count = -(-(planes.positions(cut.rows) - lone) // LANES)
    tiles = sum(SLOWNESS[f] * f * (count + (_NARROW - 1) * (count % vectors[f])) for f in blocks)
    summing = tiles * (taps + _KEEP) * _PRODUCT + together * (lone * (taps * _ALONE + _KEEP_ALONE) + _VISIT)
    if not planes.whole:
        summing += together * cut.rows * (_COPY_ROW + _COPY * -(-planes.columns // LANES))
    elements = members * planes.elements(cut.rows)
    if 4 * filters * members > _HELD_BYTES // len(planes.y.steps) // len(planes.x.steps):
        summing += together * taps * _WEIGHT
    cuts = groups * bands * cut.parts
    jobs = -(-cuts // threads()) + _TAIL * (min(threads(), cuts) > 1)
    sharing = threads() > 1 and bands > 1 and planes.whole and planes.positions(cut.rows) % LINE > 0
    borders = filters // groups * _BORDER if sharing else 0
    apart = min(planes.stride[1], len(_FILL)) - 1
    filling = (
        0 if direct else elements * (_ROW[apart] / planes.x.length + _FILL[apart]) * -(-groups * bands // threads())
    )
    return filling + borders + jobs * (summing + elements * _READ + _JOB_TIME)


def _make_jobs(filters: int, groups: int, outputs: int, cut: Cut) -> tuple[Array, Array]:
    """Return blocks and jobs as ``kernels.convolution.convolve`` takes them."""
    parts = split_among(filters // groups, cut.parts)
    blocks, cuts = lay_blocks(sum(parts, ()) * groups), [0, *accumulate(map(len, parts))]
    count = cuts[-1]
    jobs = [
        (group, group * count + low, group * count + high, upper, min(upper + cut.rows, outputs))
        for group in range(groups)
        for upper in range(0, outputs, cut.rows)
        for low, high in pairwise(cuts)
    ]
    return blocks, np.array(jobs, INT)


@lru_cache(maxsize=256)
def split_filters(count: int) -> tuple[int, ...]:
    """Return the sizes of the blocks that ``count`` filters are computed in: the fastest split, into the fewest."""
    sizes = [size for size, _ in BLOCKS]
    if whole := max(count - _FEW, 0) // sizes[0]:
        return (sizes[0],) * whole + split_filters(count - whole * sizes[0])
    best: list[tuple[float, int, tuple[int, ...]]] = [(0.0, 0, ())]
    for k in range(1, count + 1):
        shorter = [(size, *best[k - size]) for size in sizes if size <= k]
        splits = [(time + size * SLOWNESS[size], number + 1, (*split, size)) for size, time, number, split in shorter]
        best.append(min(splits))
    return tuple(sorted(best[count][-1], reverse=True))


@lru_cache(maxsize=256)
def split_among(count: int, parts: int) -> tuple[tuple[int, ...], ...]:
    """Return the blocks of each of some parts of ``count`` filters, which are as equal as pairs of filters allow."""
    cuts = [min(-(-count * part // (2 * parts)) * 2, count) for part in range(parts + 1)]
    return tuple(split_filters(last - first) for first, last in pairwise(cuts))


def lay_blocks(sizes: Sequence[int]) -> Array:
    """Return the first one and the number of each block, int64 (blocks, 2), as kernels take them."""
    return np.array([*zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True)], INT)


def fill_lanes(filters: int) -> Array:
    """Return the filter of each lane of as many vectors as hold them; the last one fills the lanes that are left."""
    return np.minimum(np.arange(round_up(filters), dtype=INT), filters - 1)


def round_up(number: int) -> int:
    """Return the positions of as many whole vectors as hold a ``number`` of them."""
    return -(-number // LANES) * LANES
