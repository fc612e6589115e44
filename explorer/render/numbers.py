"""Numbers as people read them: three significant digits and a true minus sign."""

from __future__ import annotations

import math

MINUS = "\u2212"


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


def interval(low: float, high: float, *, below: bool, above: bool) -> tuple[str, str]:
    """Return the captions of a scale's two ends, marked where values lie ``below`` or ``above`` it.

    Examples
    --------
    >>> interval(-2.1, 2.1, below=True, above=False)
    ('≤ \u22122.10', '2.10')
    """
    return ("≤ " if below else "") + three_digits(low), ("≥ " if above else "") + three_digits(high)
