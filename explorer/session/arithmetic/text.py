"""The arithmetic of a cell as text, in all digits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from explorer.render.numbers import MINUS
from explorer.session.numbers import DOT, unrounded
from explorer.session.views.worked import Step, Term, Window, Worked

_PRODUCT = 3
"""Grids of a term whose patch is multiplied with a kernel slice."""


def text_of(worked: Worked) -> str:
    """Return the address and all steps."""
    return "\n".join([worked.address, *lines_of(worked.steps)])


def lines_of(steps: Iterable[Step]) -> Iterator[str]:
    """Yield the lines that spell out steps: each term with its products, each line with its number."""
    for step in steps:
        yield ""
        yield f"{step.title}: {step.address}"
        yield from _step(step)


def _step(step: Step) -> Iterator[str]:
    if step.window is not None:
        yield f"  {_window(step.window)}"
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


def _window(window: Window) -> str:
    """Return where a window lies: ``"Window on pool1: x -1 to 1, y 2 to 4; 3 of 9 places in the padding"``."""
    rows, columns = window.rows, window.columns
    height, width = window.plane.shape
    met = len(rows) * len(columns)
    padded = met - sum(0 <= y < height for y in rows) * sum(0 <= x < width for x in columns)
    padding = f"; {padded} of {met} places in the padding" if padded else ""
    return f"Window on {window.layer}: x {_span(columns)}, y {_span(rows)}{padding}"


def _span(places: Sequence[int]) -> str:
    return f"{places[0]} to {places[-1]}".replace("-", MINUS)


def _rows(term: Term) -> Iterator[str]:
    """Yield the window of a term row by row: its numbers, or the products that are summed."""
    numbers = [grid.numbers.tolist() for grid in term.grids]
    for row in range(len(numbers[0]) if numbers else 0):
        if len(numbers) == _PRODUCT:
            pairs = zip(numbers[0][row], numbers[1][row], strict=True)
            yield "    " + " + ".join(f"{unrounded(x)} {DOT} {unrounded(w)}" for x, w in pairs)
        else:
            yield "    " + "  ".join(map(unrounded, numbers[0][row]))
