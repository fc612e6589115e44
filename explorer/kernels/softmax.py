"""Kernels that turn scores into probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.jit import scalar
from explorer.kernels.packed import unpack
from explorer.kernels.reduction import maximum
from explorer.kernels.transcendental import exp
from explorer.kernels.work import shared


@shared
def softmax(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write exp(x) over its row's sum; items are rows, the arguments ``x`` and the result, (rows, columns)."""
    x, out = unpack(arguments)
    for r in range(first, last):
        source, target = x[r], out[r]
        highest, total = maximum(source), f32(0)
        for i in range(u64(source.size)):
            e = exp(source[i] - highest)
            target[i] = e
            total += e
        share = f32(1) / total
        for i in range(u64(source.size)):
            target[i] *= share


@scalar
def _shifted(v: Any, highest: Any, share: Any) -> Any:
    # The order matters: large scores lose the digits that the share has.
    return (v - highest) - share


@shared
def log_softmax(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write the logarithm of exp(x) over its row's sum; items and arguments as for ``softmax``."""
    x, out = unpack(arguments)
    for r in range(first, last):
        source, target = x[r], out[r]
        highest, total = maximum(source), f32(0)
        for i in range(u64(source.size)):
            total += exp(source[i] - highest)
        share = np.log(total)
        for i in range(u64(source.size)):
            target[i] = _shifted(source[i], highest, share)


@shared
def hardmax(first: int, last: int, thread: int, arguments: Any) -> None:
    """Write 1 where the first highest score of its row is, or the first NaN, and 0 elsewhere; as ``softmax``."""
    x, out = unpack(arguments)
    for r in range(first, last):
        out[r] = f32(0)
        out[r, np.argmax(x[r])] = f32(1)
