"""Numbers as the session's texts print them, beside those that the pictures carry."""

from __future__ import annotations

import math
from collections.abc import Iterable

from explorer.nn.summary import gigaflops
from explorer.render.numbers import MINUS

TIMES = "\N{MULTIPLICATION SIGN}"
"""Between the extents of a volume, a map or a window, and before what something is scaled by."""
DOT = "\N{MIDDLE DOT}"
"""Between numbers, or matrices, that are multiplied."""

_SIGNS = (
    (" ** ", "^"),
    ("*", DOT),
    ("-", MINUS),
    ("<=", "\N{LESS-THAN OR EQUAL TO}"),
    (">=", "\N{GREATER-THAN OR EQUAL TO}"),
)


def typeset(formula: str) -> str:
    """Return a formula of plain signs as it is printed: with minus signs, and dots between factors."""
    for plain, printed in _SIGNS:
        formula = formula.replace(plain, printed)
    return formula


def exact(value: float) -> str:
    """Return a float32 in as many digits as read back unchanged; zero has no sign."""
    return f"{value + 0.0:.9g}".replace("-", MINUS)


def unrounded(value: float) -> str:
    """Return a float64 in as many digits as read back unchanged; zero has no sign."""
    return repr(value + 0.0).removesuffix(".0").replace("-", MINUS)


def signed(text: str) -> str:
    """Return a number with its sign, also where that is plus."""
    return text if text.startswith(MINUS) or text in ("0", "NaN") else f"+{text}"


def extents(sizes: Iterable[int | None]) -> str:
    """Return sizes as ``"111 \N{MULTIPLICATION SIGN} 111 \N{MULTIPLICATION SIGN} 64"``."""
    return f" {TIMES} ".join("?" if size is None else str(size) for size in sizes)


def product(factors: Iterable[int]) -> str:
    """Return numbers that are multiplied as ``"5\N{MIDDLE DOT}5\N{MIDDLE DOT}3"``."""
    return DOT.join(map(str, factors))


def duration(milliseconds: float) -> str:
    """Return a time as ``"< 1 µs"``, ``"7 µs"``, ``"0.24 ms"``, ``"18 ms"`` or ``"1.3 s"``."""
    if 0 < milliseconds < 0.001:
        return "< 1 µs"
    if 0 < milliseconds < 0.1:
        return f"{milliseconds * 1000:.0f} µs"
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"


def speed(multiply_adds: int, milliseconds: float) -> str:
    """Return how fast multiply-adds were done as ``"131 GFLOP/s"`` or ``"7.2 GFLOP/s"``."""
    done = gigaflops(multiply_adds, milliseconds)
    return f"{done:.{0 if done >= 9.95 else 1}f} GFLOP/s"


def count(number: int) -> str:
    """Return a number of things as ``"156"``, ``"1.8 k"``, ``"35 k"`` or ``"2.4 M"``."""
    for size, unit in ((10**9, "G"), (10**6, "M"), (10**3, "k")):
        if number >= size - size // 2000:
            return f"{number / size:.{1 if number < 9.95 * size else 0}f} {unit}"
    return str(number)


def size_of_memory(size: int) -> str:
    """Return bytes as ``"312 B"``, ``"3.1 kB"`` or ``"1.2 MB"``."""
    return f"{size} B" if size < 1000 else f"{count(size)}B"


def percent(share: float) -> str:
    """Return a part of one as ``"17.6 %"``."""
    return "NaN" if math.isnan(share) else f"{share * 100:.1f} %"
