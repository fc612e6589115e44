"""The plan of a convolution by Winograd's algorithm, made once for each layer and shape."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from explorer.kernels.threads import threads
from explorer.kernels.tile import BLOCKS
from explorer.kernels.vector import LANES
from explorer.kernels.winograd import convolve_tiles
from explorer.kernels.work import Work
from explorer.nn.spec import FLOAT, INT, Array
from explorer.nn.tap_plan import Axis, split_filters

_NOTHING = np.empty(0, FLOAT)


@dataclass(frozen=True, eq=False)
class WinogradPlan:
    """A convolution of one image with 3x3 filters at stride 1.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer.
    y, x
        The taps of both axes.
    size
        Extent of a tile of the map: 2 or 4.
    rows
        Rows of tiles that a job computes.
    parts
        Jobs that share the filters over the same tiles.
    most
        Blocks of filters that are transformed at a time.
    """

    channels: int
    filters: int
    y: Axis
    x: Axis
    size: int
    rows: int
    parts: int
    most: int

    @property
    def _columns(self) -> int:
        """Tiles side by side."""
        return -(-self.x.outputs // self.size)

    @cached_property
    def _tiles(self) -> Array:
        """Row and column of each tile of a band, the first one again to fill a vector."""
        count = self.rows * self._columns
        numbers = np.arange(-(-count // LANES) * LANES)
        return np.stack(np.divmod(np.where(numbers < count, numbers, 0), self._columns))

    @cached_property
    def _blocks(self) -> Array:
        sizes = split_filters(self.filters)
        return np.array([*zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True)], INT)

    @cached_property
    def _places(self) -> tuple[int, int, int, int, int]:
        """Places of transformed pixels, filters, products and sums in a thread's memory, and its size."""
        square, tiles = (self.size + 2) ** 2, self._tiles.shape[1]
        plane = (self.size * self.rows + 2) * (self.size * self._columns + 2) + 2 * LANES
        together = self.most * BLOCKS[0][0]
        sizes = (
            plane + square * LANES,
            square * self.channels * tiles,
            square * together * self.channels,
            square * together * tiles,
            self.size**2 * self.rows * self._columns + 2 * LANES,
        )
        ends = np.cumsum([-(-size // LANES) * LANES for size in sizes])
        return tuple(ends.tolist())  # type: ignore[return-value]

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * self._places[-1]

    def bind(
        self, image: Array, weights: Array, bias: Array, scratch: Array, out: Array, rectified: Array = _NOTHING
    ) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        pitch, (row, column) = self.size * self._columns, self._tiles
        places = (row * (pitch + 2) + column) * self.size
        targets = (row * pitch + column) * self.size
        own = scratch[: self.scratch].reshape(threads(), -1)
        cuts = [len(self._blocks) * part // self.parts for part in range(self.parts + 1)]
        step = self.size * self.rows
        jobs = [
            (low, high, upper, min(upper + step, self.y.outputs))
            for upper in range(0, self.y.outputs, step)
            for low, high in zip(cuts, cuts[1:], strict=False)
        ]
        time = self.filters * self.channels * 9 * self.y.outputs * self.x.outputs / LANES
        return convolve_tiles.over(
            len(jobs), time, image, self.size, weights.reshape(-1), bias, out, rectified, own, *self._places[:4],
            self._blocks, self.most, np.array(jobs, INT), places.astype(INT), targets.astype(INT),
            np.arange(self.channels, dtype=INT) * len(places), np.zeros(max(BLOCKS)[0], FLOAT), self.y.before,
            self.x.before, step + 2, pitch + 2, self.y.outputs, self.x.outputs,
        )  # fmt: skip
