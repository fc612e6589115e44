"""Elements put at regular distances from each other."""

from __future__ import annotations

from typing import Any

from explorer.kernels.packed import unpack
from explorer.kernels.work import shared


@shared
def spread(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write maps into every so many rows and columns of larger ones.

    The arguments are the maps, float32 (K, elements), row after row, empty where ``bias`` (K,) is put everywhere; the
    bias; the first row and column and the steps to the next ones; and the larger maps, (K, H, W).
    """
    maps, bias, top, left, step_y, step_x, out = unpack(arguments)
    for k in range(first, last):
        place = 0
        for y in range(top, out.shape[1], step_y):
            for x in range(left, out.shape[2], step_x):
                out[k, y, x] = maps[k, place] if maps.size > 0 else bias[k]
                place += 1
