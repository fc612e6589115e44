"""What becomes of a colour scale when one of its ends is dragged."""

from __future__ import annotations

_Ends = tuple[float, float]


def dragged(before: _Ends, after: _Ends, unit: float, diverging: bool) -> _Ends:
    """Return the ends of a scale one of which was dragged, rounded to whole units.

    In a map whose middle stands for zero, both sides reach equally far: the other end follows, and none crosses zero.
    """
    low, high = (round(end / unit) * unit for end in after)
    if not diverging:
        return (low, high) if low < high else before
    moved = high if abs(after[1] - before[1]) > abs(after[0] - before[0]) else -low
    reach = max(moved, unit)
    return (-reach if before[0] < 0 else 0.0, reach if before[1] > 0 else 0.0)
