"""Arithmetic of one, two or more inputs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from explorer.kernels.elementwise import apply, apply_binary
from explorer.kernels.work import Work
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, Op, Step, operator, present
from explorer.nn.ops.binary import Binary
from explorer.nn.ops.shapes import broadcast, given
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs


@operator
@dataclass(frozen=True, kw_only=True)
class Add(Binary):
    """ONNX Add."""

    function = np.add


@operator
@dataclass(frozen=True, kw_only=True)
class Sub(Binary):
    """ONNX Sub."""

    function = np.subtract


@operator
@dataclass(frozen=True, kw_only=True)
class Mul(Binary):
    """ONNX Mul."""

    function = np.multiply


def _divide(x: Array, y: Array, out: Array) -> None:
    if out.dtype.kind == "f":
        np.divide(x, y, out=out)
    else:
        np.floor_divide(x, y, out=out)
        out += (out < 0) & (out * y != x)


@operator
@dataclass(frozen=True, kw_only=True)
class Div(Binary):
    """ONNX Div; integers are rounded towards zero."""

    function = _divide


@operator
@dataclass(frozen=True, kw_only=True)
class Mod(Op):
    """ONNX Mod: what is left of a division, with the sign of the divisor, or of what is divided with ``fmod``."""

    fmod: int = 0

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec that both broadcast to."""
        x, y = present(inputs, 0, self), present(inputs, 1, self)
        return (Spec(broadcast(x.shape, y.shape), x.dtype),)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return what is left."""
        function = np.fmod if self.fmod else np.mod
        return (np.asarray(function(given(inputs, 0), given(inputs, 1))),)


@dataclass(frozen=True, kw_only=True)
class _Unary(KernelOp):
    """A function of every element."""

    function: ClassVar[Callable[..., Any]]
    """The function of an array, with ``out`` as NumPy's have it."""
    has_kernel: ClassVar[bool] = False

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the input."""
        x = present(inputs, 0, self)
        return (Spec(x.shape, x.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over all elements, where there is one, or NumPy's function."""
        if not self.has_kernel or present(inputs, 0, self).dtype != FLOAT:
            return self._run_numpy
        name = type(self).__name__
        return BindableStep(lambda arrays, outputs: apply(name, given(arrays, 0).reshape(-1), outputs[0].reshape(-1)))

    def _run_numpy(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        with np.errstate(all="ignore"):
            type(self).function(given(arrays, 0), out=outputs[0])


@operator
@dataclass(frozen=True, kw_only=True)
class Sqrt(_Unary):
    """ONNX Sqrt."""

    function = np.sqrt
    has_kernel = True


@operator
@dataclass(frozen=True, kw_only=True)
class Log(_Unary):
    """ONNX Log: the natural logarithm."""

    function = np.log


@operator
@dataclass(frozen=True, kw_only=True)
class Sin(_Unary):
    """ONNX Sin, of radians."""

    function = np.sin


@operator
@dataclass(frozen=True, kw_only=True)
class Cos(_Unary):
    """ONNX Cos, of radians."""

    function = np.cos


@operator
@dataclass(frozen=True, kw_only=True)
class Neg(_Unary):
    """ONNX Neg."""

    function = np.negative
    has_kernel = True


@operator
@dataclass(frozen=True, kw_only=True)
class Abs(_Unary):
    """ONNX Abs."""

    function = np.abs
    has_kernel = True


@operator
@dataclass(frozen=True, kw_only=True)
class Floor(_Unary):
    """ONNX Floor."""

    function = np.floor


@operator
@dataclass(frozen=True, kw_only=True)
class Ceil(_Unary):
    """ONNX Ceil."""

    function = np.ceil


@operator
@dataclass(frozen=True, kw_only=True)
class Round(_Unary):
    """ONNX Round: halves to the even neighbour."""

    function = np.rint


@operator
@dataclass(frozen=True, kw_only=True)
class Sign(_Unary):
    """ONNX Sign."""

    function = np.sign


@operator
@dataclass(frozen=True, kw_only=True)
class Reciprocal(_Unary):
    """ONNX Reciprocal."""

    function = np.reciprocal
    has_kernel = True


@operator
@dataclass(frozen=True, kw_only=True)
class Pow(KernelOp):
    """ONNX Pow: input 0 to the power of input 1, in the type of input 0."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape that both inputs broadcast to."""
        base, exponent = present(inputs, 0, self), present(inputs, 1, self)
        return (Spec(broadcast(base.shape, exponent.shape), base.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel of the powers that take no logarithm, where there is one exponent for all; or NumPy."""
        base, exponent = present(inputs, 0, self), present(inputs, 1, self)
        known = exponent.value is not None and exponent.size == 1 and exponent.rank <= base.rank
        kernel = _SHORT_POWERS.get(np.asarray(exponent.value).item()) if known else None
        if kernel is None or base.dtype != FLOAT:
            return _raise_plainly
        return BindableStep(lambda arrays, outputs: apply(kernel, given(arrays, 0).reshape(-1), outputs[0].reshape(-1)))


_SHORT_POWERS = {-1.0: "Reciprocal", 0.5: "Sqrt", 0.75: "ThreeQuarters", 2.0: "Square", 3.0: "Cube"}


def _raise_plainly(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
    with np.errstate(all="ignore"):
        outputs[0][...] = np.power(given(arrays, 0), given(arrays, 1)).astype(outputs[0].dtype, copy=False)


@dataclass(frozen=True, kw_only=True)
class _Variadic(KernelOp):
    """A function of any number of inputs that broadcast, folded two by two."""

    function: ClassVar[Callable[..., Any]]
    kernel: ClassVar[str]
    """Name of the operator that kernels fold two arrays by."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the shape that all inputs broadcast to."""
        specs = [present(inputs, index, self) for index in range(max(len(inputs), 1))]
        return (Spec(broadcast(*(spec.shape for spec in specs)), specs[0].dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel for several inputs of one shape; otherwise NumPy."""
        specs = [present(inputs, index, self) for index in range(len(inputs))]
        alike = all(spec.shape == specs[0].shape and spec.dtype == FLOAT for spec in specs)
        return BindableStep(self._bind) if alike and len(specs) > 1 else self._run_numpy

    def _bind(self, arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
        folded, *others = (given(arrays, index).reshape(-1) for index in range(len(arrays)))
        work, out, nothing = Work(()), outputs[0].reshape(-1), np.empty(0, FLOAT)
        for other in others:
            work += apply_binary(self.kernel, folded, other, out, nothing, 1, turned=False)
            folded = out
        return work

    def _run_numpy(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        with np.errstate(all="ignore"):
            outputs[0][...] = functools.reduce(type(self).function, [given(arrays, i) for i in range(len(arrays))])


@operator
@dataclass(frozen=True, kw_only=True)
class Min(_Variadic):
    """ONNX Min; NaN where an input is."""

    function = np.minimum
    kernel = "Min"


@operator
@dataclass(frozen=True, kw_only=True)
class Max(_Variadic):
    """ONNX Max; NaN where an input is."""

    function = np.maximum
    kernel = "Max"


@operator
@dataclass(frozen=True, kw_only=True)
class Sum(_Variadic):
    """ONNX Sum."""

    function = np.add
    kernel = "Add"


@operator
@dataclass(frozen=True, kw_only=True)
class Mean(_Variadic):
    """ONNX Mean."""

    function = np.add
    kernel = "Add"

    def _bind(self, arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
        out, nothing, count = outputs[0].reshape(-1), np.empty(0, FLOAT), np.full(1, len(arrays), FLOAT)
        return super()._bind(arrays, outputs) + apply_binary("Div", out, count, out, nothing, out.size, turned=False)

    def _run_numpy(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        super()._run_numpy(arrays, outputs)
        outputs[0][...] = outputs[0] / outputs[0].dtype.type(len(arrays))
