"""Kernels that resample one axis."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import float32 as f32

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.sharing import shared


@shared
def _resample_columns(x: Any, places: Any, weights: Any, out: Any) -> None:
    for r in prange(x.shape[0]):
        for i in range(out.shape[1]):
            total = f32(0)
            for t in range(places.shape[1]):
                total += weights[i, t] * x[r, places[i, t]]
            out[r, i] = total


@shared
def _resample_rows(x: Any, places: Any, weights: Any, out: Any) -> None:
    for job in prange(out.shape[0] * out.shape[1]):
        image, row = job // out.shape[1], job % out.shape[1]
        for i in range(out.shape[2]):
            out[image, row, i] = f32(0)
        for t in range(places.shape[1]):
            weight, place = weights[row, t], places[row, t]
            for i in range(out.shape[2]):
                out[image, row, i] += weight * x[image, place, i]


def resample(x: Any, places: Any, weights: Any, out: Any) -> None:
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
    elements = max(x.size, out.size)
    if WITHOUT_JIT:
        out[...] = np.einsum("mtrc,rt->mrc", x[:, places.T], weights)
    elif x.shape[2] == 1:
        columns = _resample_columns.over(elements)
        columns(x.reshape(x.shape[:2]), places, weights, out.reshape(out.shape[:2]))
    else:
        _resample_rows.over(elements)(x, places, weights, out)
