"""The arithmetic of a unit as JSON: every number that goes into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from explorer.cli.explained import Explained
from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.order import fold
from explorer.nn.arithmetic.parts import (
    Arithmetic,
    Fed,
    Formula,
    LocalResponse,
    Moved,
    Pooled,
    Related,
    Shares,
    WeightedSum,
    Workings,
)
from explorer.nn.receptive_field import Field
from explorer.nn.relation import NOWHERE


def as_json(explained: Explained) -> dict[str, Any]:
    """Return a unit, with what precedes and follows it in ``chain``, ready to be printed."""
    unit = explained.unit
    return {
        "net": explained.net,
        "untrained": explained.untrained,
        "input": explained.input,
        "unit": explained.address,
        "value": unit.value,
        "index": list(unit.index),
        "cell": unit.cell,
        "receptive_field": _field(explained.field),
        "chain": [_arithmetic(one, explained) for one in explained.chain],
    }


def _field(field: Field | None) -> dict[str, Any] | None:
    if field is None:
        return None
    return asdict(field.box) | {
        "width": field.box.width,
        "height": field.box.height,
        "kind": field.kind,
        "gaps": field.gaps,
        "padding": field.padding,
    }


def _arithmetic(one: Arithmetic, explained: Explained) -> dict[str, Any]:
    return {
        "node": one.node,
        "operator": one.operator,
        "value": one.value,
        "cell": one.cell,
        "result": one.workings.result,
        "residual": one.residual,
        **_TOLD[type(one.workings)](one.workings, explained),
    }


def _sum(sums: WeightedSum, explained: Explained) -> dict[str, Any]:
    folded = fold(sums, explained.order, explained.most)
    terms = [
        {
            "channel": int(sums.channels[place]),
            "sum": float(sums.partials[place]),
            "patch": sums.patches[place].tolist(),
            "kernel": sums.kernels[place].tolist(),
        }
        for place in folded.shown
    ]
    return {
        "window": _window(sums.footprint),
        "channels": len(sums.partials),
        "terms": terms,
        "others": folded.others,
        "rest": folded.rest,
        "sum": sums.sum,
        "bias": sums.bias,
    }


def _window(footprint: Footprint) -> dict[str, Any]:
    places = [[None if place == NOWHERE else int(place) for place in along] for along in footprint.places]
    return {"value": footprint.value, "places": places, "inside": footprint.inside.tolist()}


def _pooled(pooled: Pooled, _: Explained) -> dict[str, Any]:
    told: dict[str, Any] = {
        "window": _window(pooled.footprint),
        "channel": pooled.channel,
        "patch": pooled.patch.tolist(),
        "rule": pooled.rule,
    }
    extra = {"largest": ("winner", pooled.winner), "mean": ("count", pooled.count), "norm": ("power", pooled.power)}
    name, number = extra[pooled.rule]
    return told | {name: number}


def _formula(formula: Formula, _: Explained) -> dict[str, Any]:
    operands = [asdict(operand) for operand in formula.operands]
    return {"rule": formula.rule, "operands": operands, "cut": formula.cut, "note": formula.note}


def _shares(shares: Shares, _: Explained) -> dict[str, Any]:
    return {
        "scores": shares.scores.tolist(),
        "place": shares.place,
        "largest": shares.largest,
        "exponentials": shares.exponentials.tolist(),
        "sum": shares.sum,
        "logarithm": shares.logarithm,
    }


def _local_response(local: LocalResponse, _: Explained) -> dict[str, Any]:
    return {
        "channels": list(local.channels),
        "neighbours": local.neighbours.tolist(),
        "own": local.own,
        "size": local.size,
        "alpha": local.alpha,
        "beta": local.beta,
        "bias": local.bias,
        "divisor": local.divisor,
    }


def _moved(moved: Moved, _: Explained) -> dict[str, Any]:
    return {"source": moved.source, "index": list(moved.index), "branch": moved.branch}


def _related(related: Related, _: Explained) -> dict[str, Any]:
    reaches = [
        {
            "value": reach.value,
            "indices": reach.indices.tolist(),
            "numbers": reach.numbers.tolist(),
            "count": reach.count,
            "exact": reach.exact,
        }
        for reach in related.reaches
    ]
    return {"rule": related.rule, "reaches": reaches}


def _fed(fed: Fed, _: Explained) -> dict[str, Any]:
    return {}


_TOLD: Mapping[type[Workings], Callable[..., dict[str, Any]]] = {
    WeightedSum: _sum,
    Pooled: _pooled,
    Formula: _formula,
    Shares: _shares,
    LocalResponse: _local_response,
    Moved: _moved,
    Related: _related,
    Fed: _fed,
}
