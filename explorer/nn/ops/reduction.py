"""Operators that reduce axes to one number each."""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.kernels.reduction import BLOCK, column_maxima, column_sums, maxima, sums
from explorer.kernels.vector import LANES
from explorer.kernels.work import Kernel, Work
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, Op, Step, operator, present
from explorer.nn.ops.shapes import Ints, axis_indices, given, given_ints, known_ints
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs


@dataclass(frozen=True, kw_only=True)
class _Reduction(Op):
    """Reduces ``axes``, all where absent, to extent 1, or drops them.

    Attributes
    ----------
    axes
        To opset 17 (ReduceSum: 12); input 1 since.
    noop_with_empty_axes
        Whether no axes means none instead of all.
    """

    axes: tuple[int, ...] | None = None
    keepdims: int = 1
    noop_with_empty_axes: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of fewer or shorter axes."""
        data = present(inputs, 0, self)
        axes = self._reduced(data.rank, known_ints(inputs, 1, self))
        kept = [1 if i in axes else n for i, n in enumerate(data.shape) if self.keepdims or i not in axes]
        return (Spec(tuple(kept), data.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the reduced input, of its type."""
        data = given(inputs, 0)
        axes = self._reduced(data.ndim, given_ints(inputs, 1))
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return (np.asarray(self._reduce(data, axes), data.dtype),)

    def _reduced(self, rank: int, fed: Ints | None) -> Ints:
        axes = self.axes if fed is None else fed
        if not axes:
            return () if self.noop_with_empty_axes else tuple(range(rank))
        return axis_indices(axes, rank)

    @abstractmethod
    def _reduce(self, data: Array, axes: Ints) -> Any:
        """Return ``data`` reduced along ``axes``, kept as extents 1 where ``keepdims`` says so."""

    def _sum(self, data: Array, axes: Ints) -> Any:
        return np.sum(data, axis=axes, keepdims=bool(self.keepdims))


@dataclass(frozen=True, kw_only=True)
class _KernelReduction(KernelOp, _Reduction):
    """A reduction that kernels do where the axes are neighbours."""

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel for float32 over neighbouring axes; otherwise NumPy."""
        x = present(inputs, 0, self)
        axes = sorted(self._reduced(x.rank, known_ints(inputs, 1, self)))
        if x.dtype != FLOAT or not x.size or not axes or axes[-1] - axes[0] >= len(axes):
            return self._run_plainly
        count, columns = math.prod(x.shape[axes[0] : axes[-1] + 1]), math.prod(x.shape[axes[-1] + 1 :])
        rows, down, divisor = self._kernels(count)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            data, out, time = given(arrays, 0), outputs[0].reshape(-1), x.size / LANES * 2
            if columns == 1:
                return rows.over(out.size, time, data.reshape(-1, count), divisor, out)
            matrices = data.reshape(-1, count, columns)
            return down.over(len(matrices) * -(-columns // BLOCK), time, matrices, divisor, out)

        return BindableStep(bind)

    def _run_plainly(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        outputs[0][...] = _Reduction.run(self, arrays)[0]

    @abstractmethod
    def _kernels(self, count: int) -> tuple[Kernel, Kernel, np.float32]:
        """Return the kernels over rows and columns of ``count`` numbers, and what they divide by."""


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceSum(_KernelReduction):
    """ONNX ReduceSum."""

    def _kernels(self, count: int) -> tuple[Kernel, Kernel, np.float32]:
        return sums, column_sums, np.float32(1)

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return self._sum(data, axes)


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceMean(_KernelReduction):
    """ONNX ReduceMean."""

    def _kernels(self, count: int) -> tuple[Kernel, Kernel, np.float32]:
        return sums, column_sums, np.float32(count)

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return np.divide(self._sum(data, axes), math.prod(data.shape[axis] for axis in axes))


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceMax(_KernelReduction):
    """ONNX ReduceMax; of nothing, the least number of the type."""

    def _kernels(self, count: int) -> tuple[Kernel, Kernel, np.float32]:
        return maxima, column_maxima, np.float32(1)

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return np.max(data, axis=axes, keepdims=bool(self.keepdims), initial=_limits(data.dtype)[0])


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceMin(_Reduction):
    """ONNX ReduceMin; of nothing, the greatest number of the type."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return np.min(data, axis=axes, keepdims=bool(self.keepdims), initial=_limits(data.dtype)[1])


def _limits(dtype: np.dtype[Any]) -> tuple[Any, Any]:
    """Return the least and the greatest number of a type."""
    if dtype.kind == "f":
        return -math.inf, math.inf
    if dtype.kind == "b":
        return False, True
    return np.iinfo(dtype).min, np.iinfo(dtype).max


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceProd(_Reduction):
    """ONNX ReduceProd."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return np.prod(data, axis=axes, keepdims=bool(self.keepdims))


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceL1(_Reduction):
    """ONNX ReduceL1: the sum of absolute values."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return self._sum(np.abs(data), axes)


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceL2(_Reduction):
    """ONNX ReduceL2: the square root of the sum of squares."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return np.sqrt(self._sum(np.square(data), axes))


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceSumSquare(_Reduction):
    """ONNX ReduceSumSquare."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return self._sum(np.square(data), axes)


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceLogSum(_Reduction):
    """ONNX ReduceLogSum: the logarithm of the sum."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        return np.log(self._sum(data, axes))


@operator
@dataclass(frozen=True, kw_only=True)
class ReduceLogSumExp(_Reduction):
    """ONNX ReduceLogSumExp: the logarithm of the sum of exponentials, without overflow."""

    def _reduce(self, data: Array, axes: Ints) -> Any:
        greatest = np.max(data, axis=axes, keepdims=True, initial=_limits(data.dtype)[0])
        shift = np.where(np.isfinite(greatest), greatest, 0)
        total = np.log(np.sum(np.exp(data - shift), axis=axes, keepdims=True)) + shift
        return total if self.keepdims else np.squeeze(total, axes)
