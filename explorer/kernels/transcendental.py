"""Functions of one float32 number that LLVM vectorises, exact to one or two units in the last place.

NaN comes out as NaN, and infinity as the limit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import float32 as f32
from numpy import int32 as i32

from explorer.kernels.jit import scalar

_BIAS = 127
"""What is added to the exponent of a float32 in its bits."""

_ROUNDING = f32(3 << 22)
"""Added to a number, it leaves no digits behind the point: the lowest bits hold the nearest integer."""


@scalar
def _power_of_two(biased: Any) -> Any:
    """Return 2**n, n in -126..127, for an int32 whose lowest bits hold n + _BIAS; 0 for -127, infinity for 128."""
    return i32(biased << i32(23)).view(np.float32)


@scalar
def _between(v: Any, least: Any, most: Any) -> Any:
    """Return v, or what it exceeds; NaN where it is."""
    raised = least if v < least else v
    return most if raised > most else raised


@scalar
def _reduced(v: Any, bias: Any) -> Any:
    """Return an int32 whose lowest bits hold n + bias, and exp(r) - 1, for v = n log 2 + r, |r| <= log(2) / 2.

    The second number is NaN where v is.

    Notes
    -----
    Cody and Waite's reduction, as in Cephes; polynomial of degree 6 whose largest relative error is least, 3e-9.
    """
    rounding = _ROUNDING + f32(bias)
    shifted = v * f32(1.44269504) + rounding
    n = shifted - rounding
    r = (v - n * f32(0.693359375)) + n * f32(2.12194440e-4)
    # Two halves of the polynomial side by side, as one would wait for each step of the other.
    q = r * r
    high = (f32(0.00836874525) * r + f32(0.0416683908)) + f32(0.001381454) * q
    low = f32(0.166665204) * r + f32(0.499999934)
    return f32(shifted).view(np.int32), (high * q + low) * q + r


@scalar
def exp(v: Any) -> Any:
    """Return e**v."""
    biased, less = _reduced(_between(v, f32(-104), f32(89)), 2 * _BIAS)
    half = i32(biased >> i32(1))
    scale = _power_of_two(half)
    return (scale * less + scale) * _power_of_two(i32(biased - half))


@scalar
def exp_below(v: Any) -> Any:
    """Return e**v of a v of at most 0; 0 where that is less than 2**-126."""
    biased, less = _reduced(f32(-88) if v < f32(-88) else v, _BIAS)
    scale = _power_of_two(biased)
    return scale * less + scale


@scalar
def one_more_than_exp(v: Any) -> Any:
    """Return 1 + e**v, which is infinity from 88.4 on."""
    biased, less = _reduced(_between(v, f32(-87), f32(89)), _BIAS)
    return (less + f32(1)) * _power_of_two(biased) + f32(1)


@scalar
def _expm1(v: Any, most: Any) -> Any:
    """Return e**v - 1, where v is taken as ``most`` at most."""
    biased, less = _reduced(_between(v, f32(-80), most), _BIAS)
    scale = _power_of_two(biased)
    return scale * less + (scale - f32(1))


@scalar
def expm1(v: Any) -> Any:
    """Return e**v - 1 for v up to 88, exact near 0."""
    return _expm1(v, f32(88))


@scalar
def log(v: Any) -> Any:
    """Return the natural logarithm of a finite v of at least 2**-126.

    Notes
    -----
    For v = 2**e m with m in sqrt(1/2)..sqrt(2), log m = 2 artanh(z) with z = (m - 1) / (m + 1), whose series ends
    after five terms.
    """
    bits = f32(v).view(np.int32)
    e = i32((bits - i32(0x3F3504F3)) >> i32(23))
    m = i32(bits - (e << i32(23))).view(np.float32)
    z = (m - f32(1)) / (m + f32(1))
    q = z * z
    p = f32(1 / 9)
    p = p * q + f32(1 / 7)
    p = p * q + f32(1 / 5)
    p = p * q + f32(1 / 3)
    return f32(e) * f32(0.6931471805599453) + f32(2) * (z + z * q * p)


@scalar
def tanh(v: Any) -> Any:
    """Return the hyperbolic tangent."""
    e = _expm1(f32(2) * v, f32(20))
    return e / (e + f32(2))


@scalar
def softplus(v: Any) -> Any:
    """Return log(1 + e**v).

    Notes
    -----
    For u in 0..1, log(1 + u) = 2 artanh(z) with z = u / (2 + u) <= 1/3, whose series ends after seven terms.
    """
    u = exp(-abs(v))
    z = u / (f32(2) + u)
    q = z * z
    p = f32(1 / 13)
    p = p * q + f32(1 / 11)
    p = p * q + f32(1 / 9)
    p = p * q + f32(1 / 7)
    p = p * q + f32(1 / 5)
    p = p * q + f32(1 / 3)
    small = f32(2) * (z + z * q * p)
    return (v if v > f32(0) else f32(0)) + small


@scalar
def erf(v: Any) -> Any:
    """Return the error function.

    Notes
    -----
    The rational minimax approximation on -4..4 of Eigen's ``erf_float``.
    """
    x = min(max(v, f32(-4)), f32(4))
    q = x * x
    p = f32(-2.72614225801306e-10)
    p = p * q + f32(2.77068142495902e-08)
    p = p * q + f32(-2.10102402082508e-06)
    p = p * q + f32(-5.69250639462346e-05)
    p = p * q + f32(-7.34990630326855e-04)
    p = p * q + f32(-2.95459980854025e-03)
    p = p * q + f32(-1.60960333262415e-02)
    d = f32(-1.45660718464996e-05)
    d = d * q + f32(-2.13374055278905e-04)
    d = d * q + f32(-1.68282697438203e-03)
    d = d * q + f32(-7.37332916720468e-03)
    d = d * q + f32(-1.42647390514189e-02)
    result = x * p / d
    return v if np.isnan(v) else result
