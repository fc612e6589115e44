"""Elements of maps put in another order."""

from __future__ import annotations

from typing import Any

from numpy import float32
from numpy import uint64 as u64

from explorer.kernels.keeping import keep_positive
from explorer.kernels.packed import unpack
from explorer.kernels.work import shared


@shared
def pick(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write maps, (K, H, W), whose elements are found at places that their row and their column add up to.

    The arguments are what they are found in, float32, flat; the elements from one map in it to the next; the places of
    rows and of columns, int64, negative for those of zeros; what is added to each map, float32 (K,); the maps and their
    positive parts (or nothing), flat, and the most that these are, float32.
    """
    source, plane, rows, columns, added, out, rectified, ceiling = unpack(arguments)
    count = rows.size * columns.size
    for k in range(first, last):
        for y in range(rows.size):
            begin, target = k * plane + rows[y], k * count + y * columns.size
            if rows[y] < 0:
                out[target : target + columns.size] = added[k]
                continue
            for x in range(columns.size):
                element = source[u64(begin + max(columns[x], 0))]
                out[u64(target + x)] = added[k] + (element if columns[x] >= 0 else float32(0))
        if rectified.size > 0:
            keep_positive(out, rectified, ceiling, k * count, count, count)
