"""The maps that each input channel gives to a filter: ordered, folded where they are many, and summed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from explorer.nn.arithmetic.order import UNFOLDED
from explorer.nn.spec import FLOAT, Array
from explorer.render.levels import Levels, shared_levels
from explorer.session.maps.ordering import strongest_first
from explorer.session.state import TermOrder


@dataclass(frozen=True, eq=False)
class ChannelSums:
    """The way from one map for each channel to one map.

    Attributes
    ----------
    shown
        Which of the channels have a map of their own, in order.
    others
        How many share the last map.
    alone
        float32 (n, H, W), what each channel gives, and what the others give together.
    running
        float32 (n, H, W), the sum of the maps up to each one.
    after
        float32 (m, H, W), what becomes of the sum: with the bias, then with what follows.
    levels
        One colour scale for all of them.
    deviation
        The largest difference between sum and bias and the first of ``after``, which the net's kernels computed.
    """

    shown: tuple[int, ...]
    others: int
    alone: Array = field(repr=False)
    running: Array = field(repr=False)
    after: Array = field(repr=False)
    levels: Levels
    deviation: float


def channel_sums(
    partial: Array, bias: float, after: Sequence[Array], order: TermOrder, *, unfolded: bool
) -> ChannelSums:
    """Return the maps of ``partial``, float32 (D1, H, W), in an order, with what becomes of them.

    Where there are more than ``UNFOLDED`` and they are not ``unfolded``, the first of the order stand by themselves.
    """
    ordered = strongest_first(np.abs(partial).mean(axis=(1, 2))) if order == "contribution" else range(len(partial))
    shown = tuple(ordered if unfolded else ordered[:UNFOLDED])
    rest = list(ordered[len(shown) :])
    alone: Array = partial[list(shown)]
    if rest:
        alone = np.concatenate([alone, partial[rest].sum(axis=0, dtype=np.float64, keepdims=True).astype(FLOAT)])
    running = np.cumsum(alone, axis=0, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        deviation = float(np.abs(running[-1] + bias - after[0]).max())
    sums = running.astype(FLOAT)
    return ChannelSums(
        shown=shown,
        others=len(rest),
        alone=alone,
        running=sums,
        after=np.stack(after),
        levels=shared_levels([alone, sums, *after]),
        deviation=deviation,
    )
