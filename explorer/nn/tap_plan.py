"""The plan of a convolution by tap lists, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explorer.kernels.convolution import Layout, convolve
from explorer.kernels.taps import BLOCKS
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES
from explorer.nn.spec import FLOAT, INT, Array

_SLOWNESS = {14: 0.99, 12: 1.0, 8: 1.0, 6: 1.0, 4: 1.15, 3: 1.3, 2: 1.7, 1: 3.0}
"""Time a filter takes in a block of this many filters, measured against a full block."""

_CHUNK_BYTES = 1 << 17
"""Planes that one thread works on at a time, to stay in its second-level cache."""

_SERIAL_PRODUCTS = 600_000
"""Multiply-adds that one thread does sooner than two threads start."""


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

    @property
    def shares_zeros(self) -> bool:
        """Whether the zeros before one row (or plane) also serve as those after the row (or plane) before it."""
        zeros = max(self.before, self.after)
        return self.stride == 1 and min(self.before, self.after) > 0 and self.outputs <= self.extent + zeros

    @property
    def lead(self) -> int:
        """Elements of a plane before the image."""
        return max(self.before, self.after) if self.shares_zeros else self.before

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """Position and phase of each tap on planes that hold every ``stride``-th element."""
        return tuple(divmod(shift + self.lead, self.stride) for shift in self.shifts)

    @property
    def length(self) -> int:
        """Elements of a plane."""
        if self.shares_zeros:
            return self.extent + self.lead
        return self.outputs + max(position for position, _ in self.steps)


@dataclass(frozen=True, eq=False)
class TapPlan:
    """A convolution of one image, ready to run.

    Attributes
    ----------
    layout
        Where elements of planes and maps lie.
    scratch
        Elements of the padded planes, and of zeros after them; 0 where the image itself serves.
    blocks
        Filters of each block of a group.
    phases, offsets, jobs, shares
        As ``kernels.convolution.convolve`` takes them.
    """

    layout: Layout
    scratch: int
    blocks: tuple[int, ...]
    phases: Array
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

    def run(self, image: Array, packed: Array, bias: Array, out: Array, planes: Array) -> None:
        """Convolve an ``image`` (C, H, W) into the flat ``out``; ``planes`` are ``scratch`` elements."""
        convolve(image, planes, self.phases, self.offsets, packed, bias, out, self.jobs, self.shares, *self.layout)


def plan_taps(channels: int, filters: int, groups: int, y: Axis, x: Axis) -> TapPlan:
    """Return the plan of ``filters`` over ``channels``, in ``groups`` of both, with the taps of both axes.

    Taps are numbered channel by channel, row by row.
    """
    direct = y.inside and x.inside and (y.outputs - 1) * x.extent + x.outputs >= LANES
    if direct:
        phases = np.zeros((1, 2), INT)
        plane, width, kinds = y.extent * x.extent, x.extent, 1
        grid = np.add.outer(np.multiply(y.shifts, width), x.shifts)
    else:
        pairs = sorted({(a, b) for _, a in y.steps for _, b in x.steps})
        phases = np.array(pairs, INT)
        plane, width, kinds = y.length * x.length, x.length, len(pairs)
        grid = np.array([[pairs.index((a, b)) * plane + u * width + v for v, b in x.steps] for u, a in y.steps], INT)
    rows, columns = (y.outputs, x.outputs)
    if width == columns:
        rows, columns, width = 1, rows * columns, rows * columns
    layout = Layout(y.stride, x.stride, y.lead, x.lead, y.length, x.length, columns, rows, width)
    members = channels // groups
    offsets = np.add.outer(np.arange(members) * (kinds * plane), grid).ravel().astype(INT)
    blocks = split_filters(filters // groups)
    positions = (rows - 1) * width + columns
    jobs, shares = _share_jobs(_list_jobs(groups, members * kinds * plane, blocks, positions), offsets.size)
    scratch = 0 if direct else _round_up(channels * kinds * plane + (max(y.lead, 0) + 1) * width + LANES, x.length)
    return TapPlan(layout, scratch, blocks, phases, offsets, jobs, shares)


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


_Job = tuple[int, int, int, int, int]


def _list_jobs(groups: int, stride: int, blocks: Sequence[int], positions: int) -> list[_Job]:
    """Return the jobs, so ordered that the planes of one chunk of positions serve all blocks before the next."""
    chunks = -(-stride * FLOAT.itemsize // _CHUNK_BYTES)
    step = _round_up(-(-positions // chunks), 24 * LANES)
    starts = np.concatenate([[0], np.cumsum(blocks)]).tolist()
    return [
        (group * stride, group * starts[-1] + first, count, begin, min(begin + step, positions))
        for group in range(groups)
        for begin in range(0, positions, step)
        for first, count in zip(starts, blocks, strict=False)
    ]


def _share_jobs(jobs: Sequence[_Job], taps: int) -> tuple[Array, Array]:
    """Return the jobs, and the first job of each thread; a job is cut in two where that balances the threads."""
    times = [_SLOWNESS[count] * count * (last - first) for _, _, count, first, last in jobs]
    parts = threads() if sum(times) * taps >= _SERIAL_PRODUCTS else 1
    quota = sum(times) / parts
    shared: list[_Job] = []
    shares, passed = [0], 0.0
    for (source, filter_, count, first, last), time in zip(jobs, times, strict=True):
        begin = first
        while len(shares) < parts and passed + time > quota * len(shares):
            step = dict(BLOCKS)[count] * LANES
            part = (quota * len(shares) - passed) / time * (last - first)
            cut = min(first + _round_up(round(part) - step // 2, step), last)
            if cut > begin:
                shared.append((source, filter_, count, begin, cut))
            shares.append(len(shared))
            begin = max(begin, cut)
        if begin < last:
            shared.append((source, filter_, count, begin, last))
        passed += time
    return np.array(shared, INT), np.array([*shares, len(shared)], INT)


def _round_up(number: int, step: int) -> int:
    return -(-number // step) * step
