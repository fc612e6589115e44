"""Products of matrices, panel by panel: vectors hold neighbouring columns of the right one, which is packed.

Its panels lie one behind the other, row by row. The left one is read in place, number by number.
"""

from __future__ import annotations

from typing import Any

from explorer.kernels.fetching import fetch
from explorer.kernels.packed import unpack
from explorer.kernels.point_tile import add_points
from explorer.kernels.work import shared


@shared
def multiply_panels(first: int, last: int, thread: int, arguments: Any) -> None:
    """Compute panels of columns over bands of rows.

    The arguments are the left matrix (M, K), flat; where its rows begin, and its columns, int64; the terms of a sum
    that are added before going on to the next panel; the right matrix, flat, panel by panel: row by row, column by
    column; what sums begin at, a number for each column; the product (M, N), flat, and N; the panels, int64
    (panels, 2): the first column and their number, a multiple of the lanes of a vector; the blocks of rows, int64
    (blocks, 2): the first row and their number, one of ``tile.BLOCKS``; and the jobs, int64 (jobs, 4): first and last
    panel, first and last block.
    """
    left, starts, offsets, run, right, bias, out, pitch, panels, blocks, jobs = unpack(arguments)
    terms = offsets.size
    for j in range(first, last):
        count = jobs[j, 3] - jobs[j, 2]
        for term in range(0, terms, run):
            stop = min(term + run, terms)
            for p in range(jobs[j, 0], jobs[j, 1]):
                column, columns = panels[p, 0], panels[p, 1]
                # The next panel comes from memory while this one is used, and what is written before it is.
                again = p + 1 == jobs[j, 1]
                following, coming = (jobs[j, 0], stop) if again else (p + 1, term)
                coming = panels[following, 0] * terms + coming * panels[following, 1]
                for b in range(jobs[j, 2], jobs[j, 3]):
                    low, high = b - jobs[j, 2], b + 1 - jobs[j, 2]
                    low, high = low * run * columns // count, high * run * columns // count
                    fetch(right, coming + low, high - low)
                    if term == 0 and b + 1 < jobs[j, 3]:
                        for row in range(blocks[b + 1, 0], blocks[b + 1, 0] + blocks[b + 1, 1]):
                            fetch(out, row * pitch + column, columns)
                    add_points(
                        blocks[b, 1], right, column * terms, columns, term, stop, left, starts, blocks[b, 0],
                        offsets, bias, column, out, blocks[b, 0] * pitch + column, pitch,
                    )  # fmt: skip
