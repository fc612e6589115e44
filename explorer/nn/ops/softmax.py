"""Operators that turn scores along an axis into a choice."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from explorer.errors import NetError
from explorer.kernels.softmax import hardmax, log_softmax, softmax
from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.ops.base import NOT_AN_ATTRIBUTE, Arena, BindableStep, KernelOp, Step, operator, present
from explorer.nn.ops.copying import copied
from explorer.nn.ops.shapes import axis_index, given
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs

_OPERATIONS = 40
"""Time to compute a vector, in multiply-adds."""


@dataclass(frozen=True, kw_only=True)
class _AlongAxis(KernelOp):
    """A function of the scores along an axis.

    Attributes
    ----------
    coerced
        To opset 12: the axes from ``axis`` on count as one.

    Notes
    -----
    ONNX Softmax-1, -11, -13.
    """

    axis: int = -1
    coerced: bool = field(default=False, metadata=NOT_AN_ATTRIBUTE)

    @abstractmethod
    def _over(self, x: Array, out: Array) -> Work:
        """Return the work of writing the function of each row; both (rows, columns)."""

    @classmethod
    def from_onnx(cls, attributes: Mapping[str, Any], *, opset: int, outputs: int) -> Self:
        """Return the operator; before opset 13 it coerces to two axes, the second beginning at axis 1 by default."""
        before = opset < 13
        op = super().from_onnx({"axis": 1, **attributes} if before else attributes, opset=opset, outputs=outputs)
        return replace(op, coerced=before)

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        self._axis(x.rank)
        if x.dtype != FLOAT:
            raise NetError(f"{type(self).__name__} takes real numbers, not {x.dtype}")
        return (Spec(x.shape),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over rows; scores that do not lie side by side are copied into rows."""
        x = present(inputs, 0, self)
        axis = self._axis(x.rank)
        columns = math.prod(x.shape[axis:] if self.coerced else x.shape[axis : axis + 1])
        if self.coerced or axis == x.rank - 1:
            return BindableStep(
                lambda arrays, outputs: self._over(
                    given(arrays, 0).reshape(-1, columns), outputs[0].reshape(-1, columns)
                )
            )

        order = [*(i for i in range(x.rank) if i != axis), axis]
        back = [order.index(i) for i in range(x.rank)]

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            moved, rows = arena.floats(2 * x.size).reshape(2, *(x.shape[i] for i in order))
            computed = self._over(moved.reshape(-1, columns), rows.reshape(-1, columns))
            scores, out = given(arrays, 0), outputs[0]
            there = copied(scores, scores.transpose(order), moved, moved)
            return there + computed + copied(rows, rows.transpose(back), out, out)

        return BindableStep(bind)

    def _axis(self, rank: int) -> int:
        return rank if self.coerced and self.axis == rank else axis_index(self.axis, rank)


@operator
@dataclass(frozen=True, kw_only=True)
class Softmax(_AlongAxis):
    """ONNX Softmax: exp x over the sum of all exp x along the axis."""

    def _over(self, x: Array, out: Array) -> Work:
        return softmax.over(len(x), x.size / LANES * _OPERATIONS, x, out)


@operator
@dataclass(frozen=True, kw_only=True)
class LogSoftmax(_AlongAxis):
    """ONNX LogSoftmax: the logarithm of Softmax."""

    def _over(self, x: Array, out: Array) -> Work:
        return log_softmax.over(len(x), x.size / LANES * _OPERATIONS, x, out)


@operator
@dataclass(frozen=True, kw_only=True)
class Hardmax(_AlongAxis):
    """ONNX Hardmax: 1 at the first highest score along the axis, 0 elsewhere."""

    def _over(self, x: Array, out: Array) -> Work:
        return hardmax.over(len(x), x.size / LANES * _OPERATIONS, x, out)
