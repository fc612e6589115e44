"""Where the arrow keys lead among the weights of a filter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF

from explorer.session.pointed import Weight

_ASIDE = 10
"""How many times a way aside counts."""


def following(
    here: Weight, way: tuple[int, int], shape: tuple[int, ...], shown: Sequence[int], box_of: Callable[[Weight], QRectF]
) -> Weight:
    """Return the weight below, above or beside another: in the nearest kernel slice that way where its own ends.

    Parameters
    ----------
    way
        Steps down and across, one of them 0 and the other 1 or -1.
    shape
        Extents of a kernel slice (KH, KW).
    shown
        The kernel slices that there are.
    box_of
        Where a weight lies.
    """
    down, across = way
    high, wide = shape
    y, x = here.y + down, here.x + across
    if 0 <= y < high and 0 <= x < wide:
        return Weight(here.kernel, y, x)
    start, found = box_of(here).center(), here
    nearest = float("inf")
    for kernel in shown:
        entered = Weight(kernel, y % high, x % wide)
        path = box_of(entered).center() - start
        ahead = path.y() * down + path.x() * across
        distance = ahead + _ASIDE * abs(path.x() * down + path.y() * across)
        if ahead > 0 and distance < nearest:
            found, nearest = entered, distance
    return found
