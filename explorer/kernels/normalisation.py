"""Kernels that shift and scale rows, by given numbers or by their own moments."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32

from explorer.kernels.jit import kernel, parallel_kernel, scalar
from explorer.kernels.parts import part
from explorer.kernels.transcendental import exp, log


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


@parallel_kernel
def channel_norm(x: Any, below: int, above: int, share: Any, bias: Any, beta: Any, out: Any, parts: int) -> None:
    """Write x / (bias + share * sum of squares of the channels from ``below`` before to ``above`` after)**beta.

    ``x`` and ``out`` are float32 (C, H * W); the sum times ``share`` plus ``bias`` is positive.
    """
    channels = x.shape[0]
    for p in prange(parts):
        extent = -(-channels // parts)
        for c in range(p * extent, min((p + 1) * extent, channels)):
            _norm_channel(x, max(c - below, 0), min(c + above + 1, channels), share, bias, beta, x[c], out[c])


@scalar
def _norm_channel(x: Any, first: Any, end: Any, share: Any, bias: Any, beta: Any, source: Any, target: Any) -> None:
    for i in range(target.shape[0]):
        target[i] = bias
    for k in range(first, end):
        squared = x[k]
        for i in range(target.shape[0]):
            target[i] += share * squared[i] * squared[i]
    for i in range(target.shape[0]):
        target[i] = source[i] * exp(-beta * log(target[i]))
