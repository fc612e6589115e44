"""Depth slices at the size that they are drawn at, each shrunk once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.nn.spec import FLOAT, Array, Shape
from explorer.render.resample import shrunk

_KEPT = 4
"""Sizes that are kept: those of the tiles, of a thumbnail, and what they were before."""


class SmallPlanes:
    """The depth slices of a volume, smaller; memory is taken for those alone that are asked for.

    Parameters
    ----------
    volume
        float32 (D, H, W).
    """

    def __init__(self, volume: Array) -> None:
        self._volume = volume
        self._sizes: dict[Shape, tuple[Array, Array]] = {}

    def at(self, slices: Sequence[int], height: int, width: int) -> Array:
        """Return some slices with at most ``height`` rows and ``width`` columns, to be read only.

        They are a view where they are a range.
        """
        size = min(height, self._volume.shape[1]), min(width, self._volume.shape[2])
        if size == self._volume.shape[1:]:
            return _some(self._volume, slices)
        small, made = self._sized(size)
        missing = [index for index in slices if not made[index]]
        if missing:
            small[missing] = shrunk(_some(self._volume, _followed(missing)), *size)
            made[missing] = True
        return _some(small, slices)

    def _sized(self, size: Shape) -> tuple[Array, Array]:
        """Return the slices of one size, and which of them are made."""
        if size not in self._sizes:
            while len(self._sizes) >= _KEPT:
                del self._sizes[next(iter(self._sizes))]
            depth = len(self._volume)
            self._sizes[size] = np.empty((depth, *size), FLOAT), np.zeros(depth, bool)
        return self._sizes[size]


def _followed(indices: Sequence[int]) -> Sequence[int]:
    """Return indices as a range where they are one."""
    follow = range(indices[0], indices[0] + len(indices))
    return follow if list(follow) == indices else indices


def _some(volume: Array, slices: Sequence[int]) -> Array:
    return volume[slices.start : slices.stop] if isinstance(slices, range) else volume[list(slices)]
