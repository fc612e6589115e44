"""The plan of a transposed convolution as dense ones, made once for each layer and shape.

Every stride-th output element is one of a convolution at stride 1 with the taps that fall on it. These phases are
convolved one by one, or all at once, as filters of their own: over a window of all their taps, with zeros where none
falls, or over one that holds the taps of each from its first one on, in maps that are larger by what these lie apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from explorer.kernels.vector import LINE
from explorer.kernels.work import Work
from explorer.nn.convolution_plan import plan_convolution
from explorer.nn.convolution_protocol import ConvolutionPlan
from explorer.nn.maps import Maps
from explorer.nn.picks import NOWHERE, Picks
from explorer.nn.spec import FLOAT, Array
from explorer.nn.tap_planes import Axis

_PART = 4000
"""Cycles to begin and end a part."""


@dataclass(frozen=True)
class Spread:
    """One axis: tap i of image element e falls on output element e * stride + i * dilation - cut."""

    extent: int
    outputs: int
    taps: int
    stride: int
    dilation: int
    cut: int

    @property
    def is_filter(self) -> bool:
        """Whether the outputs are those of a filter laid on the only element."""
        return self.extent == self.dilation == 1 and self.cut == 0 and self.outputs == self.taps

    @property
    def length(self) -> int:
        """Elements of a phase; the last one of some is not wanted."""
        return -(-self.outputs // self.stride)

    @cached_property
    def phases(self) -> dict[int, dict[int, int]]:
        """The first output of each phase on which taps fall, and these taps by how far from it they read."""
        phases = {}
        for first in range(min(self.stride, self.outputs)):
            distances = [first + self.cut - i * self.dilation for i in range(self.taps)]
            taps = {d // self.stride: i for i, d in enumerate(distances) if d % self.stride == 0}
            if taps:
                phases[first] = taps
        return phases

    def windows(self) -> list[_Window]:
        """Return the window of each phase."""
        return [self._window([taps], sorted(taps)) for taps in self.phases.values()]

    def window(self) -> _Window:
        """Return the one of all."""
        shifts = [shift for taps in self.phases.values() for shift in taps]
        return self._window([*self.phases.values()], range(min(shifts), max(shifts) + 1))

    def aligned_window(self) -> _Window:
        """Return the one of all in which the first tap of each lies at the same place."""
        firsts = [min(taps) for taps in self.phases.values()]
        lags = tuple(first - min(firsts) for first in firsts)
        pairs = zip(self.phases.values(), lags, strict=True)
        aligned = [{shift - lag: tap for shift, tap in taps.items()} for taps, lag in pairs]
        shifts = range(min(firsts), max(map(max, aligned)) + 1)
        return self._window(aligned, shifts, lags)

    def _window(self, phases: Sequence[dict[int, int]], shifts: Sequence[int], lags: tuple[int, ...] = ()) -> _Window:
        taps = tuple(tuple(taps.get(shift, -1) for shift in shifts) for taps in phases)
        lags = lags or (0,) * len(phases)
        return _Window(taps, lags, Axis(self.extent, self.length + max(lags), 1, tuple(shifts)))

    def places(self, windows: Sequence[_Window], step: int, phase: int) -> list[int]:
        """Return where each output is, in phases that lie so far apart, at elements that lie a ``step`` apart."""
        lags = [lag for window in windows for lag in window.lags]
        begins = {first: n * phase + lag * step for n, (first, lag) in enumerate(zip(self.phases, lags, strict=True))}
        quotients = (divmod(n, self.stride) for n in range(self.outputs))
        return [begins[first] + at * step if first in begins else NOWHERE for at, first in quotients]


@dataclass(frozen=True)
class _Window:
    """What slides over one axis.

    Attributes
    ----------
    taps
        Of each phase, as many as there are shifts; -1 for none.
    lags
        Elements before the first one of each phase.
    """

    taps: tuple[tuple[int, ...], ...]
    lags: tuple[int, ...]
    axis: Axis


@dataclass(frozen=True, eq=False)
class _Part:
    """A dense convolution that computes one phase or all."""

    y: _Window
    x: _Window
    plan: ConvolutionPlan

    @property
    def phases(self) -> int:
        """How many it computes."""
        return len(self.y.taps) * len(self.x.taps)

    def prepare(self, filters: Array) -> Array:
        """Return ``filters``, (O, C / groups, KH, KW), as the plan takes them: phase by phase."""
        with_none = np.pad(filters, ((0, 0), (0, 0), (0, 1), (0, 1)))
        phases = [with_none[:, :, rows][..., columns] for rows, columns in product(self.y.taps, self.x.taps)]
        return self.plan.prepare(np.concatenate(phases))


@dataclass(frozen=True, eq=False)
class TransposedPlan:
    """A transposed convolution of one image.

    Attributes
    ----------
    filters
        Of the layer.
    parts
        What computes the phases, one after the other.
    picks
        Where their elements belong.
    """

    filters: int
    parts: tuple[_Part, ...]
    picks: Picks

    @property
    def _sums(self) -> int:
        """Elements of the maps of all phases, one at least, in whole cache lines."""
        phases = max(sum(part.phases for part in self.parts), 1)
        return (phases * self.filters * self.picks.plane // LINE + 1) * LINE

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return self._sums + max((part.plan.scratch for part in self.parts), default=0)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        return sum(part.plan.cycles + _PART for part in self.parts)

    def prepare(self, filters: Array) -> list[Array]:
        """Return ``filters``, (O, C / groups, KH, KW), as ``bind`` takes them."""
        return [part.prepare(filters) for part in self.parts]

    def bind(self, image: Array, filters: Sequence[Array], bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image`` (C, H, W) into ``maps``."""
        works, begin = Work(()), 0
        for part, rows in zip(self.parts, filters, strict=True):
            count = part.phases * self.filters
            sums = scratch[begin:][: count * self.picks.plane]
            works += part.plan.bind(image, rows, np.zeros(count, FLOAT), scratch[self._sums :], Maps(sums))
            begin += sums.size
        return works + self.picks.bind(scratch, bias, maps)


def plan_transposed(
    channels: int, filters: int, groups: int, axes: tuple[Spread, Spread], exact: bool, far: bool = False
) -> TransposedPlan:
    """Return the fastest plan; where it is to be ``exact``, one that adds the products of the definition."""
    return min(plan_phases(channels, filters, groups, axes, exact, far), key=lambda plan: plan.cycles)


def plan_phases(
    channels: int, filters: int, groups: int, axes: tuple[Spread, Spread], exact: bool, far: bool = False
) -> Iterator[TransposedPlan]:
    """Yield the plans to choose from: phases one by one and, unless filters are in groups, at once."""
    y, x = axes

    def plan(rows: Sequence[_Window], columns: Sequence[_Window]) -> TransposedPlan:
        height, width = (max((window.axis.outputs for window in windows), default=1) for windows in (rows, columns))
        phase = filters * height * width
        places = y.places(rows, width, len(x.phases) * phase), x.places(columns, 1, phase)
        parts = tuple(convolve(*pair) for pair in product(rows, columns))
        return TransposedPlan(filters, parts, Picks(height * width, *places))

    def convolve(rows: _Window, columns: _Window) -> _Part:
        count = len(rows.taps) * len(columns.taps) * filters
        return _Part(rows, columns, plan_convolution(channels, count, groups, (rows.axis, columns.axis), exact, far))

    yield plan(y.windows(), x.windows())
    if groups == 1 and y.phases and x.phases:
        yield plan([y.window()], [x.window()])
        yield plan([y.aligned_window()], [x.aligned_window()])
