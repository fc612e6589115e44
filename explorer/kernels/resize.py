"""Kernels that resample one axis."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32

from explorer.kernels.jit import WITHOUT_JIT, parallel_kernel, scalar


@scalar
def _mix_row(source: Any, places: Any, weights: Any, target: Any) -> None:
    for i in range(target.shape[0]):
        total = f32(0)
        for t in range(places.shape[1]):
            total += weights[i, t] * source[places[i, t]]
        target[i] = total


@scalar
def _add_scaled(source: Any, weight: Any, target: Any) -> None:
    for i in range(target.shape[0]):
        target[i] += weight * source[i]


@parallel_kernel
def _resample_last(x: Any, places: Any, weights: Any, out: Any, parts: int) -> None:
    rows = x.shape[0]
    for p in prange(parts):
        for r in range(p * rows // parts, (p + 1) * rows // parts):
            _mix_row(x[r], places, weights, out[r])


@parallel_kernel
def _resample_inner(x: Any, places: Any, weights: Any, out: Any, parts: int) -> None:
    images, rows, columns = out.shape
    for p in prange(parts):
        for job in range(p * images * rows // parts, (p + 1) * images * rows // parts):
            image, row = job // rows, job % rows
            target = out[image, row]
            for i in range(columns):
                target[i] = f32(0)
            for t in range(places.shape[1]):
                _add_scaled(x[image, places[row, t]], weights[row, t], target)


def resample(x: Any, places: Any, weights: Any, out: Any, parts: int) -> None:
    """Write, for each place along axis 1, the sum of weighted places of ``x``.

    Parameters
    ----------
    x, out
        float32 (images, rows, columns); they differ in rows.
    places
        int64 (rows of ``out``, taps), rows of ``x``.
    weights
        float32 (rows of ``out``, taps).
    """
    if WITHOUT_JIT:
        out[...] = np.einsum("mtrc,rt->mrc", x[:, places.T], weights)
    elif x.shape[2] == 1:
        _resample_last(x.reshape(x.shape[:2]), places, weights, out.reshape(out.shape[:2]), parts)
    else:
        _resample_inner(x, places, weights, out, parts)
