"""Kernels that turn scores into probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import inlined, scalar
from explorer.kernels.packed import unpack
from explorer.kernels.transcendental import exp_below
from explorer.kernels.vector import LANES, higher, highest, load
from explorer.kernels.work import shared


@inlined
def _maximum(row: Any) -> Any:
    """Return the largest number of an array of one axis; any number or NaN where it holds NaN, as its sum does."""
    best, count = f32(-np.inf), row.size
    if count >= LANES:
        last = count - LANES
        a = b = load(row, 0)
        for i in range(LANES, count, 2 * LANES):
            a, b = higher(load(row, min(i, last)), a), higher(load(row, min(i + LANES, last)), b)
        best = highest(higher(a, b))
    else:
        for i in range(u64(count)):
            best = row[i] if row[i] > best else best
    return best


@inlined
def _write_exp(x: Any, first: int, last: int, largest: Any, out: Any) -> Any:
    """Write exp(x - largest) of the elements from ``first`` to below ``last`` of a row; return its sum."""
    total = f32(0)
    for i in range(u64(first), u64(last)):
        e = exp_below(x[i] - largest)
        out[i] = e
        total += e
    return total


@shared
def softmax(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write exp(x) over its row's sum; items are rows, the arguments ``x`` and the result, (rows, columns)."""
    x, out = unpack(arguments)
    for r in range(first, last):
        source, target = x[r], out[r]
        largest, count = _maximum(source), source.size
        whole = count // LANES * LANES
        # What fills no vector comes first, so that nothing waits for it in the end.
        rest = _write_exp(source, whole, count, largest, target)
        total = _write_exp(source, 0, whole, largest, target) + rest
        share = f32(1) / total
        for i in range(u64(source.size)):
            target[i] *= share


@scalar
def _shifted(v: Any, largest: Any, share: Any) -> Any:
    # The order matters: large scores lose the digits that the share has.
    return (v - largest) - share


@shared
def log_softmax(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the logarithm of exp(x) over its row's sum; items and arguments as for ``softmax``."""
    x, out = unpack(arguments)
    for r in range(first, last):
        source, target = x[r], out[r]
        largest, total = _maximum(source), f32(0)
        for i in range(u64(source.size)):
            total += exp_below(source[i] - largest)
        share = np.log(total)
        for i in range(u64(source.size)):
            target[i] = _shifted(source[i], largest, share)


@shared
def hardmax(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write 1 where the first highest score of its row is, or the first NaN, and 0 elsewhere; as ``softmax``."""
    x, out = unpack(arguments)
    for r in range(first, last):
        out[r] = f32(0)
        out[r, np.argmax(x[r])] = f32(1)
