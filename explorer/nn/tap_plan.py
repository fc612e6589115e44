"""The plan of a convolution by tap lists, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from explorer.kernels.convolution import SPAN, Map, convolve, forget
from explorer.kernels.planes import Layout
from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.vector import LANES, LINE
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.spec import INT, Array

_SLOWNESS = {14: 0.99, 12: 1.0, 8: 1.0, 6: 1.0, 4: 1.1, 3: 1.3, 2: 1.7, 1: 3.0}
"""Time a filter takes in a block of this many filters, measured against a full block."""

_PLANES_BYTES = 400 << 10
"""Planes that a second-level cache holds beside all else."""

_UNCACHED = 1.15
"""Slower than that is a job whose planes do not fit there."""

_FILL, _KEEP = 1.0, 6
"""Time to fill an element, and taps that could be added while a vector of sums is started and kept."""

_JOB_TIME = 2500
"""Time to take a job up."""

_WEIGHT = 0.6
"""Time to fetch a weight, where there are more than a cache holds."""

_ROWS = (1, 2, 3, 4, 7)
"""Pieces that an image may be cut into whose pixels are each weighted alone."""

_FILL_APART = 6.0
"""Time to fill an element from pixels that lie more than two apart, one by one."""

_NARROW = 1.3
"""Time a vector of positions takes on its own, against one of a full tile."""

_CYCLES = 0.57
"""Of a multiply-add of vectors."""

_TAIL = 0.3
"""Share of a job that the last thread is waited for."""

_RUN_BYTES = 20 << 10
"""Pixels that a run of taps reads for some positions, to find them in a first-level cache for each block of filters."""

_SUMS_BYTES = 64 << 10
"""Sums of the blocks that are computed side by side."""

_SLACK = 2 * LANES


@dataclass(frozen=True)
class Axis:
    """The taps of one spatial axis: output element o reads elements o * stride + shift of the image.

    Attributes
    ----------
    extent, outputs
        Elements of the image and of the activation map.
    shifts
        One for each tap of the axis; may be negative, or lead past the image, where it is 0.
    """

    extent: int
    outputs: int
    stride: int
    shifts: tuple[int, ...]

    @property
    def before(self) -> int:
        """Elements read before the image; negative where its first ones are not read."""
        return -min(self.shifts)

    @property
    def after(self) -> int:
        """Elements read after the image; negative where its last ones are not read."""
        return max(self.shifts) + (self.outputs - 1) * self.stride - (self.extent - 1)

    @property
    def pointwise(self) -> bool:
        """Whether each output element reads the image's element of the same number alone."""
        return self.stride == 1 and self.shifts == (0,) and self.outputs == self.extent


@dataclass(frozen=True)
class _Lines:
    """How an axis lies on planes.

    Attributes
    ----------
    lead
        Elements before the image.
    length
        Elements of a plane.
    steps
        Position and phase of each tap.
    shared
        Whether the zeros before a line also serve as those after the line before it.
    """

    lead: int
    length: int
    steps: tuple[tuple[int, int], ...]
    shared: bool = False


def _split(axis: Axis) -> _Lines:
    """Return planes that hold every ``stride``-th element."""
    steps = tuple(divmod(shift + axis.before, axis.stride) for shift in axis.shifts)
    return _Lines(axis.before, axis.outputs + max(position for position, _ in steps), steps)


def _sharing(axis: Axis) -> _Lines:
    """Return planes whose rows share the zeros between them, where there are any."""
    lead = max(axis.before, axis.after)
    if axis.stride > 1 or min(axis.before, axis.after) <= 0 or axis.outputs > axis.extent + lead:
        return _split(axis)
    return _Lines(lead, axis.extent + lead, tuple((shift + lead, 0) for shift in axis.shifts), shared=True)


def _unrolled(axis: Axis) -> _Lines:
    """Return one plane a tap, as narrow as the activation map, so that no position is wasted."""
    return _Lines(axis.before, axis.outputs, tuple((0, shift + axis.before) for shift in axis.shifts))


