"""Activation functions by hand, at the edges of the number line, and against ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.spec import Array, Spec

RANDOM = np.random.default_rng(0)

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "Relu": ("Relu", {}),
    "LeakyRelu": ("LeakyRelu", {"alpha": 0.2}),
    "ThresholdedRelu": ("ThresholdedRelu", {"alpha": 0.7}),
    "Elu": ("Elu", {"alpha": 1.5}),
    "Celu": ("Celu", {"alpha": 2.0}),
    "Selu": ("Selu", {}),
    "Selu with other constants": ("Selu", {"alpha": 2.0, "gamma": 3.0}),
    "Gelu": ("Gelu", {}),
    "Gelu by tanh": ("Gelu", {"approximate": "tanh"}),
    "Mish": ("Mish", {}),
    "Softplus": ("Softplus", {}),
    "Softsign": ("Softsign", {}),
    "Sigmoid": ("Sigmoid", {}),
    "HardSigmoid": ("HardSigmoid", {"alpha": 0.3, "beta": 0.4}),
    "HardSwish": ("HardSwish", {}),
    "Tanh": ("Tanh", {}),
    "Erf": ("Erf", {}),
    "Exp": ("Exp", {}),
}


@pytest.mark.parametrize("size", [1000, 200_000], ids=["one thread", "all threads"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_same_as_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], case: tuple[str, dict[str, Any]], size: int
) -> None:
    operator, attributes = case
    x = (4 * RANDOM.normal(size=(1, size))).astype(np.float32)
    (expected,) = onnx_runtime(operator, [x], attributes, opset=20)
    (y,) = build(operator, attributes, opset=20).run([x])
    np.testing.assert_allclose(y, expected, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_not_a_number_stays(case: tuple[str, dict[str, Any]]) -> None:
    operator, attributes = case
    (y,) = build(operator, attributes, opset=20).run([np.array([np.nan, 1] * 50, np.float32)])
    np.testing.assert_array_equal(np.isnan(y), [True, False] * 50)


LIMITS: dict[str, tuple[float, float]] = {
    "Relu": (0, np.inf),
    "Elu": (-1, np.inf),
    "Celu": (-1, np.inf),
    "Softplus": (0, np.inf),
    "Sigmoid": (0, 1),
    "HardSigmoid": (0, 1),
    "Tanh": (-1, 1),
    "Erf": (-1, 1),
    "Exp": (0, np.inf),
}


@pytest.mark.parametrize("operator", LIMITS)
def test_infinity_gives_the_limit(operator: str) -> None:
    (y,) = build(operator, {}, opset=20).run([np.array([-np.inf, np.inf], np.float32)])
    np.testing.assert_array_equal(y, LIMITS[operator])


def test_small_numbers_keep_their_digits() -> None:
    x = np.array([-1e-6, -1e-4], np.float32)
    (y,) = build("Elu", {}, opset=13).run([x])
    np.testing.assert_allclose(y, np.expm1(x.astype(np.float64)), rtol=1e-6)


def test_clip_of_old_takes_attributes() -> None:
    (y,) = build("Clip", {"min": -1.0, "max": 2.0}, opset=10).run([np.array([-5, 0.5, 7], np.float32)])
    np.testing.assert_array_equal(y, [-1, 0.5, 2])


def test_clip_takes_inputs_and_leaves_open_what_is_absent() -> None:
    x = np.array([-5, 0.5, np.nan, np.inf], np.float32)
    (y,) = build("Clip", {}, opset=13).run([x, None, np.array(3, np.float32)])
    np.testing.assert_array_equal(y, [-5, 0.5, np.nan, 3])


def test_clip_below_a_minimum_above_the_maximum_gives_the_maximum() -> None:
    bounds = np.array(2, np.float32), np.array(1, np.float32)
    np.testing.assert_array_equal(build("Clip", {}, opset=13).run([np.zeros(2, np.float32), *bounds])[0], [1, 1])


@pytest.mark.parametrize("operator", ["Relu", "Clip"])
def test_integers_stay_integers(operator: str) -> None:
    bounds = [np.array(0), None] if operator == "Clip" else []
    (y,) = build(operator, {}, opset=14).run([np.array([-3, 2]), *bounds])
    assert y.dtype == np.int64
    np.testing.assert_array_equal(y, [0, 2])


@pytest.mark.parametrize("shape", [(4, 1, 1), (1,), (4, 6, 5), (5,), (1, 6, 1)])
def test_prelu_broadcasts_its_slopes(onnx_runtime: Callable[..., list[Array]], shape: tuple[int, ...]) -> None:
    x, slope = RANDOM.normal(size=(2, 4, 6, 5)).astype(np.float32), RANDOM.normal(size=shape).astype(np.float32)
    (expected,) = onnx_runtime("PRelu", [x, slope], {}, opset=16)
    np.testing.assert_array_equal(build("PRelu", {}, opset=16).run([x, slope])[0], expected)


def test_prelu_of_a_large_map() -> None:
    x = RANDOM.normal(size=(1, 8, 130, 130)).astype(np.float32)
    slopes = np.arange(8, dtype=np.float32).reshape(8, 1, 1)
    (y,) = build("PRelu", {}, opset=16).run([x, slopes])
    np.testing.assert_array_equal(y, np.where(x < 0, slopes * x, x))


def test_unknown_approximation_is_refused() -> None:
    op = build("Gelu", {"approximate": "sine"}, opset=20)
    with pytest.raises(NetError, match="approximate is 'sine'"):
        op.infer([Spec((3,))])


def test_integers_are_refused_where_the_answer_is_real() -> None:
    with pytest.raises(NetError, match="takes real numbers"):
        build("Sigmoid", {}, opset=13).infer([Spec((3,), np.dtype(np.int64))])
