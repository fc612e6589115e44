"""What the operators of two broadcasting inputs share."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from explorer.kernels.elementwise import apply_binary
from explorer.kernels.work import Work
from explorer.nn.ops.base import AccompaniedOp, Arena, BindableStep, Companion, Cut, Step, present
from explorer.nn.ops.shapes import broadcast, given
from explorer.nn.spec import FLOAT, Array, Arrays, Shape, Spec, Specs

_NOTHING = np.empty(0, FLOAT)


@dataclass(frozen=True, kw_only=True)
class Binary(AccompaniedOp):
    """A function of two inputs of one type that broadcast."""

    function: ClassVar[Callable[..., Any]]
    """The function of two arrays, with ``out`` as NumPy's have it."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape that both inputs broadcast to."""
        a, b = present(inputs, 0, self), present(inputs, 1, self)
        return (Spec(broadcast(a.shape, b.shape), a.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel where each number of the smaller input serves a run of elements; otherwise NumPy."""
        a, b = present(inputs, 0, self), present(inputs, 1, self)
        turned = a.size < b.size
        columns = _served(a.shape, b.shape) if turned else _served(b.shape, a.shape)
        if columns is None or not a.dtype == b.dtype == FLOAT:
            return self._run_numpy

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            x, y = given(arrays, int(turned)), given(arrays, 1 - int(turned))
            name, (out, rectified) = type(self).__name__, (*outputs, _NOTHING)[:2]
            flat = x.reshape(-1), y.reshape(-1), out.reshape(-1), rectified.reshape(-1)
            return apply_binary(name, *flat, columns, turned=turned)

        return BindableStep(bind)

    def plan_both(self, inputs: Specs, arena: Arena, companion: Companion) -> Step | None:
        """Return the step that writes the Relu of the output too."""
        return self.plan(inputs, arena) if companion == Cut() else None

    def _run_numpy(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        with np.errstate(all="ignore"):
            type(self).function(given(arrays, 0), given(arrays, 1), out=outputs[0])
            for rectified in outputs[1:]:
                np.maximum(outputs[0], 0, out=rectified)


def _served(small: Shape, large: Shape) -> int | None:
    """Return how many elements of ``large``, side by side, each number of ``small`` serves.

    The numbers start again where they end. None where they do not serve equal runs.
    """
    if len(small) > len(large):
        return None
    padded = (1,) * (len(large) - len(small)) + small
    varying = [axis for axis, extent in enumerate(padded) if extent > 1]
    first, end = (varying[0], varying[-1] + 1) if varying else (0, 0)
    return math.prod(large[end:]) if padded[first:end] == large[first:end] else None
