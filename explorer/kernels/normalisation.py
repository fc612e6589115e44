"""Kernels that shift and scale rows, by given numbers or by their own moments."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32

from explorer.kernels.sharing import shared
from explorer.kernels.transcendental import exp, log


@shared
def normalise(x: Any, mean: Any, scale: Any, shift: Any, out: Any) -> None:
    """Write (x - mean) scale + shift; x and out float32 (rows, columns), the others (rows,)."""
    for r in prange(x.shape[0]):
        for i in range(x.shape[1]):
            out[r, i] = (x[r, i] - mean[r]) * scale[r] + shift[r]


@shared
def means(x: Any, out: Any) -> None:
    """Write the mean of each row; x float32 (rows, columns), out (rows,)."""
    for r in prange(x.shape[0]):
        total = f32(0)
        for i in range(x.shape[1]):
            total += x[r, i]
        out[r] = total / f32(x.shape[1])


@shared
def standardise(x: Any, epsilon: Any, scale: Any, shift: Any, out: Any) -> None:
    """Write (x - mean) / sqrt(variance + epsilon) * scale + shift, with the moments of each group of channels.

    ``x`` and ``out`` are float32 (groups, channels, columns), ``scale`` and ``shift`` float32 (groups, channels).
    """
    for g in prange(x.shape[0]):
        share = f32(1) / f32(x.shape[1] * x.shape[2])
        total = f32(0)
        for c in range(x.shape[1]):
            for i in range(x.shape[2]):
                total += x[g, c, i]
        mean = total * share
        spread = f32(0)
        for c in range(x.shape[1]):
            for i in range(x.shape[2]):
                spread += (x[g, c, i] - mean) * (x[g, c, i] - mean)
        inverse = f32(1) / np.sqrt(spread * share + epsilon)
        for c in range(x.shape[1]):
            for i in range(x.shape[2]):
                out[g, c, i] = (x[g, c, i] - mean) * (inverse * scale[g, c]) + shift[g, c]


@shared
def standardise_rows(x: Any, epsilon: Any, scale: Any, shift: Any, mean: Any, inverse: Any, out: Any) -> None:
    """Write (x - mean) * inverse * scale + shift, and the mean and inverse = 1 / sqrt(variance + epsilon) of each row.

    ``x`` and ``out`` are float32 (rows, columns), ``scale`` and ``shift`` (columns,), ``mean`` and ``inverse`` (rows,).
    """
    for r in prange(x.shape[0]):
        share = f32(1) / f32(x.shape[1])
        total = f32(0)
        for i in range(x.shape[1]):
            total += x[r, i]
        centre = total * share
        spread = f32(0)
        for i in range(x.shape[1]):
            spread += (x[r, i] - centre) * (x[r, i] - centre)
        mean[r] = centre
        inverse[r] = f32(1) / np.sqrt(spread * share + epsilon)
        for i in range(x.shape[1]):
            out[r, i] = (x[r, i] - centre) * inverse[r] * scale[i] + shift[i]


@shared
def channel_norm(x: Any, spans: Any, share: Any, bias: Any, beta: Any, out: Any) -> None:
    """Write x / (bias + share * sum of squares of neighbouring channels)**beta.

    ``x`` and ``out`` are float32 (C, H * W), ``spans`` int64 (C, 2): the first neighbour and the one after the last;
    what is raised to ``beta`` is positive.
    """
    for c in prange(x.shape[0]):
        for i in range(x.shape[1]):
            out[c, i] = bias
        for k in range(spans[c, 0], spans[c, 1]):
            for i in range(x.shape[1]):
                out[c, i] += share * x[k, i] * x[k, i]
        for i in range(x.shape[1]):
            out[c, i] = x[c, i] * exp(-beta * log(out[c, i]))
