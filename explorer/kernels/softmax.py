"""Kernels that turn rows of scores into probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32

from explorer.kernels.jit import kernel, scalar
from explorer.kernels.transcendental import exp


@kernel
def softmax(x: Any, out: Any) -> None:
    """Write exp(x) over its row's sum; both float32 (rows, columns)."""
    for r in range(x.shape[0]):
        source, target = x[r], out[r]
        highest = f32(-np.inf)
        for i in range(source.shape[0]):
            highest = max(highest, source[i])
        total = f32(0)
        for i in range(source.shape[0]):
            e = exp(source[i] - highest)
            target[i] = e
            total += e
        share = f32(1) / total
        for i in range(source.shape[0]):
            target[i] *= share


@scalar
def _shifted(v: Any, highest: Any, share: Any) -> Any:
    # The order matters: large scores lose the digits that the share has.
    return (v - highest) - share


@kernel
def log_softmax(x: Any, out: Any) -> None:
    """Write the logarithm of exp(x) over its row's sum; both float32 (rows, columns)."""
    for r in range(x.shape[0]):
        source, target = x[r], out[r]
        highest = f32(-np.inf)
        for i in range(source.shape[0]):
            highest = max(highest, source[i])
        total = f32(0)
        for i in range(source.shape[0]):
            total += exp(source[i] - highest)
        share = np.log(total)
        for i in range(source.shape[0]):
            target[i] = _shifted(source[i], highest, share)
