"""Kernels that compute each element from the elements at its own place.

Their items are blocks of ``BLOCK`` elements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import uint64 as u64

from explorer.kernels.fetching import CLAIMED, claim
from explorer.kernels.jit import scalar
from explorer.kernels.packed import unpack
from explorer.kernels.reduction import larger_number
from explorer.kernels.transcendental import erf, exp, expm1, one_more_than_exp, softplus, tanh
from explorer.kernels.vector import LANES
from explorer.kernels.work import Kernel, Work, shared

BLOCK = 512
"""Elements of an item."""

_CHEAP, _DEAR = 4, 30
"""Time for a vector, where memory is waited for and where a transcendental function is computed."""


def unary(function: Callable[..., Any]) -> Kernel:
    """Return the kernel of a number function ``(v, a, b)``; its arguments are ``x``, ``out``, ``a`` and ``b``."""

    def run(first: int, last: int, thread: int, arguments: Any) -> None:
        x, out, a, b = unpack(arguments)
        for i in range(u64(first * BLOCK), u64(min(last * BLOCK, x.size))):
            out[i] = function(x[i], a, b)

    return shared(run)


def gated(function: Callable[..., Any]) -> Kernel:
    """Return the kernel that also multiplies ``x`` by the function's numbers.

    Its arguments are those of ``unary``, with the products behind ``out``.
    """

    def run(first: int, last: int, thread: int, arguments: Any) -> None:
        x, out, products, a, b = unpack(arguments)
        for i in range(u64(first * BLOCK), u64(min(last * BLOCK, x.size))):
            value = function(x[i], a, b)
            out[i] = value
            products[i] = x[i] * value

    return shared(run)


@scalar
def positive(v: Any) -> Any:
    """Return max(0, v), NaN where it is."""
    return f32(0) if v <= f32(0) else v


def pairwise(function: Callable[..., Any]) -> Kernel:
    """Return the kernel of a number function ``(v, w)``.

    Its arguments are ``x``; ``y``, which starts again where it ends; the result, and its positive part or nothing.
    """

    def run(first: int, last: int, thread: int, arguments: Any) -> None:
        x, y, out, rectified = unpack(arguments)
        begin, end = first * BLOCK, min(last * BLOCK, x.size)
        while begin < end:
            start = begin % y.size
            place, other = u64(begin), u64(start)
            count = min(y.size - start, end - begin)
            if rectified.size > 0:
                count = min(count, CLAIMED)
                claim(rectified, begin, count)
                for i in range(u64(count)):
                    value = function(x[place + i], y[other + i])
                    out[place + i] = value
                    rectified[place + i] = positive(value)
            else:
                for i in range(u64(count)):
                    out[place + i] = function(x[place + i], y[other + i])
            begin += count

    return shared(run)


def rowwise(function: Callable[..., Any]) -> Kernel:
    """Return the kernel of a number function ``(v, w)``; its arguments are those of ``pairwise``, and ``columns``.

    Each element of ``y`` serves as many elements as there are ``columns``; ``y`` starts again where it ends.
    """

    def run(first: int, last: int, thread: int, arguments: Any) -> None:
        x, y, out, rectified, columns = unpack(arguments)
        begin, end = first * BLOCK, min(last * BLOCK, x.size)
        row = begin // columns
        while begin < end:
            stop = min((row + 1) * columns, end)
            w = y[row % y.size]
            if rectified.size > 0:
                stop = min(stop, begin + CLAIMED)
                claim(rectified, begin, stop - begin)
                for i in range(u64(begin), u64(stop)):
                    value = function(x[i], w)
                    out[i] = value
                    rectified[i] = positive(value)
            else:
                for i in range(u64(begin), u64(stop)):
                    out[i] = function(x[i], w)
            begin, row = stop, stop // columns

    return shared(run)


# Comparisons are written so that NaN, for which all of them are false, comes out as NaN.


@scalar
def _relu(v: Any, a: Any, b: Any) -> Any:
    return positive(v)


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
    # (1 + tanh u) / 2 = 1 / (1 + exp(-2 u)).
    return v / one_more_than_exp(v * (f32(-1.5957691216057308) - f32(0.07135481627260025) * v * v))


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
    return f32(1) / one_more_than_exp(-v)


@scalar
def _hard_sigmoid(v: Any, a: Any, b: Any) -> Any:
    return _clip(a * v + b, f32(0), f32(1))


@scalar
def _hard_swish(v: Any, a: Any, b: Any) -> Any:
    return v * _clip(v * f32(1 / 6) + f32(0.5), f32(0), f32(1))


@scalar
def _swish(v: Any, a: Any, b: Any) -> Any:
    return v / one_more_than_exp(-a * v)


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
def _absolute(v: Any, a: Any, b: Any) -> Any:
    return abs(v)


@scalar
def _negative(v: Any, a: Any, b: Any) -> Any:
    return -v


@scalar
def _reciprocal(v: Any, a: Any, b: Any) -> Any:
    return f32(1) / v


@scalar
def _root(v: Any, a: Any, b: Any) -> Any:
    return np.sqrt(v)


@scalar
def _square(v: Any, a: Any, b: Any) -> Any:
    return v * v


@scalar
def _cube(v: Any, a: Any, b: Any) -> Any:
    return v * v * v


@scalar
def _three_quarters(v: Any, a: Any, b: Any) -> Any:
    root = np.sqrt(v)
    return root * np.sqrt(root)


@scalar
def _smaller(v: Any, w: Any) -> Any:
    return w if (w < v) | np.isnan(w) else v


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
def _subtract_from(v: Any, w: Any) -> Any:
    return w - v


@scalar
def _divide_into(v: Any, w: Any) -> Any:
    return w / v


@scalar
def _prelu(v: Any, w: Any) -> Any:
    return w * v if v < f32(0) else v


@scalar
def _prelu_of(v: Any, w: Any) -> Any:
    return v * w if w < f32(0) else w


_CHEAP_UNARY = {
    "Abs": unary(_absolute),
    "Neg": unary(_negative),
    "Reciprocal": unary(_reciprocal),
    "Sqrt": unary(_root),
    "Clip": unary(_clip),
    "Cube": unary(_cube),
    "HardSigmoid": unary(_hard_sigmoid),
    "HardSwish": unary(_hard_swish),
    "LeakyRelu": unary(_leaky_relu),
    "Relu": unary(_relu),
    "Softsign": unary(_softsign),
    "Square": unary(_square),
    "ThreeQuarters": unary(_three_quarters),
    "ThresholdedRelu": unary(_thresholded_relu),
}
_DEAR_UNARY = {
    "Celu": unary(_celu),
    "Elu": unary(_elu),
    "Erf": unary(_erf),
    "Exp": unary(_exp),
    "Gelu": unary(_gelu),
    "GeluTanh": unary(_gelu_tanh),
    "Mish": unary(_mish),
    "Selu": unary(_selu),
    "Sigmoid": unary(_sigmoid),
    "Softplus": unary(_softplus),
    "Swish": unary(_swish),
    "Tanh": unary(_tanh),
}
_GATED = {"HardSigmoid": gated(_hard_sigmoid), "Sigmoid": gated(_sigmoid)}
_BINARY = {
    "Add": _add,
    "Div": _divide,
    "Max": larger_number,
    "Min": _smaller,
    "Mul": _multiply,
    "PRelu": _prelu,
    "Sub": _subtract,
}
_TURNED = {**_BINARY, "Sub": _subtract_from, "Div": _divide_into, "PRelu": _prelu_of}
_PAIRWISE = [{name: pairwise(function) for name, function in table.items()} for table in (_BINARY, _TURNED)]
_ROWWISE = [{name: rowwise(function) for name, function in table.items()} for table in (_BINARY, _TURNED)]


def _over(kernel: Kernel, operations: int, x: Any, *arguments: Any) -> Work:
    return kernel.over(-(-x.size // BLOCK), x.size / LANES * operations, x, *arguments)


def apply(name: str, x: Any, out: Any, a: float = 0.0, b: float = 0.0) -> Work:
    """Return the work of computing an ONNX operator of one array, or one of the powers that have names here.

    Parameters
    ----------
    x, out
        Flat, float32, of one length.
    a, b
        Constants; what they mean is each operator's own.
    """
    kernel, operations = (_CHEAP_UNARY[name], _CHEAP) if name in _CHEAP_UNARY else (_DEAR_UNARY[name], _DEAR)
    return _over(kernel, operations, x, out, np.float32(a), np.float32(b))


def apply_gated(name: str, x: Any, out: Any, products: Any, a: float, b: float) -> Work:
    """Return the work of computing an ONNX operator of one array, and of multiplying that array by what comes out.

    Parameters
    ----------
    x, out, products
        Flat, float32, of one length.
    a, b
        Constants; what they mean is each operator's own.
    """
    operations = _CHEAP if name in _CHEAP_UNARY else _DEAR
    return _over(_GATED[name], operations, x, out, products, np.float32(a), np.float32(b))


def apply_binary(name: str, x: Any, y: Any, out: Any, rectified: Any, columns: int, *, turned: bool) -> Work:
    """Return the work of computing an ONNX operator of two arrays.

    Parameters
    ----------
    x, out
        Flat, float32, of one length.
    y
        Flat, float32; each number serves as many elements side by side as there are ``columns``, and they start again
        where they end.
    rectified
        Of that length too, to hold max(0, out), or empty.
    turned
        Whether ``y`` is the operator's first input.
    """
    if columns == 1:
        return _over(_PAIRWISE[turned][name], _CHEAP, x, y, out, rectified)
    return _over(_ROWWISE[turned][name], _CHEAP, x, y, out, rectified, columns)
