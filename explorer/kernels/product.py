"""Products of a matrix and a vector, as fast as the matrix can be read."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange

from explorer.kernels.jit import inlined, kernel, parallel_kernel


@inlined
def _multiply_rows(matrix: Any, vector: Any, bias: Any, out: Any, rectified: Any, first: int, last: int) -> None:
    for r in range(first, last):
        row = matrix[r]
        total = bias[r]
        for c in range(vector.size):
            total += row[c] * vector[c]
        out[r] = total
        if rectified.size > 0:
            rectified[r] = np.float32(0) if total <= np.float32(0) else total


@kernel
def multiply(matrix: Any, vector: Any, bias: Any, out: Any, rectified: Any) -> None:
    """Write ``matrix @ vector + bias`` on one thread.

    Parameters
    ----------
    matrix
        (R, C), float32.
    vector
        (C,), float32.
    bias
        (R,), float32.
    out
        (R,), float32; written.
    rectified
        Of the same size, to hold max(0, out), or empty.
    """
    _multiply_rows(matrix, vector, bias, out, rectified, 0, out.size)


@parallel_kernel
def multiply_parallel(matrix: Any, vector: Any, bias: Any, out: Any, rectified: Any, threads: int) -> None:
    """Write ``matrix @ vector + bias`` on ``threads`` threads, as ``multiply`` does on one."""
    for part in prange(threads):
        first, last = out.size * part // threads, out.size * (part + 1) // threads
        _multiply_rows(matrix, vector, bias, out, rectified, first, last)
