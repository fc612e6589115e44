"""Accuracy of the functions of one number, in units in the last place."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from explorer.kernels.elementwise import BLOCK, unary
from explorer.kernels.jit import scalar
from explorer.kernels.transcendental import erf, exp, exp_below, expm1, log, one_more_than_exp, softplus, tanh
from explorer.nn.spec import Array

EVERYWHERE = np.concatenate(
    [np.linspace(-87, 88, 5001), np.linspace(-5, 5, 5001), np.logspace(-20, 0, 501), -np.logspace(-20, 0, 501)]
).astype(np.float32)
POSITIVE = np.logspace(-37, 38, 5001).astype(np.float32)


def _softplus(x: Array) -> Array:
    return np.logaddexp(x, 0)


def _erf(x: Array) -> Array:
    return np.array([math.erf(v) for v in x])


FUNCTIONS: dict[str, tuple[Callable[..., Any], Callable[[Array], Array], Array, float]] = {
    "exp": (exp, np.exp, EVERYWHERE, 2),
    "exp_below": (exp_below, np.exp, EVERYWHERE[EVERYWHERE <= 0], 2),
    "expm1": (expm1, np.expm1, EVERYWHERE, 3),
    "one_more_than_exp": (one_more_than_exp, lambda x: 1 + np.exp(x), EVERYWHERE, 2),
    "log": (log, np.log, POSITIVE, 3),
    "tanh": (tanh, np.tanh, EVERYWHERE, 4),
    "softplus": (softplus, _softplus, EVERYWHERE, 4),
    "erf": (erf, _erf, EVERYWHERE, 8),
}

LIMITS = {
    "exp": (0, math.inf),
    "one_more_than_exp": (1, math.inf),
    "tanh": (-1, 1),
    "softplus": (0, math.inf),
    "erf": (-1, 1),
}


def applied(function: Callable[..., Any], x: Array) -> Array:
    @scalar
    def of_one(v: Any, a: Any, b: Any) -> Any:
        return function(v)

    out = np.empty_like(x)
    with np.errstate(all="ignore"):
        unary(of_one).over(-(-x.size // BLOCK), 0, x, out, np.float32(0), np.float32(0))()
    return out


@pytest.mark.parametrize("name", FUNCTIONS)
def test_last_digits(name: str) -> None:
    function, exact, x, units = FUNCTIONS[name]
    expected = exact(x.astype(np.float64))
    errors = np.abs(applied(function, x) - expected) / np.spacing(np.abs(expected.astype(np.float32)))
    normal = np.abs(expected) > np.finfo(np.float32).tiny
    assert errors[normal].max() <= units


@pytest.mark.parametrize("name", LIMITS)
def test_limits_at_infinity(name: str) -> None:
    ends = np.array([-np.inf, np.inf], np.float32)
    np.testing.assert_array_equal(applied(FUNCTIONS[name][0], ends), LIMITS[name])


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"log"}))
def test_not_a_number_stays(name: str) -> None:
    assert np.isnan(applied(FUNCTIONS[name][0], np.array([np.nan], np.float32))).all()


def test_exp_of_what_is_too_large_or_too_small() -> None:
    assert (applied(one_more_than_exp, np.linspace(88.5, 90, 50, dtype=np.float32)) == np.inf).all()
    x = np.array([89, 1000, -104, -1000, -100], np.float32)
    np.testing.assert_allclose(applied(exp, x), [np.inf, np.inf, 0, 0, np.exp(-100)], atol=2e-45)


def test_exp_of_what_is_far_below_nought_is_nought() -> None:
    x = np.array([-np.inf, -1000, -88, -87, 0], np.float32)
    np.testing.assert_allclose(applied(exp_below, x), [0, 0, 0, np.exp(-87), 1], rtol=1e-6, atol=0)
