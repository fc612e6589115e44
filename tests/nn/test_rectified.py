"""Operators that write their output cut off at 0 along with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from onnx import helper, numpy_helper

from explorer.importers.reader import graph_of
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
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


def _net(low: float, high: float) -> Graph:
    """Return a convolution whose maps are cut to an interval."""
    weights = RANDOM.normal(size=(8, 3, 3, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["maps"], name="conv", pads=[1, 1, 1, 1]),
        helper.make_node("Clip", ["maps", "low", "high"], ["cut"], name="clip"),
    ]
    numbers = [numpy_helper.from_array(np.float32(n), name) for n, name in ((low, "low"), (high, "high"))]
    inputs = [helper.make_tensor_value_info("x", 1, [1, 3, 20, 20])]
    outputs = [helper.make_tensor_value_info("cut", 1, None)]
    graph = helper.make_graph(nodes, "net", inputs, outputs, [numpy_helper.from_array(weights, "w"), *numbers])
    return graph_of(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), "net")


@pytest.mark.parametrize(("low", "high", "along"), [(0, 6, True), (0, 0.5, True), (-1, 1, False), (0.25, 1, False)])
def test_maps_are_cut_along_with_their_convolution(low: float, high: float, along: bool) -> None:
    values = Executor(_net(low, high)).run({"x": RANDOM.normal(size=(1, 3, 20, 20)).astype(np.float32)})
    np.testing.assert_array_equal(values["cut"], np.clip(values["maps"], np.float32(low), np.float32(high)))
    assert (values.milliseconds["clip"] == 0) == along
