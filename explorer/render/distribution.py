"""How often which values occur: counted exactly, in bins whose edges are decimal numbers."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from explorer.nn.spec import Array

_BLOCK = 1 << 16
"""Values at a time; they stay in the second-level cache."""

_FINEST = 3
"""The finest bins are 10 to this power, or up to ten times as many, in the range of the values."""


@dataclass(frozen=True)
class Bins:
    """Bins of equal width side by side, so that zero lies on an edge and in none of them.

    Attributes
    ----------
    power
        Of ten, the unit of all edges.
    first
        Number of the first bin, which begins at ``first * many`` units.
    count
        How many there are.
    many
        Units in a bin.
    """

    power: int
    first: int
    count: int
    many: int = 1

    @property
    def width(self) -> float:
        """Width of a bin."""
        return float(self._scaled(np.array([self.many], float))[0])

    @property
    def edges(self) -> Array:
        """Edges of the bins, float64 (count + 1,); a value belongs to the bin whose lower edge it is."""
        return self._scaled(np.arange(self.first, self.first + self.count + 1) * float(self.many))

    def _scaled(self, units: Array) -> Array:
        # Powers of ten with a negative exponent are no floats: dividing by the whole ones gives the nearest float.
        return units * 10.0**self.power if self.power >= 0 else units / 10.0**-self.power

    def places(self, values: Array) -> Array:
        """Return which bin each of ``values``, finite float64, lies in, counted from the first."""
        units = values / 10.0**self.power if self.power >= 0 else values * 10.0**-self.power
        return np.floor(units / self.many if self.many > 1 else units).astype(np.int64) - self.first

    def coarser(self, many: int) -> Bins:
        """Return the bins of so many units each that hold these, which are of one unit."""
        first = self.first // many
        return replace(self, first=first, count=(self.first + self.count - 1) // many - first + 1, many=many)


@dataclass(frozen=True, eq=False)
class Distribution:
    """How often which values occur.

    Attributes
    ----------
    bins
        Of one unit each.
    counts
        Finite values other than 0 in each bin, int64 (bins.count,).
    size, zeros, negative, nans, infinite
        How many values there are, are 0, lie below it, are NaN, and are infinite.
    low, high, mean, deviation, median
        Of the finite values; NaN where there are none.
    """

    bins: Bins
    counts: Array = field(repr=False)
    size: int
    zeros: int
    negative: int
    nans: int
    infinite: int
    low: float
    high: float
    mean: float
    deviation: float
    median: float

    def merged(self, many: int) -> tuple[Bins, Array]:
        """Return bins of ``many`` units with their counts."""
        coarse = self.bins.coarser(many)
        places = np.arange(self.bins.first, self.bins.first + self.bins.count) // many - coarse.first
        sums = np.zeros(coarse.count, np.int64)
        np.add.at(sums, places, self.counts)
        return coarse, sums


def bins_over(low: float, high: float) -> Bins:
    """Return bins of one unit that hold all numbers from ``low`` to ``high``, both finite."""
    span = high - low or abs(high) or 1.0
    bins = Bins(math.floor(math.log10(span)) - _FINEST, 0, 1)
    first, last = bins.places(np.array([low, high])).tolist()
    return replace(bins, first=first, count=last - first + 1)


def distribution_of(values: Array, bins: Bins | None = None) -> Distribution:
    """Return how often which of ``values``, float32 of any shape but none, occur.

    Parameters
    ----------
    bins
        Bins of one unit that hold all of them; None for those of their own range.
    """
    steps = counting(values, bins)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: Distribution = done.value
            return found


def counting(values: Array, bins: Bins | None = None) -> Generator[None, None, Distribution]:
    """Yield between steps of a fraction of a millisecond, and return what ``distribution_of`` does."""
    seen = _Seen()
    for block in _blocks(values):
        seen.take(block)
        yield
    finite = values.size - seen.nans - seen.infinite
    mean = seen.total / finite if finite else math.nan
    bins = bins or (bins_over(seen.low, seen.high) if finite else Bins(-_FINEST, 0, 1))
    counts, squares = np.zeros(bins.count, np.int64), 0.0
    for block in _blocks(values):
        numbers = _finite(block)
        counts += np.bincount(bins.places(numbers), minlength=bins.count)
        squares += float(np.square(numbers - mean).sum())
        yield
    median = yield from _median(values, bins, counts, seen, finite)
    if seen.zeros:
        counts[int(bins.places(np.zeros(1))[0])] -= seen.zeros
    return Distribution(
        bins=bins,
        counts=counts,
        size=values.size,
        zeros=seen.zeros,
        negative=seen.negative,
        nans=seen.nans,
        infinite=seen.infinite,
        low=seen.low if finite else math.nan,
        high=seen.high if finite else math.nan,
        mean=mean,
        deviation=math.sqrt(squares / finite) if finite else math.nan,
        median=median,
    )


@dataclass
class _Seen:
    """What is known of values after one look at each."""

    low: float = math.inf
    high: float = -math.inf
    total: float = 0.0
    zeros: int = 0
    negative: int = 0
    nans: int = 0
    infinite: int = 0

    def take(self, block: Array) -> None:
        nans = int(np.count_nonzero(np.isnan(block)))
        numbers = _finite(block)
        self.nans += nans
        self.infinite += block.size - numbers.size - nans
        if numbers.size:
            self.low = min(self.low, float(numbers.min()))
            self.high = max(self.high, float(numbers.max()))
            self.total += float(numbers.sum())
            self.zeros += numbers.size - int(np.count_nonzero(numbers))
            self.negative += int(np.count_nonzero(numbers < 0))


def _median(values: Array, bins: Bins, counts: Array, seen: _Seen, finite: int) -> Generator[None, None, float]:
    """Return the median of the finite values: that of those few in the bins where the middle of all lies."""
    if not finite:
        return math.nan
    ranks = np.array([(finite - 1) // 2, finite // 2])
    if seen.negative <= ranks[0] and ranks[1] < seen.negative + seen.zeros:
        return 0.0
    upto = np.cumsum(counts)
    first, last = np.searchsorted(upto, ranks, side="right").tolist()
    close: list[Array] = []
    for block in _blocks(values):
        numbers = _finite(block)
        places = bins.places(numbers)
        close.append(numbers[(places >= first) & (places <= last)])
        yield
    below = int(upto[first] - counts[first])
    middle = np.sort(np.concatenate(close))[ranks - below]
    return float(middle.mean())


def _blocks(values: Array) -> Iterator[Array]:
    """Yield all values in rows that are not long; what does not lie in one piece is not copied as a whole."""
    pieces = values.reshape(-1) if values.flags.c_contiguous else values
    step = max(1, _BLOCK * len(pieces) // max(1, pieces.size))
    for start in range(0, len(pieces), step):
        yield pieces[start : start + step].reshape(-1)


def _finite(block: Array) -> Array:
    """Return the finite values of a row, float64."""
    sound = np.isfinite(block)
    return (block if sound.all() else block[sound]).astype(np.float64)
