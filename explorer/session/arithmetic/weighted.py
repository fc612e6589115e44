"""Sums of products: what each channel of the input adds, and the bias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

import numpy as np

from explorer.nn.arithmetic.order import fold
from explorer.nn.arithmetic.parts import Arithmetic, WeightedSum
from explorer.nn.spec import Array
from explorer.render.levels import Levels
from explorer.session.arithmetic.context import (
    PRODUCTS,
    WEIGHTS,
    Context,
    as_plane,
    products_levels,
    weights_levels,
)
from explorer.session.views.worked import Grid, Line, Term

_CORRELATION = (
    "Patch and kernel slice are multiplied cell by cell, and the kernel is not flipped: to a mathematician this is a "
    "correlation, nets call it a convolution."
)
"""What a convolution is, said once."""


@dataclass(frozen=True, eq=False)
class WeightedTerms(Sequence[Term]):
    """What each channel adds; made one by one, since there may be thousands of which a few are seen.

    Attributes
    ----------
    order
        Indices into the terms of the sum.
    """

    context: Context
    sums: WeightedSum
    order: tuple[int, ...]
    word: str

    def __len__(self) -> int:
        """Return how many are shown."""
        return len(self.order)

    @overload
    def __getitem__(self, place: int) -> Term: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Term]: ...
    def __getitem__(self, place: int | slice) -> Term | Sequence[Term]:
        """Return one of them, or several."""
        if isinstance(place, slice):
            return [self._term(index) for index in self.order[place]]
        return self._term(self.order[place])

    def _term(self, index: int) -> Term:
        sums, value = self.sums, self.sums.footprint.value
        channel = int(sums.channels[index])
        patch, kernel = sums.patches[index], sums.kernels[index]
        name = self.context.channel(value, channel)
        return Term(
            name=f"{self.word} {name}",
            number=float(sums.partials[index]),
            grids=(
                self.context.patch(value, channel, patch, sums.footprint),
                Grid(as_plane(kernel), self._weights, WEIGHTS),
                Grid(as_plane(_times(patch.astype(np.float64), kernel)), self._products, PRODUCTS),
            ),
            source=self.context.source(value, channel),
        )

    @cached_property
    def _weights(self) -> Levels:
        return weights_levels(self.sums.kernels)

    @cached_property
    def _products(self) -> Levels:
        shown: Array = np.array(self.order)
        patches, kernels = self.sums.patches, self.sums.kernels
        return products_levels(_times(patches[shown], kernels[shown]) if self.order else np.zeros(1))


def _times(patches: Array, kernels: Array) -> Array:
    """Return products of values and weights, of which some may be infinite."""
    with np.errstate(invalid="ignore", over="ignore"):
        products: Array = patches * kernels
    return products


def weighted_terms(context: Context, unit: Arithmetic, sums: WeightedSum) -> tuple[Sequence[Term], tuple[Line, ...]]:
    """Return what each channel adds, and what that comes to."""
    folded = fold(sums, context.order, context.most)
    several = len(sums.partials) > 1
    word = "Input" if unit.operator in ("Gemm", "MatMul") and sums.kernels[0].size == 1 else "Channel"
    lines: list[Line] = []
    if folded.others:
        lines.append(Line(f"{folded.others} other{'s' * (folded.others > 1)}", folded.rest))
    if sums.bias is None:
        lines.append(Line("Sum", sums.sum, "sum"))
    else:
        if several:
            lines.append(Line(f"Sum of {len(sums.partials)}", sums.sum))
        lines += [Line("Bias, once", sums.bias), Line("Sum", sums.result, "sum")]
    return WeightedTerms(context, sums, folded.shown, word), tuple(lines)


def weighted_note(unit: Arithmetic, sums: WeightedSum) -> str:
    """Return that a convolution is a correlation, where it is one."""
    return _CORRELATION if unit.operator == "Conv" and sums.kernels[0].size > 1 else ""
