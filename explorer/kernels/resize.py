"""Kernels that resample one axis."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange
from numpy import uint64 as u64

from explorer.kernels.jit import WITHOUT_JIT
from explorer.kernels.sharing import shared


@shared
def _resample_columns(x: Any, places: Any, weights: Any, out: Any) -> None:
    for r in prange(x.shape[0]):
        for i in range(out.shape[1]):
            out[r, i] = weights[0, i] * x[r, u64(places[0, i])]
        for t in range(1, places.shape[0]):
            for i in range(out.shape[1]):
                out[r, i] += weights[t, i] * x[r, u64(places[t, i])]


@shared
def _resample_rows(x: Any, places: Any, weights: Any, out: Any) -> None:
    for job in prange(out.shape[0] * out.shape[1]):
        image, row = job // out.shape[1], job % out.shape[1]
        weight, place = weights[0, row], places[0, row]
        for i in range(out.shape[2]):
            out[image, row, i] = weight * x[image, place, i]
        for t in range(1, places.shape[0]):
            weight, place = weights[t, row], places[t, row]
            for i in range(out.shape[2]):
                out[image, row, i] += weight * x[image, place, i]


def resample(x: Any, places: Any, weights: Any, out: Any) -> None:
    """Write, for each place along axis 1, the sum of weighted places of ``x``.

    Parameters
    ----------
    x, out
        float32 (images, rows, columns); they differ in rows.
    places
        int64 (taps, rows of ``out``), rows of ``x``; at least one tap.
    weights
        float32 (taps, rows of ``out``).
    """
    elements = max(x.size, out.size)
    if WITHOUT_JIT:
        out[...] = np.einsum("mtrc,tr->mrc", x[:, places], weights)
    elif x.shape[2] == 1:
        columns = _resample_columns.over(elements)
        columns(x.reshape(x.shape[:2]), places, weights, out.reshape(out.shape[:2]))
    else:
        _resample_rows.over(elements)(x, places, weights, out)
