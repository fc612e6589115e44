"""Operators that write the Relu of their output along with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explorer.nn.ops import build
from explorer.nn.ops.base import Arena, RectifyingOp
from explorer.nn.spec import Spec

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(2, 3, 5, 4)).astype(np.float32)
VECTORS = [RANDOM.uniform(0.5, 2, 3).astype(np.float32) for _ in range(4)]

CASES: dict[str, list[Any]] = {
    "Add": [X, X[:, ::-1].copy()],
    "Sub": [X, VECTORS[0].reshape(3, 1, 1)],
    "Mul": [np.float32(-2), X],
    "Div": [X[:, :, :1, :1].copy(), X],
    "BatchNormalization": [X, *VECTORS],
}


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_the_second_output_is_the_relu_of_the_first(name: str, known: bool) -> None:
    arrays = [np.asarray(x) for x in CASES[name]]
    op = build(name, {}, opset=17)
    assert isinstance(op, RectifyingOp)
    specs = [Spec(x.shape, x.dtype, x if known and i else None) for i, x in enumerate(arrays)]
    (expected,) = op.run(arrays)
    out, rectified = np.empty_like(expected), np.empty_like(expected)
    op.plan_rectified(specs, Arena())(arrays, (out, rectified))
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(rectified, np.maximum(expected, 0))


def test_integers_are_rectified_too() -> None:
    a, b = np.array([1, 2]), np.array([3, -4])
    op = build("Add", {}, opset=17)
    assert isinstance(op, RectifyingOp)
    out, rectified = np.empty_like(a), np.empty_like(a)
    op.plan_rectified([Spec(a.shape, a.dtype), Spec(b.shape, b.dtype)], Arena())([a, b], (out, rectified))
    np.testing.assert_array_equal(out, [4, -2])
    np.testing.assert_array_equal(rectified, [4, 0])
