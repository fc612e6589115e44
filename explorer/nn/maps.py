"""Where the sums of a convolution go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from explorer.nn.spec import FLOAT, Array


@dataclass(frozen=True, eq=False)
class Maps:
    """The memory of activation maps, and of what is positive of them.

    Attributes
    ----------
    sums
        float32, flat.
    rectified
        Where max(0, sums) goes, flat, as large; empty for nowhere.
    ceiling
        The most that is written there.
    """

    sums: Array
    rectified: Array = field(default_factory=lambda: np.empty(0, FLOAT))
    ceiling: float = np.inf

    @classmethod
    def over(cls, arrays: Sequence[Array], ceiling: float) -> Maps:
        """Return the maps in the first of ``arrays``, (K, H, W), and what is positive of them in the second, if any."""
        flat = [array.reshape(-1) for array in arrays]
        return cls(flat[0], ceiling=ceiling) if len(flat) == 1 else cls(flat[0], flat[1], ceiling)

    def split(self, parts: int) -> list[Maps]:
        """Return the maps in so many parts, as many in each."""
        pairs = zip(np.split(self.sums, parts), np.split(self.rectified, parts), strict=True)
        return [Maps(sums, rectified, self.ceiling) for sums, rectified in pairs]

    @property
    def arguments(self) -> tuple[Array, Array, float]:
        """What kernels are given of it."""
        return self.sums, self.rectified, float(self.ceiling)
