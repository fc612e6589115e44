"""Numbers as people read them: three significant digits and a true minus sign."""

from __future__ import annotations

import math
from decimal import Decimal

MINUS = "\u2212"

_SHORT = 7
"""Characters of a number that needs no exponent."""


def three_digits(value: float) -> str:
    """Return ``value`` with three significant digits.

    Whole numbers up to 99999 keep all their digits, larger and very small magnitudes get an exponent, and what
    rounds to zero never carries a sign.

    Examples
    --------
    >>> three_digits(2.4375), three_digits(0.5), three_digits(1234.5), three_digits(4.2e-5)
    ('2.44', '0.500', '1234', '4.20e\u22125')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    return _plain(value).replace("-", MINUS)


def _plain(value: float) -> str:
    mantissa, exponent = f"{value:.2e}".split("e")
    magnitude = int(exponent)
    if not -4 < magnitude < 5:
        return f"{mantissa}e{magnitude}"
    return f"{value:.{max(0, 2 - magnitude)}f}"


def multiple(number: int, step: int, power: int) -> str:
    """Return ``number * step * 10**power`` in the digits that tell multiples of the step apart.

    Examples
    --------
    >>> multiple(-4, 5, -2), multiple(3, 1, 0), multiple(3, 2, 4), multiple(7, 5, -9), multiple(0, 5, -2)
    ('\u22120.20', '3', '60000', '3.5e\u22128', '0')
    """
    if not number:
        return "0"
    value, unit = Decimal(number * step).scaleb(power), Decimal(step).scaleb(power).normalize()
    plain = f"{value:.{max(0, -int(unit.as_tuple().exponent))}f}"
    mantissa, exponent = f"{value.normalize():e}".split("e")
    short = plain if len(plain) <= _SHORT else min(plain, f"{mantissa}e{int(exponent)}", key=len)
    return short.replace("-", MINUS)


def interval(low: float, high: float, *, below: bool, above: bool) -> tuple[str, str]:
    """Return the captions of a scale's two ends, marked where values lie ``below`` or ``above`` it.

    Examples
    --------
    >>> interval(-2.1, 2.1, below=True, above=False)
    ('≤ \u22122.10', '2.10')
    """
    return ("≤ " if below else "") + three_digits(low), ("≥ " if above else "") + three_digits(high)
