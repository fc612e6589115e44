"""What is written of the arithmetic of a cell, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from explorer.render.numbers import three_digits
from explorer.session.numbers import signed, unrounded
from explorer.session.views.worked import Line, Step, Term, Worked

_BRIEF = 12
"""Letters of a formula that has room beside the number that it gives."""

Kind: TypeAlias = Literal["heading", "term", "line", "rule", "note"]


@dataclass(frozen=True, eq=False)
class Row:
    """One row.

    Attributes
    ----------
    text
        At the left.
    number
        At the right.
    exact
        The same in all digits.
    bold
        Whether it is the end of all.
    own
        Whether it is the number of the cell that is looked at.
    term
        What is drawn between the two; None for nothing.
    share
        The term's part of the largest one's magnitude, signed.
    """

    kind: Kind
    text: str = ""
    number: str = ""
    exact: str = ""
    bold: bool = False
    own: bool = False
    term: Term | None = None
    share: float = 0.0


def brief_rows(worked: Worked) -> tuple[Row, ...]:
    """Return terms and lines of all steps."""
    return tuple(row for step in worked.steps for row in (*_terms(step), *_lines(worked, step, exactly=False)))


def full_rows(worked: Worked, *, exactly: bool) -> tuple[Row, ...]:
    """Return the lines of all steps with what stands in the tensor, then what else there is to say."""
    rows = [row for step in worked.steps for row in _whole(worked, step, exactly=exactly)]
    return (*rows, *(Row("note", step.note) for step in worked.steps if step.note))


def _whole(worked: Worked, step: Step, *, exactly: bool) -> Iterator[Row]:
    yield Row("heading", step.title)
    yield from _lines(worked, step, exactly=exactly)
    yield Row("line", "In the tensor", _spelled(step.cell, exactly=exactly), unrounded(step.cell))
    if step.residual:
        yield Row("line", "Rounding", signed(three_digits(step.residual)), unrounded(step.residual))


def _terms(step: Step) -> Iterator[Row]:
    terms = list(step.terms)
    largest = max((abs(term.number) for term in terms), default=0.0)
    for term in terms:
        share = term.number / largest if largest else 0.0
        text = three_digits(term.number)
        number = signed(text) if term.summed else text
        yield Row("term", term.name, number, unrounded(term.number), term=term, share=share)


def _lines(worked: Worked, step: Step, *, exactly: bool) -> Iterator[Row]:
    for place, line in enumerate(step.lines):
        last = line is step.lines[-1]
        if line.role == "sum" and place:
            yield Row("rule")
        brief = len(line.rule) <= _BRIEF
        if not brief:
            yield Row("note", line.rule)
        yield Row(
            "line",
            f"{line.name}  {line.rule}".rstrip() if brief else line.name,
            _number(step, line, exactly=exactly),
            unrounded(line.number),
            bold=last and step is worked.steps[-1],
            own=last and step.address == worked.address,
        )


def _number(step: Step, line: Line, *, exactly: bool) -> str:
    text = _spelled(line.number, exactly=exactly)
    summed = bool(step.terms) and step.terms[0].summed
    return signed(text) if summed else text


def _spelled(number: float, *, exactly: bool) -> str:
    return unrounded(number) if exactly else three_digits(number)
