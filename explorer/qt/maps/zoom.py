"""Where a plane of values lies in a view: its magnification, and the place of its corner."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_WHOLE = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256)
LADDER = (*(1 / n for n in reversed(_WHOLE[1:])), *map(float, _WHOLE))
"""Magnifications: whole numbers of pixels for a value, or of values for a pixel, so that all are drawn alike."""

_SEEN = 32
"""Pixels of the plane that cannot be moved out of the view."""

_LEAST_SIDE = 48


@dataclass(frozen=True)
class Zoom:
    """A plane (rows, columns) in a view, in pixels.

    Attributes
    ----------
    scale
        Pixels across for each value.
    stretch
        How many times as high as wide a value is drawn; not 1 for planes of very few rows or columns.
    left, top
        Where the upper left corner of the plane lies.
    """

    scale: float
    stretch: float
    left: float
    top: float

    @property
    def tall(self) -> float:
        """Pixels down for each value."""
        return self.scale * self.stretch

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return row and column of a point, with fractions; beyond the plane where the point is."""
        return (y - self.top) / self.tall, (x - self.left) / self.scale

    def about(self, x: float, y: float, steps: int) -> Zoom:
        """Return the zoom some steps of the ladder on, with the same value under a point."""
        nearest = min(range(len(LADDER)), key=lambda rung: abs(math.log(LADDER[rung] / self.scale)))
        scale = LADDER[min(max(nearest + steps, 0), len(LADDER) - 1)]
        factor = scale / self.scale
        return replace(self, scale=scale, left=x - (x - self.left) * factor, top=y - (y - self.top) * factor)

    def moved(self, right: float, down: float) -> Zoom:
        """Return the zoom with the plane moved by some pixels."""
        return replace(self, left=self.left + right, top=self.top + down)

    def within(self, plane: tuple[int, int], view: tuple[int, int]) -> Zoom:
        """Return the zoom with the plane (rows, columns) on whole pixels and in sight of the view (height, width)."""
        high, wide = plane[0] * self.tall, plane[1] * self.scale
        left = min(max(self.left, min(0, _SEEN - wide)), math.floor(view[1] - min(wide, _SEEN)))
        top = min(max(self.top, min(0, _SEEN - high)), math.floor(view[0] - min(high, _SEEN)))
        return replace(self, left=round(left), top=round(top))


def fitted(plane: tuple[int, int], view: tuple[int, int]) -> Zoom:
    """Return the largest zoom that shows a plane (rows, columns) whole in a view (height, width).

    Pixels for a value, or values for a pixel, are a whole number.
    """
    rows, columns = max(1, plane[0]), max(1, plane[1])
    most = min(view[0] / rows, view[1] / columns)
    scale = min(math.floor(most), LADDER[-1]) if most >= 1 else 1 / math.ceil(1 / most)
    wide, tall = max(scale, _LEAST_SIDE / columns), max(scale, _LEAST_SIDE / rows)
    zoom = Zoom(wide, tall / wide, (view[1] - columns * wide) / 2, (view[0] - rows * tall) / 2)
    return zoom.within((rows, columns), view)


def ticks(first: float, last: float, spacing: float) -> range:
    """Return the indices from ``first`` to ``last`` to label, at steps of 1, 2 or 5 by powers of ten.

    Parameters
    ----------
    spacing
        Least number of values between two labels.
    """
    magnitude = 10 ** math.floor(math.log10(max(spacing, 1)))
    step = next(n * magnitude for n in (1, 2, 5, 10) if n * magnitude >= spacing or n == 10)
    begin = math.ceil(first / step) * step
    return range(begin, math.floor(last) + 1, step)
