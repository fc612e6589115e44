"""Softmax and its kin by hand, and against ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.spec import Array, Spec

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("operator", ["Softmax", "LogSoftmax", "Hardmax"])
@pytest.mark.parametrize(("opset", "axis"), [(7, 1), (9, 2), (11, -1), (11, 0), (13, 1), (13, -1), (13, 0), (13, 2)])
def test_same_as_onnx_runtime(onnx_runtime: Callable[..., list[Array]], operator: str, opset: int, axis: int) -> None:
    x = (5 * RANDOM.normal(size=(2, 5, 4, 3))).astype(np.float32)
    (expected,) = onnx_runtime(operator, [x], {"axis": axis}, opset=opset)
    (y,) = build(operator, {"axis": axis}, opset=opset).run([x])
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("opset", "sums"), [(12, [1, 1]), (13, [[1, 1, 1], [1, 1, 1]])])
def test_default_axis(opset: int, sums: list[float]) -> None:
    (y,) = build("Softmax", {}, opset=opset).run([RANDOM.normal(size=(2, 3, 4)).astype(np.float32)])
    axes = (1, 2) if opset < 13 else 2
    np.testing.assert_allclose(y.sum(axis=axes), sums, rtol=1e-6)


def test_large_scores_do_not_overflow() -> None:
    scores = np.array([[1000, 1001]], np.float32)
    (y,) = build("Softmax", {}, opset=13).run([scores])
    np.testing.assert_allclose(y, [[1 / (1 + np.e), np.e / (1 + np.e)]], rtol=1e-6)
    (log,) = build("LogSoftmax", {}, opset=13).run([scores])
    np.testing.assert_allclose(log, np.log(y), rtol=1e-5)


def test_one_score_that_is_no_number_spoils_its_row_alone() -> None:
    (y,) = build("Softmax", {}, opset=13).run([np.array([[0, np.nan], [0, 0]], np.float32)])
    np.testing.assert_array_equal(y, [[np.nan, np.nan], [0.5, 0.5]])


def test_minus_infinity_has_no_probability() -> None:
    (y,) = build("Softmax", {}, opset=13).run([np.array([[0, -np.inf]], np.float32)])
    np.testing.assert_array_equal(y, [[1, 0]])


def test_axis_that_is_not_there_is_refused() -> None:
    with pytest.raises(NetError, match="no axis 4"):
        build("Softmax", {"axis": 4}, opset=13).infer([Spec((1, 2, 3))])
