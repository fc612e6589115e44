"""The arithmetic of a unit as text."""

from __future__ import annotations

from collections.abc import Iterable

import typer

from explorer.cli.explained import Explained
from explorer.cli.report import print_table
from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.order import UNFOLDED, fold
from explorer.nn.arithmetic.parts import (
    Formula,
    Index,
    LocalResponse,
    Moved,
    Operand,
    Pooled,
    Related,
    Shares,
    WeightedSum,
    Workings,
)
from explorer.nn.relation import NOWHERE
from explorer.nn.spec import Array
from explorer.render.numbers import three_digits
from explorer.session.arithmetic.weighted import CORRELATION
from explorer.session.maps.fields import field_words
from explorer.session.numbers import exact, extents

_NUMBERS = frozenset({0, 1})


def print_text(explained: Explained) -> None:
    """Print a unit with what precedes and follows it, in the order of computation."""
    untrained = f" (untrained: {explained.untrained})" if explained.untrained else ""
    typer.echo(f"{explained.address} of {explained.net}{untrained} is {exact(explained.unit.cell)}")
    typer.echo(f"It sees {field_words(explained.field, 'the input')}.")
    for one in explained.chain:
        asked = ", the unit itself" if one is explained.unit and len(explained.chain) > 1 else ""
        typer.echo(f"\n{one.node or one.value} ({one.operator}){asked}")
        _print_workings(one.workings, explained)
        if one.workings.result is not None:
            typer.echo(f"= {exact(one.workings.result)}")
        if one.residual:
            typer.echo(f"The tensor has {exact(one.cell)}, summed in float32: {three_digits(one.residual)} more.")
    if explained.correlates:
        typer.echo(f"\n{CORRELATION}")


def _print_workings(workings: Workings, explained: Explained) -> None:
    match workings:
        case WeightedSum():
            _print_sum(workings, explained)
        case Pooled():
            _print_pooled(workings)
        case Formula():
            _print_formula(workings)
        case Shares():
            _print_shares(workings)
        case LocalResponse():
            _print_neighbours(workings)
        case Moved():
            _print_moved(workings)
        case Related():
            _print_reaches(workings)
        case _:
            typer.echo("a number of the picture, as the net is fed it")


def _print_sum(sums: WeightedSum, explained: Explained) -> None:
    folded = fold(sums, explained.order, explained.most)
    typer.echo(_window(sums.footprint))
    rows = [(str(sums.channels[place]), exact(sums.partials[place])) for place in folded.shown]
    if folded.others:
        rows.append((f"{folded.others} more", exact(folded.rest)))
    rows.append(("sum", exact(sums.sum)))
    if sums.bias is not None:
        rows.append(("bias, once", exact(sums.bias)))
    print_table(("channel", "sum of patch * kernel slice"), rows, right=_NUMBERS)


def _print_pooled(pooled: Pooled) -> None:
    typer.echo(f"{_window(pooled.footprint)}, channel {pooled.channel}")
    for line in pooled.patch.reshape(-1, pooled.patch.shape[-1])[: 2 * UNFOLDED]:
        typer.echo("  " + "  ".join(exact(number) for number in line[: 2 * UNFOLDED]))
    if pooled.winner is not None:
        row, column = pooled.winner[-2:]
        typer.echo(f"the largest of them, in row {row} and column {column} of the window")
    elif pooled.rule == "mean":
        typer.echo(f"their sum over {pooled.count}")
    else:
        typer.echo(f"the sum of their absolute values to the power {pooled.power}, to the power 1/{pooled.power}")


def _print_formula(formula: Formula) -> None:
    for operand in formula.operands:
        typer.echo(f"{operand.symbol} = {exact(operand.number)}{_origin(operand)}")
    note = f" ({formula.note})" if formula.note else ""
    typer.echo(f"{formula.rule}{note}{', which cuts x off' if formula.cut else ''}")


def _print_shares(shares: Shares) -> None:
    own, number = float(shares.scores[shares.place]), float(shares.exponentials[shares.place])
    typer.echo(f"score {exact(own)}, the largest of {len(shares.scores)} scores is {exact(shares.largest)}")
    typer.echo(f"exp(score - largest) = {exact(number)}, the sum of all of these is {exact(shares.sum)}")
    typer.echo("the logarithm of one over the other" if shares.logarithm else "one over the other")


def _print_neighbours(local: LocalResponse) -> None:
    numbers = zip(local.channels, local.neighbours, local.squares, strict=True)
    rows = [(str(channel), exact(number), exact(square)) for channel, number, square in numbers]
    print_table(("channel", "number", "square"), rows, right=frozenset({0, 1, 2}))
    inner = f"{local.bias:g} + {local.alpha:g} / {local.size} * sum of squares"
    typer.echo(f"the number of channel {local.channels[local.own]} over ({inner}) ** {local.beta:g}")
    typer.echo(f"which is {exact(local.divisor)}")


def _print_moved(moved: Moved) -> None:
    if moved.source is None:
        typer.echo("a border that is added")
    else:
        branch = f", input {moved.branch + 1} of {moved.branches}" if moved.branches > 1 else ""
        typer.echo(f"the number at {_element(moved.source, moved.index)}{branch}, unchanged")


def _print_reaches(related: Related) -> None:
    for reach in related.reaches:
        certain = "" if reach.exact else " at most"
        typer.echo(f"it depends on{certain} {reach.count} numbers of {reach.value}")
        listed = zip(reach.indices[:UNFOLDED], reach.numbers, strict=False)
        for index, number in listed:
            typer.echo(f"  {_element(reach.value, index.tolist())} = {exact(number)}")
        if reach.count > UNFOLDED:
            typer.echo(f"  and {reach.count - UNFOLDED} more")
    if related.rule:
        typer.echo(related.rule)


def _window(footprint: Footprint) -> str:
    """Return where a window lies: ``"a window of 3 x 3 over conv1, x from 4 to 6, y from -1 to 1, 3 in padding"``."""
    if not any(axis is not None for axis in footprint.axes):
        return f"all of {footprint.value}"
    size = extents(reversed([len(places) for places in footprint.places]))
    y, x = (_span(places) for places in footprint.places[-2:])
    outside = int(footprint.meets.sum() - footprint.inside.sum())
    padding = f", {outside} of its places in the padding" if outside else ""
    return f"a window of {size} over {footprint.value}, x {x}, y {y}{padding}"


def _span(places: Array) -> str:
    met = places[places != NOWHERE]
    return f"{exact(met.min())} to {exact(met.max())}" if len(met) else "nowhere"


def _origin(operand: Operand) -> str:
    return f", {_element(operand.value, operand.index)}" if operand.value else ""


def _element(value: str, index: Index | Iterable[int]) -> str:
    return f"{value}[{', '.join(map(str, index))}]"
