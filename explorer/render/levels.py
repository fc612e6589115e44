"""Which range of values the colours span."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from explorer.nn.spec import FLOAT, Array
from explorer.render.numbers import interval, three_digits

Scope: TypeAlias = Literal["layer", "slice"]

_SHARE = 0.995
"""The part of all magnitudes that lies within the limit; the rest clips, so that one outlier bleaches nothing."""

_SAMPLE = 1 << 19
"""Of more values than this, the percentile is taken of an even sample; minimum and maximum are always of all."""

_LEAST_SAMPLE = 1 << 13
"""Values of each slice that are looked at, where it has so many."""

_LEAST = 1e-30


@dataclass(frozen=True)
class Levels:
    """The range that a colour map spans, beside the range of the data.

    Attributes
    ----------
    low, high
        Ends of the scale, low < high, both finite. Zero lies within.
    minimum, maximum
        Of the finite values; both NaN where there are none.
    broken
        How many values are NaN or infinite.
    """

    low: float
    high: float
    minimum: float
    maximum: float
    broken: int = 0

    @property
    def clips_low(self) -> bool:
        """Whether values lie below the scale."""
        return self.minimum < self.low

    @property
    def clips_high(self) -> bool:
        """Whether values lie above the scale."""
        return self.maximum > self.high

    @property
    def dead(self) -> bool:
        """Whether every value is zero."""
        return self.minimum == self.maximum == 0 and not self.broken

    @property
    def ends(self) -> tuple[str, str]:
        """Captions of the two ends of the legend, such as "≤ \u22122.10" and "2.10"."""
        return interval(self.low, self.high, below=self.clips_low, above=self.clips_high)

    @property
    def extremes(self) -> tuple[str, str]:
        """Captions of the least and the greatest finite value; the first alone says that there is none."""
        if math.isnan(self.minimum):
            return "no finite value", ""
        return f"min {three_digits(self.minimum)}", f"max {three_digits(self.maximum)}"


def levels_of(volume: Array, scope: Scope = "layer", *, probabilities: bool = False) -> tuple[Levels, ...]:
    """Return the levels of each depth slice of ``volume``, float32 (D, H, W).

    With the scope ``layer`` all slices share one scale, limited at the 99.5th percentile of the magnitudes
    rounded to two digits: from -limit to limit for signed data, from 0 where nothing is negative, up to 0 where
    nothing is positive. ``probabilities`` fixes the scale at 0 to 1 in both scopes.
    """
    rows = volume.reshape(volume.shape[0], math.prod(volume.shape[1:])) if scope == "slice" else volume.reshape(1, -1)
    each = _levels_of_rows(rows, probabilities)
    return each if scope == "slice" else each * volume.shape[0]


def shared_levels(volumes: Sequence[Array], *, probabilities: bool = False) -> Levels:
    """Return the one scale of all ``volumes`` together, float32 of any shapes, as ``levels_of`` has for a layer."""
    step = sum(volume.size for volume in volumes) // _SAMPLE | 1
    rows = [volume.reshape(-1) for volume in volumes if volume.size]
    spans = [_span(row) for row in rows]
    sample = np.concatenate([row[::step] for row in rows]) if rows else np.zeros(0, FLOAT)
    finite = sample[np.isfinite(sample)]
    limit = float(_percentiles(finite.reshape(1, -1))[0]) if finite.size else 0.0
    known = [(low, high) for low, high, _ in spans if not math.isnan(low)] or [(math.nan, math.nan)]
    lows, highs = zip(*known, strict=True)
    return _levels(min(lows), max(highs), limit, probabilities, sum(broken for *_, broken in spans))


def _span(row: Array) -> tuple[float, float, int]:
    """Return the least and the greatest finite element, both NaN where there is none, and how many are not finite."""
    low, high = float(row.min()), float(row.max())
    if math.isfinite(low) and math.isfinite(high):
        return low, high, 0
    finite = row[np.isfinite(row)]
    if not finite.size:
        return math.nan, math.nan, row.size
    return float(finite.min()), float(finite.max()), row.size - finite.size


def _levels_of_rows(rows: Array, probabilities: bool) -> tuple[Levels, ...]:
    if rows.size == 0 or not np.isfinite(rows).all():
        return tuple(shared_levels([row], probabilities=probabilities) for row in rows)
    limits = _percentiles(rows)
    columns = zip(rows.min(axis=1).tolist(), rows.max(axis=1).tolist(), limits.tolist(), strict=True)
    return tuple(_levels(low, high, limit, probabilities) for low, high, limit in columns)


def _percentiles(rows: Array) -> Array:
    # An odd step does not stay in one column of a map whose width is even.
    sample = rows[:, :: min(rows.size // _SAMPLE, rows.shape[1] // _LEAST_SAMPLE) | 1]
    rank = max(0, math.ceil(_SHARE * sample.shape[1]) - 1)
    return np.partition(np.abs(sample), rank, axis=1)[:, rank]


def _levels(minimum: float, maximum: float, limit: float, probabilities: bool, broken: int = 0) -> Levels:
    if probabilities or math.isnan(minimum):
        return Levels(0.0, 1.0, minimum, maximum, broken)
    reach = _two_digits(limit or max(-minimum, maximum))
    return Levels(0.0 if minimum >= 0 else -reach, 0.0 if maximum <= 0 < -minimum else reach, minimum, maximum, broken)


def _two_digits(limit: float) -> float:
    return max(float(f"{limit:.1e}"), _LEAST) if limit else 1.0