@dataclass(frozen=True)
class Planes:
    """The planes of an image, one for each channel and each pair of phases.

    Attributes
    ----------
    stride, extents
        Of rows and columns of the image.
    columns, outputs
        Of an activation map.
    """

    y: _Lines
    x: _Lines
    stride: tuple[int, int]
    extents: tuple[int, int]
    columns: int
    outputs: int

    @property
    def phases(self) -> list[tuple[int, int]]:
        """Row phase and column phase of each kind of plane."""
        return sorted({(a, b) for _, a in self.y.steps for _, b in self.x.steps})

    @property
    def rows(self) -> int:
        """Rows of a plane; the zeros after its last row are those of one row more."""
        return self.y.length + self.x.shared

    @property
    def reach(self) -> int:
        """Rows that the taps of one row of the map read."""
        return max(position for position, _ in self.y.steps) + 1 + self.x.shared

    def positions(self, rows: int) -> int:
        """Return the positions from the first to the last element of so many rows of the map."""
        return (rows - 1) * self.x.length + self.columns

    def elements(self, rows: int) -> int:
        """Return the elements of the planes of one channel that so many rows of the map read."""
        return len(self.phases) * (rows - 1 + self.reach) * self.x.length

    def offsets(self, channels: int, rows: int) -> Array:
        """Return the element of each tap, channel by channel, from that of the position, on planes of so many rows."""
        kinds, height = {phase: kind for kind, phase in enumerate(self.phases)}, rows - 1 + self.reach
        taps = [[(kinds[a, b] * height + u) * self.x.length + v for v, b in self.x.steps] for u, a in self.y.steps]
        return np.add.outer(np.arange(channels) * self.elements(rows), taps).ravel().astype(INT)

    @property
    def layout(self) -> Layout:
        """The numbers that ``kernels.planes`` takes."""
        return Layout(*self.stride, self.y.lead, self.x.lead, self.rows, self.x.length)

    @property
    def map(self) -> Map:
        """Where sums go."""
        return Map(self.x.length, self.columns, self.outputs * self.columns)


