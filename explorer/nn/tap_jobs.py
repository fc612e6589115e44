"""Who computes what of a convolution: blocks of filters over chunks of positions, shared among threads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from explorer.kernels.taps import BLOCKS
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES
from explorer.nn.spec import FLOAT

_SLOWNESS = {14: 0.99, 12: 1.0, 8: 1.0, 6: 1.0, 4: 1.15, 3: 1.3, 2: 1.7, 1: 3.0}
"""Time a filter takes in a block of this many filters, measured against a full block."""

_NARROW = 1.2
"""Time a vector of positions takes on its own, against one of a full tile."""

_CHUNK_BYTES = 1 << 17
"""Planes that one thread works on at a time, to find them in its cache again."""

_SERIAL_TIME = 25_000
"""Multiply-adds of vectors that one thread does sooner than two threads start."""

_WEIGHT_LINE = 0.6
"""Time to fetch one weight that another layer's have displaced, in multiply-adds of vectors."""


@dataclass(frozen=True)
class Job:
    """A block of filters over a chunk of positions.

    Attributes
    ----------
    group, source
        Number of the group, and the first element of its planes.
    filter, filters
        The first filter, and their number.
    first, last
        Positions; multiples of ``LANES``, or the end of the map.
    """

    group: int
    source: int
    filter: int
    filters: int
    first: int
    last: int

    @property
    def time(self) -> float:
        """Estimated time a tap, in multiply-adds of vectors."""
        vectors = -(-(self.last - self.first) // LANES)
        narrow = vectors % dict(BLOCKS)[self.filters]
        return _SLOWNESS[self.filters] * self.filters * (vectors + (_NARROW - 1) * narrow)


Share: TypeAlias = list[Job]
"""The jobs of one thread."""


@dataclass(frozen=True)
class Work:
    """What there is to do.

    Attributes
    ----------
    groups, blocks
        Number of groups, and the numbers of filters that make up one.
    taps, positions
        Of each filter, of each map.
    elements
        Of the planes of one group.
    filling
        Time to fill the planes, in multiply-adds of vectors.
    """

    groups: int
    blocks: tuple[int, ...]
    taps: int
    positions: int
    elements: int
    filling: float

    def jobs(self, first: int, last: int) -> list[Job]:
        """Return the jobs of a range of positions, chunk by chunk: all blocks over one, then over the next."""
        count = sum(self.blocks)
        size = self.elements * FLOAT.itemsize * (last - first) // self.positions
        step = _round_up(-(-(last - first) // max(size // _CHUNK_BYTES, 1)), _LEAST_CHUNK)
        return [
            Job(
                group,
                group * self.elements,
                group * count + sum(self.blocks[:b]),
                filters,
                begin,
                min(begin + step, last),
            )
            for group in range(self.groups)
            for begin in range(first, last, step)
            for b, filters in enumerate(self.blocks)
        ]

    def time(self, shares: Sequence[Share]) -> float:
        """Return the estimated time until the last thread has done its share."""
        return max((self._time(share) for share in shares), default=0.0)

    def _time(self, share: Share) -> float:
        if not share:
            return 0.0
        spread = (max(job.last for job in share) - min(job.first for job in share)) / self.positions
        groups = len({job.group for job in share}) / self.groups
        weights = sum({job.filter: job.filters for job in share}.values()) * self.taps
        return sum(job.time for job in share) * self.taps + self.filling * spread * groups + weights * _WEIGHT_LINE


_LEAST_CHUNK = 24 * LANES


def share_work(work: Work) -> list[Share]:
    """Return the share of each thread; one share where waking another thread does not pay."""
    whole = work.jobs(0, work.positions)
    parts = threads()
    if parts == 1 or work.time([whole]) < _SERIAL_TIME:
        return [whole]
    return min(_by_filters(whole, parts), _by_positions(work, parts), key=work.time)


def _by_positions(work: Work, parts: int) -> list[Share]:
    """Return shares that are bands of positions."""
    cuts = [min(_round_up(work.positions * part // parts, LANES), work.positions) for part in range(parts + 1)]
    return [work.jobs(first, last) for first, last in pairwise(cuts) if first < last]


def _by_filters(jobs: Sequence[Job], parts: int) -> list[Share]:
    """Return shares that are runs of jobs; a job is cut in two where that balances them."""
    shares: list[Share] = [[]]
    quota, passed = sum(job.time for job in jobs) / parts, 0.0
    for job in jobs:
        rest, step = job, dict(BLOCKS)[job.filters] * LANES
        while len(shares) < parts and passed + job.time > quota * len(shares):
            part = (quota * len(shares) - passed) / job.time * (job.last - job.first)
            cut = min(max(job.first + _round_up(round(part) - step // 2, step), rest.first), job.last)
            if cut > rest.first:
                shares[-1].append(replace(rest, last=cut))
            shares.append([])
            rest = replace(rest, first=cut)
        if rest.first < job.last:
            shares[-1].append(rest)
        passed += job.time
    return shares


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


def _round_up(number: int, step: int) -> int:
    return -(-number // step) * step
