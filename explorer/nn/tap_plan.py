"""The plan of a convolution by tap lists, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from explorer.kernels.convolution import Layout, convolve, share_code
from explorer.kernels.vector import LANES
from explorer.nn.spec import FLOAT, INT, Array
from explorer.nn.tap_jobs import Share, Work, share_work, split_filters

_FILL_VECTOR, _FILL_ELEMENT, _FILL_ROW = 8, 2, 50
"""Time that shifting a vector takes, looking up an element, and copying a row, in multiply-adds of vectors."""

_NOTHING, _NO_TABLE = np.empty(0, FLOAT), np.empty(0, np.int32)

_LONG_ROW = 30
"""Elements from which on a row is copied faster than looked up."""

_CACHED_ELEMENTS = 1 << 16
"""Elements of planes that stay in a second-level cache beside the weights and maps; measured."""


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
    def inside(self) -> bool:
        """Whether every tap reads the image itself, and neighbouring outputs neighbouring elements."""
        return self.stride == 1 and self.before <= 0 and self.after <= 0


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
class _Planes:
    """The planes of an image, one for each channel and each pair of phases."""

    y: _Lines
    x: _Lines
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
    def positions(self) -> int:
        """Positions from the first to the last element of the activation map."""
        return (self.outputs - 1) * self.x.length + self.columns

    @property
    def offsets(self) -> Array:
        """Element of each tap from that of the position, (KH, KW), within one channel's planes."""
        kinds = {phase: kind for kind, phase in enumerate(self.phases)}
        return np.array(
            [[(kinds[a, b] * self.rows + u) * self.x.length + v for v, b in self.x.steps] for u, a in self.y.steps],
            INT,
        )

    @property
    def elements(self) -> int:
        """Elements of the planes of one channel."""
        return len(self.phases) * self.rows * self.x.length

    def time(self, channels: int, products: int, image_columns: int) -> float:
        """Return the estimated time of filling, and of ``products`` a position, in multiply-adds of vectors."""
        lines = channels * len(self.phases) * self.rows
        row = min(_FILL_ROW, _FILL_ELEMENT * self.x.length)
        if self.x.length == image_columns:
            row = _FILL_VECTOR * self.x.length // LANES
        filling = lines * row
        return filling + products * -(-self.positions // LANES)


@dataclass(frozen=True, eq=False)
class TapPlan:
    """A convolution of one image, ready to run.

    Attributes
    ----------
    layout
        Where elements of planes and maps lie.
    scratch
        Elements of the padded planes of all threads; 0 where the image itself serves.
    blocks
        Filters of each block of a group.
    phases, table, offsets, jobs, shares
        As ``kernels.convolution.convolve`` takes them.
    """

    layout: Layout
    scratch: int
    blocks: tuple[int, ...]
    phases: Array
    table: Array
    offsets: Array
    jobs: Array
    shares: Array

    def pack(self, filters: Array) -> Array:
        """Return ``filters`` of shape (K, taps) in the order in which they are read."""
        packed, first = [], 0
        while first < len(filters):
            for count in self.blocks:
                packed.append(filters[first : first + count].T.ravel())
                first += count
        return np.concatenate(packed, dtype=FLOAT)

    def bind(
        self, image: Array, packed: Array, bias: Array, out: Array, planes: Array, rectified: Array = _NOTHING
    ) -> Callable[[], None]:
        """Return the call that convolves an ``image`` (C, H, W) into the flat ``out``.

        It writes its positive part into ``rectified``, if that is given; ``planes`` are ``scratch`` elements.
        """
        taps = (self.phases, self.table, self.offsets, packed, bias)
        return partial(
            convolve, share_code(), image, planes, *taps, out, rectified, self.jobs, self.shares, *self.layout
        )


def plan_taps(channels: int, filters: int, groups: int, y: Axis, x: Axis) -> TapPlan:
    """Return the plan of ``filters`` over ``channels``, in ``groups`` of both, with the taps of both axes.

    Taps are numbered channel by channel, row by row.
    """
    members, blocks = channels // groups, split_filters(filters // groups)
    if y.inside and x.inside and (y.outputs - 1) * x.extent + x.outputs >= LANES:
        rows = _Lines(0, y.extent, tuple((shift, 0) for shift in y.shifts))
        planes = _Planes(rows, _Lines(0, x.extent, tuple((shift, 0) for shift in x.shifts)), x.outputs, y.outputs)
        direct = True
    else:
        planes = _choose_planes(channels, filters * members, y, x)
        direct = False
    plane = planes.elements
    offsets = np.add.outer(np.arange(members) * plane, planes.offsets).ravel().astype(INT)
    work = Work(
        groups,
        blocks,
        offsets.size,
        planes.positions,
        members * plane,
        planes.time(channels, 0, x.extent) * (not direct),
    )
    jobs, shares = _as_arrays(share_work(work), planes, members)
    width, columns, outputs = planes.x.length, x.outputs, y.outputs
    if width == columns:
        width, columns, outputs = planes.positions, planes.positions, 1
    layout = Layout(
        y.stride, x.stride, planes.y.lead, planes.x.lead, planes.rows, planes.x.length, columns, outputs, width
    )
    scratch = 0 if direct else len(shares) * -(-(channels * plane + LANES) // LANES) * LANES
    short = planes.x.length <= _LONG_ROW or planes.x.length == x.extent
    table = _tabulate(planes, y, x) if short and not direct else _NO_TABLE
    return TapPlan(layout, scratch, blocks, np.array(planes.phases, INT), table, offsets, jobs, shares)


def _tabulate(planes: _Planes, y: Axis, x: Axis) -> Array:
    """Return the place in a channel's image of each element of its planes, -1 outside; int32."""
    tables = []
    for a, b in planes.phases:
        rows = np.arange(planes.rows) * y.stride + a - planes.y.lead
        columns = np.arange(planes.x.length) * x.stride + b - planes.x.lead
        inside = np.logical_and.outer((rows >= 0) & (rows < y.extent), (columns >= 0) & (columns < x.extent))
        tables.append(np.where(inside, np.add.outer(rows * x.extent, columns), -1).ravel())
    return np.concatenate(tables, dtype=np.int32, casting="unsafe")


def _choose_planes(channels: int, products: int, y: Axis, x: Axis) -> _Planes:
    """Return the faster planes for so many products of a channel and a filter."""
    split, unrolled = (_Planes(_split(y), lines, x.outputs, y.outputs) for lines in (_sharing(x), _unrolled(x)))
    if channels * unrolled.elements > _CACHED_ELEMENTS:
        return split
    taps = len(y.shifts) * len(x.shifts)
    return min(split, unrolled, key=lambda planes: planes.time(channels, products * taps, x.extent))


def _as_arrays(threads: list[Share], planes: _Planes, members: int) -> tuple[Array, Array]:
    """Return jobs and shares as ``kernels.convolution.convolve`` takes them."""
    jobs: list[tuple[int, ...]] = []
    shares: list[tuple[int, ...]] = []
    reach = max(position for position, _ in planes.y.steps) + 1 + planes.x.shared
    for share in threads:
        first = len(jobs)
        jobs += [(job.source, job.filter, job.filters, job.first, job.last) for job in share]
        groups = [job.group for job in share]
        top = min((job.first for job in share), default=0) // planes.x.length
        bottom = (max((job.last for job in share), default=0) - 1) // planes.x.length + reach
        channels = (min(groups, default=0) * members, (max(groups, default=-1) + 1) * members)
        shares.append((first, len(jobs), *channels, top, min(bottom, planes.rows)))
    return np.array(jobs, INT), np.array(shares, INT)
