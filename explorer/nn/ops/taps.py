"""Pooling over any number of axes in NumPy, one tap of the window after another."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from explorer.nn.spec import INT, Array
from explorer.nn.window import Window


def max_of_taps(x: Array, window: Window, outputs: Sequence[Array], storage_order: int = 0) -> None:
    """Write the largest number of each window and, where there is a second output, its index in ``x``.

    Parameters
    ----------
    x
        Numbers of any type (N, C, spatial axes).
    outputs
        The largest numbers and, optionally, int64 indices; written.
    storage_order
        1 where indices count the first spatial axis fastest.
    """
    lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
    outputs[0][...] = lowest
    if len(outputs) == 1:
        for values in _taps(x, window, lowest):
            np.maximum(outputs[0], values, out=outputs[0])
        return
    spatial = np.arange(math.prod(x.shape[2:]), dtype=INT).reshape(x.shape[2:], order="F" if storage_order else "C")
    channels = np.arange(math.prod(x.shape[:2]), dtype=INT).reshape(*x.shape[:2], *(1,) * spatial.ndim)
    places = _taps(channels * spatial.size + spatial, window, -1)
    outputs[1][...] = -1
    for values, indices in zip(_taps(x, window, lowest), places, strict=True):
        better = (values > outputs[0]) | (outputs[1] < 0) | (np.isnan(values) & ~np.isnan(outputs[0]))
        better &= indices >= 0
        np.copyto(outputs[0], values, where=better)
        np.copyto(outputs[1], indices, where=better)


def sum_of_taps(x: Array, window: Window, shares: Sequence[Array], out: Array) -> None:
    """Write the sum of each window times the product of ``shares``, one array of numbers for each spatial axis."""
    out[...] = 0
    for values in _taps(x, window, 0):
        out += values
    for axis, share in enumerate(shares):
        out *= share.reshape(-1, *(1,) * (len(shares) - axis - 1))


def _taps(x: Array, window: Window, fill: Any) -> Iterator[Array]:
    """Yield, for each tap, its element in every window, ``fill`` outside the image."""
    counts = window.output_extents(x.shape[2:])
    steps, gaps = window.strides, window.dilations
    widths = [(0, 0)] * 2
    for axis, extent in enumerate(x.shape[2:]):
        needed = (counts[axis] - 1) * steps[axis] + window.reach[axis]
        widths.append((window.pads_begin[axis], max(needed - extent - window.pads_begin[axis], 0)))
    padded = np.pad(x, widths, constant_values=fill)
    for tap in np.ndindex(*window.kernel):
        starts = [place * gap for place, gap in zip(tap, gaps, strict=True)]
        spans = [slice(s, s + (n - 1) * step + 1, step) for s, n, step in zip(starts, counts, steps, strict=True)]
        yield padded[:, :, *spans]
