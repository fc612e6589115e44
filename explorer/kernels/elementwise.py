"""Kernels that compute each element from the elements at its own place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import prange
from numpy import float32 as f32

from explorer.kernels.jit import scalar
from explorer.kernels.sharing import Shared, shared
from explorer.kernels.transcendental import erf, exp, expm1, softplus, tanh


def unary(function: Callable[..., Any]) -> Shared:
    """Return the kernel ``(x, out, a, b)`` of a number function ``(v, a, b)``.

    ``x`` and ``out`` are 1-D float32 of one length, ``a`` and ``b`` float32 constants.
    """

    def run(x: Any, out: Any, a: Any, b: Any) -> None:
        for i in prange(x.shape[0]):
            out[i] = function(x[i], a, b)

    return shared(run)


def pairwise(function: Callable[..., Any]) -> Shared:
    """Return the kernel ``(x, y, out)`` of a number function ``(v, w)``, over 1-D float32 of one length."""

    def run(x: Any, y: Any, out: Any) -> None:
        for i in prange(x.shape[0]):
            out[i] = function(x[i], y[i])

    return shared(run)


def rowwise(function: Callable[..., Any]) -> Shared:
    """Return the kernel ``(x, y, out)`` of a number function ``(v, w)``, with one ``w`` for each row.

    ``x`` and ``out`` are float32 (rows, columns), ``y`` is float32 (rows,).
    """

    def run(x: Any, y: Any, out: Any) -> None:
        for r in prange(x.shape[0]):
            for i in range(x.shape[1]):
                out[r, i] = function(x[r, i], y[r])

    return shared(run)


# Comparisons are written so that NaN, for which all of them are false, comes out as NaN.


@scalar
def _relu(v: Any, a: Any, b: Any) -> Any:
    return f32(0) if v <= f32(0) else v


@scalar
def _leaky_relu(v: Any, a: Any, b: Any) -> Any:
    return a * v if v < f32(0) else v


@scalar
def _thresholded_relu(v: Any, a: Any, b: Any) -> Any:
    return f32(0) if v <= a else v


@scalar
def _clip(v: Any, a: Any, b: Any) -> Any:
    raised = a if v < a else v
    return b if raised > b else raised


@scalar
def _elu(v: Any, a: Any, b: Any) -> Any:
    return a * expm1(v) if v < f32(0) else v


@scalar
def _celu(v: Any, a: Any, b: Any) -> Any:
    return a * expm1(v / a) if v < f32(0) else v


@scalar
def _selu(v: Any, a: Any, b: Any) -> Any:
    return b * (a * expm1(v) if v <= f32(0) else v)


@scalar
def _gelu(v: Any, a: Any, b: Any) -> Any:
    return f32(0.5) * v * (f32(1) + erf(v * f32(0.7071067811865476)))


@scalar
def _gelu_tanh(v: Any, a: Any, b: Any) -> Any:
    return f32(0.5) * v * (f32(1) + tanh(f32(0.7978845608028654) * (v + f32(0.044715) * v * v * v)))


@scalar
def _mish(v: Any, a: Any, b: Any) -> Any:
    e = exp(v if v < f32(20) else f32(20))
    n = e * (e + f32(2))
    return v * (n / (n + f32(2)))


@scalar
def _softplus(v: Any, a: Any, b: Any) -> Any:
    return softplus(v)


@scalar
def _softsign(v: Any, a: Any, b: Any) -> Any:
    return v / (f32(1) + abs(v))


@scalar
def _sigmoid(v: Any, a: Any, b: Any) -> Any:
    return f32(1) / (f32(1) + exp(-v))


@scalar
def _hard_sigmoid(v: Any, a: Any, b: Any) -> Any:
    return _clip(a * v + b, f32(0), f32(1))


@scalar
def _hard_swish(v: Any, a: Any, b: Any) -> Any:
    return v * _clip(v * f32(1 / 6) + f32(0.5), f32(0), f32(1))


@scalar
def _swish(v: Any, a: Any, b: Any) -> Any:
    return v / (f32(1) + exp(-a * v))


@scalar
def _tanh(v: Any, a: Any, b: Any) -> Any:
    return tanh(v)


@scalar
def _erf(v: Any, a: Any, b: Any) -> Any:
    return erf(v)


@scalar
def _exp(v: Any, a: Any, b: Any) -> Any:
    return exp(v)


@scalar
def _add(v: Any, w: Any) -> Any:
    return v + w


@scalar
def _subtract(v: Any, w: Any) -> Any:
    return v - w


@scalar
def _multiply(v: Any, w: Any) -> Any:
    return v * w


@scalar
def _divide(v: Any, w: Any) -> Any:
    return v / w


@scalar
def _prelu(v: Any, w: Any) -> Any:
    return w * v if v < f32(0) else v


UNARY = {
    "Celu": unary(_celu),
    "Clip": unary(_clip),
    "Elu": unary(_elu),
    "Erf": unary(_erf),
    "Exp": unary(_exp),
    "Gelu": unary(_gelu),
    "GeluTanh": unary(_gelu_tanh),
    "HardSigmoid": unary(_hard_sigmoid),
    "HardSwish": unary(_hard_swish),
    "LeakyRelu": unary(_leaky_relu),
    "Mish": unary(_mish),
    "Relu": unary(_relu),
    "Selu": unary(_selu),
    "Sigmoid": unary(_sigmoid),
    "Softplus": unary(_softplus),
    "Softsign": unary(_softsign),
    "Swish": unary(_swish),
    "Tanh": unary(_tanh),
    "ThresholdedRelu": unary(_thresholded_relu),
}
"""Kernels of one array by ONNX operator; what the constants ``a`` and ``b`` mean is each operator's own."""

_BINARY = {"Add": _add, "Sub": _subtract, "Mul": _multiply, "Div": _divide, "PRelu": _prelu}

PAIRWISE = {name: pairwise(function) for name, function in _BINARY.items()}
"""Kernels of two arrays of one shape, by ONNX operator."""

ROWWISE = {name: rowwise(function) for name, function in _BINARY.items()}
"""Kernels of an array and one number for each of its rows, by ONNX operator."""
