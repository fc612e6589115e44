"""Operators that write what a reader makes of their output along with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from onnx import helper, numpy_helper

from explorer.importers.reader import graph_of
from explorer.kernels.keeping import LARGE
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.ops import build
from explorer.nn.ops.base import AccompaniedOp, Arena, Companion, Cut, Gated, Op
from explorer.nn.program import make_program
from explorer.nn.spec import Array, Spec

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


def _both(op: Op, arrays: list[Array], companion: Companion, known: bool = False) -> tuple[Array, Array]:
    """Return the output and the companion that were written together; all inputs but the first may be known."""
    assert isinstance(op, AccompaniedOp)
    specs = [Spec(x.shape, x.dtype, x if known and i else None) for i, x in enumerate(arrays)]
    (spec,) = op.infer(specs)
    out, beside = np.empty(spec.shape, spec.dtype), np.empty(spec.shape, spec.dtype)
    step = op.plan_both(specs, Arena(), companion)
    assert step is not None
    step(arrays, (out, beside))
    return out, beside


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_the_second_output_is_the_relu_of_the_first(name: str, known: bool) -> None:
    arrays, op = [np.asarray(x) for x in CASES[name]], build(name, {}, opset=17)
    (expected,) = op.run(arrays)
    out, rectified = _both(op, arrays, Cut(), known)
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(rectified, np.maximum(expected, 0))


def test_integers_are_rectified_too() -> None:
    out, rectified = _both(build("Add", {}, opset=17), [np.array([1, 2]), np.array([3, -4])], Cut())
    np.testing.assert_array_equal(out, [4, -2])
    np.testing.assert_array_equal(rectified, [4, 0])


@pytest.mark.parametrize("ceiling", [1.5, np.inf])
@pytest.mark.parametrize("extent", [4, 60, 64, 67])
def test_norms_are_cut_off_also_where_they_go_past_the_caches(extent: int, ceiling: float) -> None:
    channels = LARGE // extent**2 + 3 if extent > 4 else 5
    x = RANDOM.normal(size=(1, channels, extent, extent)).astype(np.float32)
    x[0, 0, 0, :3] = np.nan, np.inf, -np.inf
    vectors = [RANDOM.uniform(0.5, 2, channels).astype(np.float32) for _ in range(4)]
    op = build("BatchNormalization", {}, opset=17)
    (expected,) = op.run([x, *vectors])
    out, cut = _both(op, [x, *vectors], Cut(ceiling), known=True)
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(cut, np.clip(expected, 0, ceiling))


@pytest.mark.parametrize("count", [1, 700, 70_000])
@pytest.mark.parametrize(("name", "attributes"), [("Sigmoid", {}), ("HardSigmoid", {"alpha": 0.25, "beta": 0.4})])
def test_the_second_output_is_the_input_times_the_first(name: str, attributes: dict[str, float], count: int) -> None:
    x, op = RANDOM.normal(size=count).astype(np.float32) * 4, build(name, attributes, opset=17)
    x[0] = np.nan
    out, products = _both(op, [x], Gated())
    np.testing.assert_array_equal(out, op.run([x])[0])
    np.testing.assert_array_equal(products, x * out)


@pytest.mark.parametrize(("name", "companion"), [("Add", Cut(6)), ("Add", Gated()), ("Sigmoid", Cut())])
def test_what_an_operator_cannot_write_along_is_another_step(name: str, companion: Companion) -> None:
    op = build(name, {}, opset=17)
    assert isinstance(op, AccompaniedOp)
    assert op.plan_both([Spec((3,)), Spec((3,))], Arena(), companion) is None


def _graph(nodes: list[Any], arrays: dict[str, Array], outputs: list[str]) -> Graph:
    """Return the net of an image ``x``."""
    known = [numpy_helper.from_array(array, name) for name, array in arrays.items()]
    inputs = [helper.make_tensor_value_info("x", 1, [1, 3, 20, 20])]
    graph = helper.make_graph(
        nodes, "net", inputs, [helper.make_tensor_value_info(name, 1, None) for name in outputs], known
    )
    return graph_of(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), "net")


def _run_alone(net: Graph) -> list[str]:
    """Return the nodes that are not computed along with another one."""
    return [task.node.name for task in make_program(net, [IMAGE.shape], Arena()).tasks]


IMAGE = RANDOM.normal(size=(1, 3, 20, 20)).astype(np.float32)


@pytest.mark.parametrize(("low", "high", "along"), [(0, 6, True), (0, 0.5, True), (-1, 1, False), (0.25, 1, False)])
def test_maps_are_cut_along_with_their_convolution(low: float, high: float, along: bool) -> None:
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["maps"], name="conv", pads=[1, 1, 1, 1]),
        helper.make_node("Clip", ["maps", "low", "high"], ["cut"], name="clip"),
    ]
    weights = RANDOM.normal(size=(8, 3, 3, 3)).astype(np.float32)
    net = _graph(nodes, {"w": weights, "low": np.array(low, np.float32), "high": np.array(high, np.float32)}, ["cut"])
    values = Executor(net).run({"x": IMAGE})
    np.testing.assert_array_equal(values["cut"], np.clip(values["maps"], np.float32(low), np.float32(high)))
    assert _run_alone(net) == (["conv"] if along else ["conv", "clip"])


def test_a_value_that_is_the_bound_of_a_clip_is_not_cut_by_it() -> None:
    nodes = [
        helper.make_node("ReduceMax", ["x"], ["most"], name="reduce", keepdims=0),
        helper.make_node("Add", ["most", "most"], ["twice"], name="add"),
        helper.make_node("Clip", ["x", "", "twice"], ["cut"], name="clip"),
    ]
    values = Executor(_graph(nodes, {}, ["cut"])).run({"x": IMAGE})
    np.testing.assert_array_equal(values["cut"], IMAGE)


@pytest.mark.parametrize("order", [["maps", "gate"], ["gate", "maps"]])
@pytest.mark.parametrize("gate", ["Sigmoid", "HardSigmoid"])
def test_maps_are_weighted_along_with_their_gate(gate: str, order: list[str]) -> None:
    nodes = [
        helper.make_node("Neg", ["x"], ["maps"], name="neg"),
        helper.make_node(gate, ["maps"], ["gate"], name="gate"),
        helper.make_node("Relu", ["gate"], ["positive"], name="relu"),
        helper.make_node("Mul", ["gate", "x"], ["other"], name="other"),
        helper.make_node("Mul", order, ["swish"], name="mul"),
        helper.make_node("Mul", order, ["again"], name="once more"),
        helper.make_node("Relu", ["swish"], ["cut"], name="cut"),
    ]
    net = _graph(nodes, {}, ["positive", "other", "swish", "again", "cut"])
    values = Executor(net).run({"x": IMAGE})
    np.testing.assert_array_equal(values["swish"], values["maps"] * values["gate"])
    np.testing.assert_array_equal(values["again"], values["swish"])
    np.testing.assert_array_equal(values["cut"], np.maximum(values["swish"], 0))
    np.testing.assert_array_equal(values["positive"], values["gate"])
    np.testing.assert_array_equal(values["other"], values["gate"] * IMAGE)
    assert _run_alone(net) == ["neg", "gate", "relu", "other", "once more", "cut"]


def test_a_gate_of_another_value_is_multiplied_on_its_own() -> None:
    nodes = [
        helper.make_node("GlobalAveragePool", ["x"], ["means"], name="pool"),
        helper.make_node("Sigmoid", ["means"], ["gate"], name="gate"),
        helper.make_node("Mul", ["x", "gate"], ["scaled"], name="mul"),
        helper.make_node("Mul", ["gate", "gate"], ["square"], name="square"),
    ]
    values = Executor(_graph(nodes, {}, ["scaled", "square"])).run({"x": IMAGE})
    np.testing.assert_array_equal(values["scaled"], IMAGE * values["gate"])
    np.testing.assert_array_equal(values["square"], values["gate"] ** 2)


def test_a_gate_of_what_is_known_is_known() -> None:
    nodes = [
        helper.make_node("Sigmoid", ["w"], ["gate"], name="gate"),
        helper.make_node("Mul", ["gate", "w"], ["swish"], name="mul"),
        helper.make_node("Mul", ["x", "swish"], ["scaled"], name="scale"),
    ]
    values = Executor(_graph(nodes, {"w": VECTORS[0].reshape(3, 1, 1)}, ["scaled"])).run({"x": IMAGE})
    np.testing.assert_array_equal(values["scaled"], IMAGE * (values["gate"] * VECTORS[0].reshape(3, 1, 1)))
