"""Operators that compare elements or choose by conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from explorer.nn.ops.base import Op, operator, present
from explorer.nn.ops.shapes import broadcast, given
from explorer.nn.spec import BOOL, Array, Arrays, Spec, Specs


@dataclass(frozen=True, kw_only=True)
class _Pairwise(Op):
    """A condition on two inputs that broadcast."""

    function: ClassVar[Callable[..., Any]]

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a bool spec of the shape that both inputs broadcast to."""
        a, b = present(inputs, 0, self), present(inputs, 1, self)
        return (Spec(broadcast(a.shape, b.shape), BOOL),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the condition at every element."""
        return (np.asarray(type(self).function(given(inputs, 0), given(inputs, 1))),)


@operator
@dataclass(frozen=True, kw_only=True)
class Equal(_Pairwise):
    """ONNX Equal."""

    function = np.equal


@operator
@dataclass(frozen=True, kw_only=True)
class Less(_Pairwise):
    """ONNX Less."""

    function = np.less


@operator
@dataclass(frozen=True, kw_only=True)
class LessOrEqual(_Pairwise):
    """ONNX LessOrEqual."""

    function = np.less_equal


@operator
@dataclass(frozen=True, kw_only=True)
class Greater(_Pairwise):
    """ONNX Greater."""

    function = np.greater


@operator
@dataclass(frozen=True, kw_only=True)
class GreaterOrEqual(_Pairwise):
    """ONNX GreaterOrEqual."""

    function = np.greater_equal


@operator
@dataclass(frozen=True, kw_only=True)
class And(_Pairwise):
    """ONNX And."""

    function = np.logical_and


@operator
@dataclass(frozen=True, kw_only=True)
class Or(_Pairwise):
    """ONNX Or."""

    function = np.logical_or


@operator
@dataclass(frozen=True, kw_only=True)
class Xor(_Pairwise):
    """ONNX Xor."""

    function = np.logical_xor


@dataclass(frozen=True, kw_only=True)
class _Elementwise(Op):
    """A condition on one input."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a bool spec of the input's shape."""
        return (Spec(present(inputs, 0, self).shape, BOOL),)


@operator
@dataclass(frozen=True, kw_only=True)
class Not(_Elementwise):
    """ONNX Not."""

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the opposite of every element."""
        return (np.asarray(np.logical_not(given(inputs, 0))),)


@operator
@dataclass(frozen=True, kw_only=True)
class IsNaN(_Elementwise):
    """ONNX IsNaN."""

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return which elements are not a number."""
        return (np.asarray(np.isnan(given(inputs, 0))),)


@operator
@dataclass(frozen=True, kw_only=True)
class IsInf(_Elementwise):
    """ONNX IsInf, of either sign or of the ones asked for."""

    detect_negative: int = 1
    detect_positive: int = 1

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return which elements are infinite."""
        data = given(inputs, 0)
        negative, positive = bool(self.detect_negative), bool(self.detect_positive)
        return (np.asarray((np.isneginf(data) & negative) | (np.isposinf(data) & positive)),)


@operator
@dataclass(frozen=True, kw_only=True)
class Where(Op):
    """ONNX Where: input 1 where input 0 holds, input 2 elsewhere; all three broadcast."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape that all inputs broadcast to."""
        condition, x, y = (present(inputs, i, self) for i in range(3))
        return (Spec(broadcast(condition.shape, x.shape, y.shape), x.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the chosen elements."""
        return (np.where(given(inputs, 0), given(inputs, 1), given(inputs, 2)),)
