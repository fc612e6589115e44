"""The arithmetic of a cell as text, in all digits."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.session.numbers import TIMES, unrounded
from explorer.session.views.worked import Step, Term, Worked

_PRODUCT = 3
"""Grids of a term whose patch is multiplied with a kernel slice."""


def text_of(worked: Worked) -> str:
    """Return all steps, each term with its products, each line with its number."""
    lines = (line for step in worked.steps for line in _step(step))
    return "\n".join([worked.address, *lines])


def _step(step: Step) -> Iterator[str]:
    yield ""
    yield f"{step.title}: {step.address}"
    for term in step.terms:
        detail = f"{term.detail} = " if term.detail else ""
        yield f"  {term.name}: {detail}{unrounded(term.number)}"
        yield from _rows(term)
    for line in step.lines:
        yield f"  {line.name}{f' {line.rule}' if line.rule else ''}: {unrounded(line.number)}"
    yield f"  In the tensor: {unrounded(step.cell)}"
    if step.residual:
        yield f"  Rounding in float32: {unrounded(step.residual)}"
    if step.note:
        yield f"  {step.note}"


def _rows(term: Term) -> Iterator[str]:
    """Yield the window of a term row by row: its numbers, or the products that are summed."""
    numbers = [grid.numbers.tolist() for grid in term.grids]
    for row in range(len(numbers[0]) if numbers else 0):
        if len(numbers) == _PRODUCT:
            pairs = zip(numbers[0][row], numbers[1][row], strict=True)
            yield "    " + " + ".join(f"{unrounded(x)} {TIMES} {unrounded(w)}" for x, w in pairs)
        else:
            yield "    " + "  ".join(map(unrounded, numbers[0][row]))
