"""Numbers in the cells of a kernel slice, where there is room for four characters."""

from __future__ import annotations

import math

from explorer.render.numbers import MINUS, three_digits


def cell(value: float) -> str:
    """Return ``value`` for a cell of 28 pixels, such as ``"−.23"``."""
    if not math.isfinite(value) or abs(value) >= 99.5:
        return three_digits(value)
    text = f"{value:.{2 if abs(value) < 0.995 else 1 if abs(value) < 9.95 else 0}f}"
    text = text.replace("-", MINUS)
    if text.lstrip(MINUS) == "0.00":
        return "0"
    return text.replace("0.", ".", 1) if text.lstrip(MINUS).startswith("0.") else text
