"""Filters with nothing behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from explorer.nn.edits import UNEDITED
from explorer.render.histogram import histogram_of
from explorer.render.levels import levels_of
from explorer.session.filters.edited_filter import EditedFilter
from explorer.session.filters.kernels import FilterPart


@pytest.fixture
def filter_part() -> Callable[..., FilterPart]:
    """Return what makes a filter of kernel slices (I, KH, KW)."""

    def make(kernels: np.ndarray, node: str = "conv1", **changes: object) -> FilterPart:
        levels = levels_of(kernels)[0]
        part = FilterPart(
            node=node,
            net="net",
            filter=0,
            note="",
            channels=tuple(str(i) for i in range(len(kernels))),
            bias=0.25,
            facts=(("Parameters", "3*3*1*2 + 2 = 20"),),
            levels=levels,
            maps=None,
            kernels=kernels,
            histogram=histogram_of(kernels, levels.low, levels.high),
            siblings=None,
            edited=EditedFilter(node, 0, UNEDITED, 0.25, kernels),
        )
        return replace(part, **changes)

    return make
