"""Windows that are reduced to one number: the largest, the mean, or a norm."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explorer.nn.arithmetic.parts import Arithmetic, Pooled
from explorer.session.arithmetic.context import Context
from explorer.session.views.worked import Line, Term


def pooled_terms(context: Context, unit: Arithmetic, pooled: Pooled) -> tuple[tuple[Term, ...], tuple[Line, ...]]:
    """Return the window, and what it comes to."""
    value = pooled.footprint.value
    grid = context.patch(value, pooled.channel, pooled.patch, pooled.footprint)
    if pooled.winner is not None:
        flat = int(np.ravel_multi_index(pooled.winner, pooled.patch.shape))
        grid = replace(grid, winner=divmod(flat, grid.numbers.shape[1]))
    name = f"Channel {context.channel(value, pooled.channel)}"
    known = context.source(value, pooled.channel)
    return (Term(name, pooled.result, grids=(grid,), source=known),), _lines(pooled)


def _lines(pooled: Pooled) -> tuple[Line, ...]:
    inside = int(pooled.footprint.inside.sum())
    match pooled.rule:
        case "largest":
            return (Line(f"Largest of {inside}", pooled.result, "result"),)
        case "mean":
            total = float(pooled.patch.astype(np.float64).sum())
            return (Line(f"Sum of {inside}", total), Line(f"Divided by {pooled.count}", pooled.result, "result"))
        case _:
            total = float((np.abs(pooled.patch.astype(np.float64)) ** pooled.power).sum())
            power = pooled.power
            return (
                Line(f"Sum of the magnitudes to the power of {power}", total),
                Line(f"Its root of order {power}", pooled.result, "result"),
            )
