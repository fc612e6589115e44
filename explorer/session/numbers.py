"""Numbers as they are printed: three significant digits, a true minus, never a negative zero."""

from __future__ import annotations

import math

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"


def short(value: float, digits: int = 3) -> str:
    """Return ``value`` in ``digits`` significant digits, such as ``"−1.30"``; zero is ``"0"``."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    if value == 0:
        return "0"
    magnitude = math.floor(math.log10(abs(value)))
    if -4 < magnitude < 6:
        text = f"{value:.{max(digits - 1 - magnitude, 0)}f}"
    else:
        text = f"{value:.{digits - 1}e}"
    return text.replace("-", MINUS)


def cell(value: float) -> str:
    """Return ``value`` for a cell of 28 pixels, such as ``"−.23"``."""
    text = short(value, 2) if abs(value) >= 1 or not math.isfinite(value) else f"{value:.2f}".replace("-", MINUS)
    if text.lstrip(MINUS) == "0.00":
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text


def signed(value: float) -> str:
    """Return ``value`` with its sign, such as ``"+0.130"``."""
    return short(value) if value <= 0 else f"+{short(value)}"


def full(value: float) -> str:
    """Return ``value`` as a float32 reads back unchanged."""
    return f"{value:.9g}".replace("-", MINUS)


def extents(*sizes: int | None) -> str:
    """Return sizes as ``"64 × 111 × 111"``."""
    return f" {TIMES} ".join("?" if size is None else str(size) for size in sizes)
