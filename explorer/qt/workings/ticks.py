"""Where the ticks of an axis stand, and what is printed at them."""

from __future__ import annotations

import math
from typing import TypeAlias

from explorer.render.numbers import multiple

Ticks: TypeAlias = list[tuple[float, str]]

_STEPS = (1, 2, 5)


def step_over(span: float, most: int) -> tuple[int, int]:
    """Return the least step that cuts ``span`` into at most so many parts: 1, 2 or 5 and the power of ten it has."""
    power = math.floor(math.log10(span / most))
    step = next((step for step in _STEPS if step * 10.0**power * most >= span), 10)
    return (1, power + 1) if step == 10 else (step, power)


def ticks(low: float, high: float, most: int) -> Ticks:
    """Return round numbers between two, in as many digits as tell them apart."""
    step, power = step_over(high - low, most)
    width = step * 10.0**power
    first, last = math.ceil(low / width), math.floor(high / width)
    return [(number * width, multiple(number, step, power)) for number in range(first, last + 1)]


def share_ticks(top: float, most: int) -> Ticks:
    """Return shares up to ``top``, as per cents."""
    return [(value / 100, f"{text} %") for value, text in ticks(0, 100 * top, most)]


def decades(floor: float, most: int) -> Ticks:
    """Return how far above ``floor`` the powers of ten up to 1 lie, all three being decimal logarithms."""
    apart = math.ceil(-floor / most)
    powers = range(0, math.ceil(floor) - 1, -max(1, apart))
    return [(power - floor, f"{multiple(1, 1, power + 2)} %") for power in powers]
