"""Kernels that shift and scale rows, by given numbers or by their own moments."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32

from explorer.kernels.jit import kernel, parallel_kernel
from explorer.kernels.parts import part


@parallel_kernel
def normalise(x: Any, mean: Any, scale: Any, shift: Any, out: Any, parts: int) -> None:
    """Write (x - mean) scale + shift; x and out float32 (rows, columns), the others (rows,)."""
    for p in prange(parts):
        source, target = part(x, p, parts), part(out, p, parts)
        means, scales, shifts = part(mean, p, parts), part(scale, p, parts), part(shift, p, parts)
        for r in range(source.shape[0]):
            m, a, b = means[r], scales[r], shifts[r]
            for i in range(source.shape[1]):
                target[r, i] = (source[r, i] - m) * a + b


@kernel
def means(x: Any, out: Any) -> None:
    """Write the mean of each row; x float32 (rows, columns), out (rows,)."""
    share = f32(1) / f32(x.shape[1])
    for r in range(x.shape[0]):
        total = f32(0)
        for i in range(x.shape[1]):
            total += x[r, i]
        out[r] = total * share


@parallel_kernel
def moments(x: Any, epsilon: Any, mean: Any, scale: Any, parts: int) -> None:
    """Write the mean and 1 / sqrt(variance + epsilon) of each row; x float32 (rows, columns), the others (rows,)."""
    share = f32(1) / f32(x.shape[1])
    for p in prange(parts):
        source, centres, scales = part(x, p, parts), part(mean, p, parts), part(scale, p, parts)
        for r in range(source.shape[0]):
            total = f32(0)
            for i in range(source.shape[1]):
                total += source[r, i]
            centre = total * share
            spread = f32(0)
            for i in range(source.shape[1]):
                spread += (source[r, i] - centre) * (source[r, i] - centre)
            centres[r] = centre
            scales[r] = f32(1) / np.sqrt(spread * share + epsilon)
