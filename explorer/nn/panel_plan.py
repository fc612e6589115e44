"""The plan of a product of matrices by packed panels, made once for each layer and shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from explorer.kernels.panels import multiply_panels
from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.vector import LANES, WIDE
from explorer.kernels.work import Work
from explorer.nn.memory import aligned
from explorer.nn.spec import FLOAT, INT, Array
from explorer.nn.tap_plan import SLOWNESS, lay_blocks, split_filters

_RUN, _PANEL = 768 if WIDE else 256, 5 << 10
"""Terms of a run, at most, and numbers of a panel in it, if its columns are no fewer for that than a block takes."""

_VECTORS = BLOCKS[0][1]
"""Vectors of columns that the largest blocks compute side by side, and panels have a multiple of."""

_PRODUCT, _NARROW = (0.97, 1.1) if WIDE else (0.52, 1.6)
"""Cycles a multiply-add of vectors takes, and how much longer where registers are not filled."""

_TILE = 70
"""Cycles to begin and to keep the sums that registers hold."""

_JOB_TIME, _READ = 2000, 0.2 if WIDE else 0.1
"""Cycles to take a job up, and to read a number of the right matrix."""

_TAIL = 0.2
"""Share of a job that the last thread is waited for."""

_MOST_ROWS, _STEP = 120, BLOCKS[0][0]
"""Rows of a job, about the most there are, and a number that they are a multiple of unless they are all."""

_KEPT_BYTES = 10 << 20
"""Packed numbers of a layer, which are kept beside the layer's own."""


@dataclass(frozen=True, eq=False)
class PanelPlan:
    """A product of matrices, (M, K) and (K, N).

    Attributes
    ----------
    rows, inner, columns
        M, K and N; N is a multiple of the lanes of a vector.
    height
        Rows, at most, that a job computes.
    parts
        Jobs that share the columns over the same rows.
    """

    rows: int
    inner: int
    columns: int
    height: int
    parts: int

    @property
    def _run(self) -> int:
        """Terms of a run."""
        return -(-self.inner // -(-self.inner // _RUN))

    @cached_property
    def _panels(self) -> list[tuple[int, int]]:
        """The first one and the number of the columns of each panel."""
        least = _VECTORS * LANES
        width = max(round(_PANEL / (least * self._run)), 1) * least
        return [(first, min(width, self.columns - first)) for first in range(0, self.columns, width)]

    @property
    def fits(self) -> bool:
        """Whether each part has something to do."""
        return self.parts <= len(self._panels)

    def prepare(self, right: Array) -> Array:
        """Return a (K, N) as ``bind`` takes it: panel by panel, row by row."""
        packed = aligned(right.size)
        np.concatenate([right[:, first : first + count].ravel() for first, count in self._panels], out=packed)
        return packed

    def bind(self, left: Array, right: Array, out: Array) -> Work:
        """Return the work of writing the product of an (M, K) and what ``prepare`` has returned into an (M, N)."""
        cuts = [len(self._panels) * part // self.parts for part in range(self.parts + 1)]
        blocks: list[Array] = []
        jobs, begin = [], 0
        for first in range(0, self.rows, self.height):
            band = lay_blocks(split_filters(min(self.height, self.rows - first)))
            blocks.append(band + np.array((first, 0)))
            jobs += [(low, high, begin, begin + len(band)) for low, high in pairwise(cuts)]
            begin += len(band)
        return multiply_panels.over(
            len(jobs), self.rows * self.inner * self.columns / LANES, left.reshape(-1),
            np.arange(self.rows, dtype=INT) * self.inner, np.arange(self.inner, dtype=INT), self._run, right,
            np.zeros(self.columns, FLOAT), out.reshape(-1), self.columns, np.array(self._panels, INT),
            np.concatenate(blocks), np.array(jobs, INT),
        )  # fmt: skip

    @property
    def cycles(self) -> float:
        """Estimated time."""
        vectors = self.columns // LANES
        wide = vectors + (_NARROW - 1) * (vectors % _VECTORS)
        blocks = split_filters(min(self.height, self.rows))
        summing = self.inner * _PRODUCT * wide * sum(size * SLOWNESS[size] for size in blocks)
        tiles = -(-vectors // _VECTORS) * len(blocks) * -(-self.inner // self._run) * _TILE
        cuts = -(-self.rows // self.height) * self.parts
        jobs = -(-cuts // threads()) + _TAIL * (min(threads(), cuts) > 1)
        reading = self.inner * self.columns * _READ
        return jobs * ((summing + tiles + reading) / self.parts + _JOB_TIME)


def plan_panels(rows: int, inner: int, columns: int) -> Iterator[PanelPlan]:
    """Yield the plans that there can be: none for columns that do not fill their vectors or are too many to be kept."""
    if columns % LANES or 4 * inner * columns > _KEPT_BYTES:
        return
    least = -(-rows // _MOST_ROWS)
    heights = sorted({min(-(-rows // (bands * _STEP)) * _STEP, rows) for bands in range(least, 2 * least + threads())})
    for plan in (PanelPlan(rows, inner, columns, height, 1 << n) for height in heights for n in range(5)):
        if plan.fits:
            yield plan