def lay_out(y: Axis, x: Axis, *, unrolled: bool = False) -> Planes:
    """Return the planes that the taps of both axes shift over; rows may have no margins, and each tap its own plane."""
    lines = _unrolled(x) if unrolled else _sharing(x)
    return Planes(_split(y), lines, (y.stride, x.stride), (y.extent, x.extent), x.outputs, y.outputs)


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
        return _time(self.channels, self.filters, self.groups, self.planes, self.direct, self.cut) * _CYCLES

    @property
    def _own_planes(self) -> int:
        return (
            0 if self.direct else _round_up(self.channels // self.groups * self.planes.elements(self.cut.rows)) + _SLACK
        )

    @property
    def _own(self) -> int:
        """Elements of memory that a thread works in."""
        return self._own_planes + self._most * max(split_filters(self.filters // self.groups)) * self._pitch

    @property
    def _pitch(self) -> int:
        """Sums of a filter in a job."""
        return _round_up(self.planes.positions(self.cut.rows))

    @property
    def _most(self) -> int:
        """Blocks that are computed side by side."""
        blocks = split_filters(self.filters // self.groups)
        return max(min(len(blocks), _SUMS_BYTES // (4 * blocks[0] * self._pitch)), 1)

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
        rows = len(planes.y.steps)
        run = max(_RUN_BYTES // (4 * (SPAN + LINE) * rows), 1) * rows * len(planes.x.steps)
        own = scratch[: self.scratch].reshape(threads(), -1)
        blocks, jobs = _make_jobs(self.filters, self.groups, planes.outputs, self.cut)
        time = self.filters * offsets.size * planes.positions(planes.outputs) / LANES
        bands = np.zeros((threads(), LINE), INT)
        return forget.over(1, 0, bands) + convolve.over(
            len(jobs), time, image, phases, offsets, run, filters, bias, *maps.arguments, own, bands,
            blocks, self._most, jobs, members, height, self._own_planes, *planes.layout, *planes.map,
        )  # fmt: skip


def plan_taps(channels: int, filters: int, groups: int, y: Axis, x: Axis) -> TapPlan:
    """Return the plan of ``filters`` over ``channels``, in ``groups`` of both, with the taps of both axes."""
    direct = groups == 1 and y.pointwise and x.pointwise and y.outputs * x.outputs % LANES == 0
    plans = []
    for planes in _lay_out_all(y, x, direct=direct):
        cut = _choose_cut(channels, filters, groups, planes, direct)
        plans.append(TapPlan(channels, filters, groups, planes, direct, cut))
    return min(plans, key=lambda plan: plan.cycles)


def _lay_out_all(y: Axis, x: Axis, *, direct: bool) -> Iterator[Planes]:
    """Yield the planes to choose from."""
    if not y.pointwise or not x.pointwise or direct:
        yield lay_out(y, x)
        if len(x.shifts) > 1:
            yield lay_out(y, x, unrolled=True)
        return
    elements = y.extent * x.extent
    for rows in filter(lambda rows: elements % rows == 0, _ROWS):  # where none has a margin, rows are what we call so
        yield lay_out(Axis(rows, rows, 1, (0,)), Axis(elements // rows, elements // rows, 1, (0,)))


def _choose_cut(channels: int, filters: int, groups: int, planes: Planes, direct: bool) -> Cut:
    """Return the cut that is estimated to be done first."""
    rows = sorted({-(-planes.outputs // bands) for bands in range(1, planes.outputs + 1)})
    parts = sorted({min(1 << n, len(split_filters(filters // groups))) for n in range(5)})
    cuts = (Cut(r, p) for r in rows for p in parts)
    return min(cuts, key=lambda cut: _time(channels, filters, groups, planes, direct, cut))


def _time(channels: int, filters: int, groups: int, planes: Planes, direct: bool, cut: Cut) -> float:
    """Return the estimated time until the last thread is done, in multiply-adds of vectors."""
    blocks, members, vectors = split_filters(filters // groups), channels // groups, dict(BLOCKS)
    taps = members * len(planes.y.steps) * len(planes.x.steps)
    bands = -(-planes.outputs // cut.rows)
    count = -(-planes.positions(cut.rows) // LANES)
    summing = sum(_SLOWNESS[f] * f * (count + (_NARROW - 1) * (count % vectors[f])) * (taps + _KEEP) for f in blocks)
    elements = members * planes.elements(cut.rows)
    if 4 * elements > _PLANES_BYTES:
        summing *= _UNCACHED
    if 4 * filters * members > _PLANES_BYTES // len(planes.y.steps) // len(planes.x.steps):
        summing += filters // groups * taps * _WEIGHT
    jobs = -(-groups * bands * cut.parts // threads()) + _TAIL * (threads() > 1)
    fill = _FILL if planes.stride[1] <= 2 else _FILL_APART
    filling = 0 if direct else elements * fill * -(-groups * bands // threads())
    return filling + jobs * (summing / cut.parts + _JOB_TIME)


def _make_jobs(filters: int, groups: int, outputs: int, cut: Cut) -> tuple[Array, Array]:
    """Return blocks and jobs as ``kernels.convolution.convolve`` takes them."""
    sizes = split_filters(filters // groups) * groups
    firsts = np.cumsum([0, *sizes[:-1]])
    count = len(sizes) // groups
    cuts = [count * part // cut.parts for part in range(cut.parts + 1)]
    jobs = [
        (group, group * count + low, group * count + high, upper, min(upper + cut.rows, outputs))
        for group in range(groups)
        for upper in range(0, outputs, cut.rows)
        for low, high in pairwise(cuts)
    ]
    return np.array([*zip(firsts, sizes, strict=True)], INT), np.array(jobs, INT)


@lru_cache(maxsize=256)
def split_filters(count: int) -> tuple[int, ...]:
    """Return the sizes of the blocks that ``count`` filters are computed in, the fastest split there is."""
    best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())]
    sizes = [size for size, _ in BLOCKS]
    for k in range(1, count + 1):
        best.append(
            min((best[k - size][0] + size * _SLOWNESS[size], (*best[k - size][1], size)) for size in sizes if size <= k)
        )
    return tuple(sorted(best[count][1], reverse=True))


def _round_up(number: int) -> int:
    return -(-number // LANES) * LANES
