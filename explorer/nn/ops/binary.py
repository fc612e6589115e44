"""What the operators of two broadcasting inputs share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from explorer.kernels.elementwise import PAIRWISE, ROWWISE
from explorer.kernels.sharing import worth_threads
from explorer.nn.ops.base import Arena, KernelOp, Step, present
from explorer.nn.ops.shapes import broadcast, given
from explorer.nn.spec import FLOAT, Array, Arrays, Shape, Spec, Specs

_ROWS_TO_SHARE = 16
"""Fewer rows than this are cut into shorter ones, so that threads share them evenly."""
_LEAST_ROW = 16
"""Elements; on shorter rows NumPy is as fast as a kernel."""


@dataclass(frozen=True, kw_only=True)
class Binary(KernelOp):
    """A function of two inputs of one type that broadcast."""

    function: ClassVar[Callable[..., Any]]
    """The function of two arrays, with ``out`` as NumPy's have it."""
    commutes: ClassVar[bool] = False
    one_pass: ClassVar[bool] = True
    """Whether NumPy computes the function in one pass over memory, as a kernel does."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape that both inputs broadcast to."""
        a, b = present(inputs, 0, self), present(inputs, 1, self)
        return (Spec(broadcast(a.shape, b.shape), a.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return a kernel where it pays and shapes are equal or one number serves a row; NumPy otherwise."""
        a, b = present(inputs, 0, self), present(inputs, 1, self)
        name, size = type(self).__name__, max(a.size, b.size)
        if (self.one_pass and not worth_threads(size)) or not a.dtype == b.dtype == FLOAT:
            return self._run_numpy
        if a.shape == b.shape:
            return _pairwise_step(PAIRWISE[name].over(size))
        swapped = self.commutes and a.size < b.size
        rows = _rows(b.shape, a.shape) if swapped else _rows(a.shape, b.shape)
        return self._run_numpy if rows is None else _rowwise_step(ROWWISE[name].over(size), int(swapped), rows)

    def _run_numpy(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        with np.errstate(all="ignore"):
            type(self).function(given(arrays, 0), given(arrays, 1), out=outputs[0])


def _rows(shape: Shape, other: Shape) -> Shape | None:
    """Return the leading axes of ``shape`` along which ``other`` may vary; None where a kernel does not pay."""
    padded = (1,) * (len(shape) - len(other)) + other
    if broadcast(shape, padded) != shape:
        return None
    count = max((axis + 1 for axis, extent in enumerate(padded) if extent > 1), default=0)
    while math.prod(shape[:count]) < _ROWS_TO_SHARE and count < len(shape) - 1:
        count += 1
    return shape[:count] if math.prod(shape[count:]) >= _LEAST_ROW else None


def _pairwise_step(kernel: Callable[..., None]) -> Step:
    def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        kernel(given(arrays, 0).reshape(-1), given(arrays, 1).reshape(-1), outputs[0].reshape(-1))

    return step


def _rowwise_step(kernel: Callable[..., None], large: int, rows: Shape) -> Step:
    count = math.prod(rows)

    def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        x, y = given(arrays, large), given(arrays, 1 - large)
        aligned = y.reshape((1,) * (x.ndim - y.ndim) + y.shape)
        first = aligned.reshape(aligned.shape[: len(rows)])
        numbers = np.array(np.broadcast_to(first, rows)).reshape(-1)
        kernel(x.reshape(count, -1), numbers, outputs[0].reshape(count, -1))

    return step
