"""Products of a matrix and a vector, as fast as the matrix can be read."""

from __future__ import annotations

from typing import Any

from numba import prange

from explorer.kernels.jit import inlined, kernel, parallel_kernel


@inlined
def _multiply_rows(matrix: Any, vector: Any, bias: Any, out: Any, first: int, last: int) -> None:
    for r in range(first, last):
        row = matrix[r]
        total = bias[r]
        for c in range(vector.size):
            total += row[c] * vector[c]
        out[r] = total


@kernel
def multiply(matrix: Any, vector: Any, bias: Any, out: Any) -> None:
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
    """
    _multiply_rows(matrix, vector, bias, out, 0, out.size)


@parallel_kernel
def multiply_parallel(matrix: Any, vector: Any, bias: Any, out: Any, threads: int) -> None:
    """Write ``matrix @ vector + bias`` on ``threads`` threads, as ``multiply`` does on one."""
    for part in prange(threads):
        _multiply_rows(matrix, vector, bias, out, out.size * part // threads, out.size * (part + 1) // threads)
