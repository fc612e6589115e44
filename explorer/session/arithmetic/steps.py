"""What each node makes of its inputs for one unit, from its arithmetic to a frozen step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.parts import (
    Arithmetic,
    Fed,
    Formula,
    LocalResponse,
    Moved,
    Pooled,
    Reach,
    Related,
    Shares,
    WeightedSum,
)
from explorer.session.arithmetic.context import Context
from explorer.session.arithmetic.plain import (
    Described,
    fed_terms,
    formula_terms,
    moved_terms,
    related_terms,
    response_terms,
    shares_terms,
)
from explorer.session.arithmetic.pooled import pooled_terms
from explorer.session.arithmetic.weighted import weighted_note, weighted_terms
from explorer.session.views.worked import Step, Window

_DESCRIBED: Mapping[type, Callable[[Context, Arithmetic, Any], Described]] = {
    WeightedSum: weighted_terms,
    Pooled: pooled_terms,
    Formula: formula_terms,
    Shares: shares_terms,
    LocalResponse: response_terms,
    Moved: moved_terms,
    Related: related_terms,
    Fed: fed_terms,
}

_SLIDING = ("Conv", "MaxPool", "AveragePool", "LpPool")


def steps_of(context: Context, units: Sequence[Arithmetic]) -> tuple[Step, ...]:
    """Return the steps of units, each of which is made of the one before."""
    before = (None, *((unit.value, unit.index) for unit in units[:-1]))
    return tuple(_step(replace(context, before=last), unit) for unit, last in zip(units, before, strict=True))


def _step(context: Context, unit: Arithmetic) -> Step:
    terms, lines = _DESCRIBED[type(unit.workings)](context, unit, unit.workings)
    return Step(
        title=f"{unit.operator} {unit.node}".strip(),
        address=context.address(unit.value, unit.index),
        terms=terms,
        total=_total(unit),
        lines=lines,
        cell=unit.cell,
        residual=unit.residual,
        note=_note(context, unit),
        window=_window(context, unit),
    )


def _total(unit: Arithmetic) -> int:
    """Return how many terms there are."""
    match unit.workings:
        case WeightedSum(partials=partials):
            return len(partials)
        case Shares(scores=scores):
            return len(scores)
        case LocalResponse(neighbours=neighbours):
            return len(neighbours)
        case Related(reaches=reaches):
            return sum(reach.count for reach in reaches)
        case Pooled() | Moved():
            return 1
        case Formula() | Fed():
            return 0


def _note(context: Context, unit: Arithmetic) -> str:
    match unit.workings:
        case WeightedSum() as sums:
            return weighted_note(unit, sums)
        case Formula(cut=cut, note=note):
            return "It is cut off here." if cut else f"{note[:1].upper()}{note[1:]}." if note else ""
        case Related() as related:
            return _related_note(context, unit, related)
        case _:
            return ""


def _related_note(context: Context, unit: Arithmetic, related: Related) -> str:
    """Return how many numbers of which values reach a unit, and that no more is said of it where that is so."""
    counts = " and ".join(_count(context, reach) for reach in related.reaches)
    reached = f"It hangs on {counts}. " if counts else ""
    return f"{reached}What {unit.operator} does is not spelled out here." if related.result is None else reached.strip()


def _count(context: Context, reach: Reach) -> str:
    numbers = f"{reach.count:,} number{'s' * (reach.count != 1)} of {context.title(reach.value)}"
    return numbers if reach.exact else f"at most {numbers}"


def _window(context: Context, unit: Arithmetic) -> Window | None:
    """Return where the window lies; of several maps, on that of the strongest kernel slice, whatever the place."""
    why = ""
    match unit.workings:
        case WeightedSum(footprint=footprint, channels=channels, kernels=kernels):
            strength = np.abs(kernels).reshape(len(kernels), -1).sum(axis=1)
            channel = int(channels[strength.argmax()])
            why = "the filter's strongest kernel slice is laid on it" if len(kernels) > 1 else ""
        case Pooled(footprint=footprint, channel=channel):
            pass
        case _:
            return None
    return context.window(channel, footprint, _stride(context, unit, footprint), why)


def _stride(context: Context, unit: Arithmetic, footprint: Footprint) -> tuple[int, int] | None:
    """Return how far the window moves for the next row and column; None where it does not slide along both."""
    node = context.loaded.graph.producer(unit.value)
    steps = node.op.attributes().get("strides") if node is not None else None
    if unit.operator not in _SLIDING or None in footprint.axes:
        return None
    return (steps[0], steps[1]) if steps else (1, 1)
