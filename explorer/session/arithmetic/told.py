"""What is told of a number of the arithmetic that is pointed at."""

from __future__ import annotations

from collections.abc import Callable

from explorer.render.numbers import three_digits
from explorer.session.numbers import DOT, unrounded
from explorer.session.pointed import Number
from explorer.session.views.worked import Term


def factors(term: Term, y: int, x: int, spelled: Callable[[float], str] = unrounded) -> list[str]:
    """Return input, weight and product of a cell of a term with the signs between them, or the input alone."""
    texts = [spelled(float(grid.numbers[y, x])) for grid in term.grids]
    if term.grids[0].outside is not None and term.grids[0].outside[y, x]:
        texts[0] = f"{texts[0]} (padding)"
    signs = ("", f"{DOT} ", "= ")
    return [f"{sign}{text}" for sign, text in zip(signs, texts, strict=False)]


def told_of_cell(term: Term, y: int, x: int) -> Number:
    """Return how a cell of a term comes about."""
    where = f"{term.name}, row {y} and column {x} of the window"
    brief, full = (" ".join(factors(term, y, x, spelled)) for spelled in (three_digits, unrounded))
    return Number(f"{where}: {brief}", f"{where}: {full}")


def told_of_term(term: Term) -> Number:
    """Return what a term gives."""
    return Number(f"{term.name}: {three_digits(term.number)}", f"{term.name}: {unrounded(term.number)}")
