"""Numbers that come of a few others: formulas, shares of a whole, neighbours along depth, and what is only moved."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.nn.arithmetic.parts import Arithmetic, Fed, Formula, Index, LocalResponse, Moved, Related, Shares
from explorer.render.numbers import MINUS, three_digits
from explorer.session.arithmetic.context import Context
from explorer.session.numbers import DOT, typeset
from explorer.session.views.worked import Line, Term

Described = tuple[Sequence[Term], tuple[Line, ...]]
"""Terms, and what they come to."""


def formula_terms(context: Context, unit: Arithmetic, formula: Formula) -> Described:
    """Return the numbers of a formula but the one that the step before ended with, and what it gives."""
    operands = [
        Line(_operand(context, operand.symbol, operand.value, operand.index), operand.number)
        for operand in formula.operands
        if (operand.value, operand.index) != context.before
    ]
    return (), (*operands, Line(unit.operator, formula.result, "result", typeset(formula.rule)))


def _operand(context: Context, symbol: str, value: str, index: Index) -> str:
    return f"{symbol}  {context.address(value, index)}" if value else symbol


def shares_terms(context: Context, unit: Arithmetic, shares: Shares) -> Described:
    """Return all exponentials, the largest first, and the share of the own one."""
    count = len(shares.scores)
    order = np.argsort(-shares.exponentials, kind="stable") if context.order == "contribution" else np.arange(count)
    shown = order[: context.most].tolist()
    if shares.place not in shown:
        shown[-1:] = [shares.place]
    largest = f"{'+' if shares.largest < 0 else MINUS} {three_digits(abs(shares.largest))}"
    terms = tuple(
        Term(
            name=context.slice_name(shares.value, index),
            number=float(shares.exponentials[index]),
            detail=f"exp({three_digits(float(shares.scores[index]))} {largest})",
            source=context.source(shares.value, index),
        )
        for index in shown
    )
    rest = shares.sum - sum(term.number for term in terms)
    others = count - len(terms)
    name = context.slice_name(shares.value, shares.place)
    rule = f"Log of the share of {name}" if shares.logarithm else f"Share of {name}"
    return terms, (
        *((Line(f"{others} other{'s' * (others > 1)}", rest),) if others else ()),
        Line("Sum of the exp", shares.sum, "sum"),
        Line(rule, shares.result, "result"),
    )


def response_terms(context: Context, unit: Arithmetic, response: LocalResponse) -> Described:
    """Return the squares of the neighbours, and what they divide the own number by."""
    terms = tuple(
        Term(
            name=f"Channel {channel}",
            number=square,
            detail=f"{three_digits(neighbour)}\N{SUPERSCRIPT TWO}",
            source=context.source(response.value, channel),
        )
        for channel, neighbour, square in zip(
            response.channels, response.neighbours.tolist(), response.squares.tolist(), strict=True
        )
    )
    bias, factor, beta = map(three_digits, (response.bias, response.alpha / response.size, response.beta))
    divisor = f"({bias} + {factor}{DOT}sum) to the power of {beta}"
    return terms, (
        Line("Sum of squares", float(response.squares.sum()), "sum"),
        Line("Own number", float(response.neighbours[response.own])),
        Line(f"Divisor  {divisor}", response.divisor),
        Line("Own number, divided", response.result, "result"),
    )


def moved_terms(context: Context, unit: Arithmetic, moved: Moved) -> Described:
    """Return the element that stands here unchanged."""
    if moved.source is None:
        return (), (Line("Border that is added", moved.result, "result"),)
    address = context.address(moved.source, moved.index)
    branch = f", input {moved.branch + 1} of {moved.branches}" if moved.branches > 1 else ""
    term = Term(f"{address}{branch}", moved.result, source=context.source_of(moved.source, moved.index))
    return (term,), (Line("Unchanged", moved.result, "result"),)


def related_terms(context: Context, unit: Arithmetic, related: Related) -> Described:
    """Return the elements that it hangs on."""
    terms = [
        Term(context.address(reach.value, tuple(index)), number, source=context.source_of(reach.value, tuple(index)))
        for reach in related.reaches
        for index, number in zip(reach.indices.tolist(), reach.numbers.tolist(), strict=True)
    ]
    lines = () if related.result is None else (Line(related.rule, related.result, "result"),)
    return terms[: context.most], lines


def fed_terms(context: Context, unit: Arithmetic, fed: Fed) -> Described:
    """Return the number itself."""
    return (), (Line("As it was fed", unit.cell, "result"),)
