"""How far a number goes when it is dragged, turned by the wheel or stepped by a key."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

_PIXELS = 100
"""Pixels, at least, from zero to the end of the scale."""

FINE, USUAL, COARSE = 0.1, 1.0, 10.0
"""Steps of a pixel, by the keys that are held."""


def step_of(reach: float) -> float:
    """Return what a pixel is worth on a scale that reaches so far from zero: 1, 2 or 5 times a power of ten."""
    wanted = max(reach, 1e-6) / _PIXELS
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(round_number for round_number in (power, 2 * power, 5 * power) if round_number <= wanted * (1 + 1e-9))


def stepped(value: float, steps: float, step: float) -> float:
    """Return ``value`` so many steps on, with as many digits as a fine step has; itself after none."""
    if not steps:
        return value
    digits = 1 - math.floor(math.log10(step))
    return round(value + steps * step, digits) + 0.0


@dataclass(frozen=True)
class Drag:
    """A number that is held and pulled up or down.

    Attributes
    ----------
    start
        Where it was taken.
    step
        What a pixel is worth.
    steps
        How far it has come; moving back by as much gives exactly the number that it was.
    """

    start: float
    step: float
    steps: float = 0.0

    def moved(self, pixels: float, pace: float) -> Drag:
        """Return the drag so many pixels further up."""
        return replace(self, steps=round(self.steps + pixels * pace, 1))

    @property
    def value(self) -> float:
        """Where it is now."""
        return stepped(self.start, self.steps, self.step)
