"""How often which values occur in the selected slice and in its whole layer, or which weights in its filter."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import partial

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.render.distribution import Bins, Distribution, counting, distribution_of
from explorer.render.levels import Levels
from explorer.render.numbers import multiple, three_digits
from explorer.session.address import address_of, slice_address
from explorer.session.numbers import percent
from explorer.session.parts.colours import levels_in
from explorer.session.parts.steady import parts_of
from explorer.session.pointed import Cell, Number, Weight, holds
from explorer.session.request import Chore
from explorer.session.shown import Computed
from explorer.session.state import Counted, ViewState
from explorer.session.strip.layers import Layer, gives_probabilities
from explorer.session.views.workings import Nothing, Waiting, WorkingsPart

_QUICK = 1 << 17
"""Values that are counted in less than 5 ms; more are left to the worker."""

FACTS = ("Counted", "Minimum", "Maximum", "Mean", "Deviation", "Median", "Below 0", "Exactly 0", "NaN, infinite")


@dataclass(frozen=True)
class Series:
    """One of the things that are counted.

    Attributes
    ----------
    name, of
        ``"Map 7"``, and the same within a sentence: ``"map 7"``.
    facts
        One for each of ``FACTS``.
    """

    name: str
    of: str
    facts: tuple[str, ...]
    found: Distribution = field(repr=False, compare=False)


@dataclass(frozen=True)
class Mark:
    """A value that is looked at, and what it is."""

    value: float
    text: str


@dataclass(frozen=True)
class HistogramPart(WorkingsPart):
    """What is counted of a slice, and of the layer that it is in.

    Attributes
    ----------
    run, value, slice
        Number of the forward pass, value name of the layer, index of the slice.
    counted
        Whether it is of values or of weights.
    weighable
        Whether there are weights.
    series
        The slice and its layer in the same bins; the layer alone where a slice is all of it, or a single value.
    words
        What is in no bar, or else what can be done.
    span
        Between which values the whole histogram is seen.
    levels, colours
        The colour scale of the bars.
    movable, locked
        Whether the ends of the scale can be moved, and whether they stay where they are.
    logarithmic
        Whether a step up is ten times as many.
    mark
        The value that is looked at; None where there is none, or where it is not finite.
    """

    run: int
    value: str
    slice: int
    counted: Counted
    weighable: bool
    series: tuple[Series, ...]
    words: str
    span: tuple[float, float]
    levels: Levels
    colours: Colouring
    movable: bool
    locked: bool
    logarithmic: bool
    mark: Mark | None


def histogram_part(state: ViewState, computed: Computed, layer: Layer, *, movable: bool = True) -> WorkingsPart:
    """Return the histogram of the selected slice.

    Parameters
    ----------
    movable
        Whether the colour scale of the values can be locked at other ends.
    """
    weights = _weights(state, computed, layer)
    of_weights = state.counted == "weights" and weights is not None
    counted = weights if of_weights and weights is not None else _values(state, computed, layer, movable=movable)
    if not counted.whole.size:
        return Nothing(layer.title, "It has no values.")
    return _part(state, computed, counted, weighable=weights is not None)


@dataclass(frozen=True, eq=False)
class _Counted:
    """What is counted, with all that a histogram says of it.

    Attributes
    ----------
    whole
        float32 (D, ...), of which slice number ``slice`` is the selected one.
    shelf
        What has been counted is kept there.
    """

    value: str
    slice: int
    title: str
    kind: str
    many: str
    unit: str
    whole: Array
    levels: Levels
    colours: Colouring
    mark: Mark | None
    shelf: MutableMapping[Hashable, Distribution]
    movable: bool = False
    locked: bool = False
    probabilities: bool = False


def _values(state: ViewState, computed: Computed, layer: Layer, *, movable: bool) -> _Counted:
    volume = computed.measures.volume(layer.value)
    index = state.slice_of(len(volume))
    single = volume[0].size == 1 if len(volume) else False
    return _Counted(
        value=layer.value,
        slice=index,
        title=layer.title if single else slice_address(layer, index),
        kind="map",
        many="values" if single else "maps",
        unit="value",
        whole=volume,
        levels=levels_in(state, computed.measures, layer.value)[index],
        colours=state.colours,
        mark=_cell(state, layer, volume, Cell(index, 0, 0) if single else None),
        shelf=computed.counts,
        movable=movable,
        locked=state.scope == "locked" and movable,
        probabilities=gives_probabilities(computed.loaded.graph, layer.value),
    )


def _weights(state: ViewState, computed: Computed, layer: Layer) -> _Counted | None:
    """Return the weights of the filter that made the selected slice; None where no one filter did."""
    found = computed.loaded.filters_of(layer)
    kernels = parts_of(state, computed, layer).filter if found is not None else None
    if found is None or kernels is None:
        return None
    filters = found[1]
    return _Counted(
        value=filters.node,
        slice=kernels.filter,
        title=f"{filters.node}, filter {kernels.filter}",
        kind="filter",
        many="filters",
        unit="weight",
        whole=filters.weights,
        levels=kernels.levels,
        colours=Colouring("weights"),
        mark=_weight(state, kernels.kernels),
        shelf=computed.loaded.counts,
    )


def _cell(state: ViewState, layer: Layer, volume: Array, otherwise: Cell | None) -> Mark | None:
    """Return the value of the cell that is looked at, or else of another."""
    cell = state.cell or otherwise
    if cell is None or not holds(volume.shape, cell):
        return None
    value = float(volume[cell.slice, cell.y, cell.x])
    address = slice_address(layer, cell.slice) if volume[0].size == 1 else address_of(layer, cell)
    return Mark(value, f"{address} = {three_digits(value)}") if math.isfinite(value) else None


def _weight(state: ViewState, kernels: Array) -> Mark | None:
    """Return the weight under the pointer."""
    at = state.pointed_at
    if not isinstance(at, Weight) or not holds(kernels.shape, Cell(at.kernel, at.y, at.x)):
        return None
    value = float(kernels[at.kernel, at.y, at.x])
    return Mark(value, three_digits(value)) if math.isfinite(value) else None


def _part(state: ViewState, computed: Computed, counted: _Counted, *, weighable: bool) -> WorkingsPart:
    whole = _found(computed, counted, (counted.value,), counted.whole)
    if isinstance(whole, Chore):
        return Waiting(counted.title, whole)
    one, count = counted.whole[counted.slice], len(counted.whole)
    series = [_series(f"All {count} {counted.many}" if count > 1 else _name(counted), whole)]
    if one.size > 1 and count > 1:
        alone = _found(computed, counted, (counted.value, counted.slice), one, whole.bins)
        if isinstance(alone, Chore):
            return Waiting(counted.title, alone)
        series.insert(0, _series(_name(counted), alone))
    return HistogramPart(
        title=counted.title,
        run=computed.run,
        value=counted.value,
        slice=counted.slice,
        counted="weights" if counted.unit == "weight" else "values",
        weighable=weighable,
        series=tuple(series),
        words=_words(series, movable=counted.movable),
        span=_span(whole, counted),
        levels=counted.levels,
        colours=counted.colours,
        movable=counted.movable,
        locked=counted.locked,
        logarithmic=state.logarithmic,
        mark=counted.mark,
    )


def _found(
    computed: Computed, counted: _Counted, key: Hashable, values: Array, bins: Bins | None = None
) -> Distribution | Chore:
    """Return how often which of ``values`` occur, or what finds it."""
    shelf = counted.shelf
    if key not in shelf and values.size > _QUICK:
        name = f"Counting the {counted.unit}s of {counted.value}"
        return Chore(name, ("counts", computed.run, key), partial(_counting, shelf, key, values, bins))
    if bins is not None and values.size <= _QUICK:
        return computed.kept(("counts", counted.unit, key), lambda: distribution_of(values, bins))
    if key not in shelf:
        shelf[key] = distribution_of(values, bins)
    return shelf[key]


def _counting(
    shelf: MutableMapping[Hashable, Distribution], key: Hashable, values: Array, bins: Bins | None
) -> Iterator[None]:
    shelf[key] = yield from counting(values, bins)


def _name(counted: _Counted) -> str:
    return f"{counted.kind.capitalize()} {counted.slice}"


def _series(name: str, found: Distribution) -> Series:
    finite = found.size - found.nans - found.infinite
    numbers = (found.low, found.high, found.mean, found.deviation, found.median)
    facts = (
        str(found.size),
        *(three_digits(number) if finite else "\N{EN DASH}" for number in numbers),
        percent(found.negative / found.size),
        percent(found.zeros / found.size),
        f"{found.nans}, {found.infinite}" if finite < found.size else "none",
    )
    return Series(name, name[0].lower() + name[1:], facts, found)


def _words(series: list[Series], *, movable: bool) -> str:
    """Return what is in no bar, or else what can be done."""
    zeros = [f"{percent(each.found.zeros / each.found.size)} of {each.of}" for each in series if each.found.zeros]
    told = [f"exact zeros, {' and '.join(zeros)}"] if zeros else []
    whole = series[-1].found
    broken = [f"{count} {kind}" for count, kind in ((whole.nans, "NaN"), (whole.infinite, "infinite")) if count]
    told += [f"{' and '.join(broken)} of {series[-1].of}"] if broken else []
    pull = " Pull at a blue line to lock the colour scale." if movable else ""
    return f"In no bar: {'; '.join(told)}." if told else f"Wheel zooms, drag moves.{pull}"


def _span(whole: Distribution, counted: _Counted) -> tuple[float, float]:
    """Return where the histogram begins and ends: at the ends of the scale, unless they lie far beyond all values."""
    if counted.probabilities:
        return 0.0, 1.0
    if math.isnan(whole.low):
        return counted.levels.low, counted.levels.high
    least, most = whole.low, whole.high
    reach = most - least or abs(most) or 1.0
    low, high = min(least, max(counted.levels.low, least - reach)), max(most, min(counted.levels.high, most + reach))
    return (low, high) if low < high else (low - reach / 2, high + reach / 2)


def number_of(part: HistogramPart, many: int, number: int) -> Number:
    """Return which values lie in a bin, and how many of them there are.

    Parameters
    ----------
    many
        Units in a bin.
    number
        Of the bin: it begins at ``number * many`` units.
    """
    told = []
    for each in part.series:
        bins, counts = each.found.merged(many)
        count = int(counts[number - bins.first]) if bins.first <= number < bins.first + bins.count else 0
        told.append(f"{count} of {each.found.size} in {each.of}, {percent(count / each.found.size)}")
    power = part.series[0].found.bins.power
    low, high = (multiple(number + end, many, power) for end in (0, 1))
    sign = "<" if number == 0 else "\N{LESS-THAN OR EQUAL TO}"
    words = f"{low} {sign} {part.counted[:-1]} < {high}: {'; '.join(told)}"
    return Number(words, words)
