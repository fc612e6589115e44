"""Models that are well formed and cannot be computed: one sentence each, however large their numbers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper

from explorer.errors import NetError
from explorer.importers.reader import read_net
from explorer.nn.executor import Executor

Save = Callable[..., Path]
node = helper.make_node
HUGE = np.int64(2**40)
TWO = helper.make_tensor("two", onnx.TensorProto.FLOAT, [2], [1, 2])


def refusal(path: Path) -> str:
    with pytest.raises(NetError) as caught:
        graph = read_net(path)
        Executor(graph).run({"x": np.ones(graph.inputs[0].shape, np.float32)})
    return str(caught.value)


@pytest.mark.parametrize(
    ("operator", "weights"),
    [
        ("Pad", [np.array([0, 0, 0, 0, 0, 0, 0, HUGE])]),
        ("Pad", [np.array([0, 0, HUGE, HUGE, 0, 0, HUGE, HUGE])]),
        ("Tile", [np.array([1, 1, HUGE, 1])]),
        ("Expand", [np.array([HUGE, 2, 4, 4])]),
        ("Resize", [None, None, np.array([1, 2, HUGE, 4])]),
        ("Resize", [None, np.array([1, 1, 1e30, 1], np.float32)]),
    ],
)
def test_values_too_large_for_any_memory(save: Save, operator: str, weights: list[np.ndarray | None]) -> None:
    names = ["" if array is None else f"w{i}" for i, array in enumerate(weights)]
    known = {name: array for name, array in zip(names, weights, strict=True) if array is not None}
    assert f"{operator} node 'y': its output" in refusal(save([node(operator, ["x", *names], ["y"])], weights=known))


def test_constants_too_large_for_any_memory(save: Save) -> None:
    nodes = [node("ConstantOfShape", ["w"], ["c"]), node("Add", ["x", "c"], ["y"])]
    assert "is too large" in refusal(save(nodes, weights={"w": np.array([HUGE, HUGE])}))


@pytest.mark.parametrize(
    ("nodes", "weights", "said"),
    [
        ([node("Clip", ["x", "w"], ["y"])], np.float32([1, 2]), "Clip node 'y'"),
        ([node("Resize", ["x", "", "w"], ["y"])], np.float32(2), "Resize node 'y'"),
        ([node("Resize", ["x", "", "w"], ["y"])], np.ones((2, 4), np.float32), "Resize node 'y'"),
        ([node("Resize", ["x", "", "w"], ["y"])], np.float32([1, 1, np.nan, 1]), "Resize node 'y'"),
        ([node("Resize", ["x", "", "w"], ["y"])], np.float32([1, 1, np.inf, 1]), "Resize node 'y'"),
        ([node("Resize", ["x", "", "w"], ["y"])], np.float32([1, 1, -1, 1]), "Resize node 'y'"),
        ([node("Resize", ["x", "", "w"], ["y"])], np.float32([1, 1, 0.1, 1]), "Resize node 'y'"),
        ([node("Resize", ["x", "", "", "w"], ["y"])], np.int64(2), "Resize node 'y'"),
        ([node("Conv", ["x", "w"], ["y"])], np.ones((3, 2, 0, 3), np.float32), "Conv node 'y'"),
        ([node("Pad", ["x", "eight", "w"], ["y"])], np.float32([1, 2]), "Pad node 'y'"),
        ([node("ConstantOfShape", ["w"], ["y"], value=TWO)], np.int64([1]), "ConstantOfShape node 'y'"),
        ([node("Range", ["w", "w", "w"], ["y"])], np.int64([1, 2]), "Range node 'y'"),
        ([node("Range", ["w", "w", "w"], ["y"])], np.float32(np.nan), "Range node 'y'"),
        ([node("GlobalLpPool", ["x"], ["y"], p=0)], np.int64(0), "GlobalLpPool node 'y': there is no 0-norm"),
        ([node("Gather", ["x", "w"], ["y"])], np.int64(9), "Gather node 'y'"),
        ([node("Reshape", ["x", "w"], ["y"])], np.int64([5, -1]), "Reshape node 'y'"),
        ([node("TopK", ["x", "w"], ["y", "i"])], np.int64([99]), "TopK node 'y'"),
        ([node("Split", ["x", "w"], ["y", "z"], axis=1)], np.int64([1, 9]), "Split node 'y'"),
        ([node("Split", ["x", "w"], ["y"], axis=1)], np.int64([1, 1]), "Split node 'y'"),
        ([node("Squeeze", ["x", "w"], ["y"])], np.int64([1]), "Squeeze node 'y'"),
        ([node("Tile", ["x", "w"], ["y"])], np.int64([1, 1, -1, 1]), "Tile node 'y'"),
        ([node("ReduceSum", ["x", "w"], ["y"])], np.int64([7]), "ReduceSum node 'y'"),
    ],
)
def test_numbers_that_make_no_sense(save: Save, nodes: list[onnx.NodeProto], weights: np.ndarray, said: str) -> None:
    assert said in refusal(save(nodes, weights={"w": weights, "eight": np.zeros(8, np.int64)}))


@pytest.mark.parametrize(
    "nodes",
    [
        [node("Sub", ["x", "x"], ["a"]), node("Div", ["x", "a"], ["b"]), node("Div", ["a", "a"], ["y"])],
        [node("Mul", ["x", "w"], ["a"]), node("Mul", ["a", "a"], ["y"])],
        [node("Mul", ["w", "w"], ["a"]), node("Add", ["x", "a"], ["y"])],
        [node("Neg", ["x"], ["a"]), node("Log", ["a"], ["b"]), node("Sqrt", ["a"], ["y"])],
        [node("Mul", ["x", "w"], ["a"]), node("LpPool", ["a"], ["y"], kernel_shape=[2, 2], p=3)],
        [node("Mul", ["x", "w"], ["a"]), node("LRN", ["a"], ["y"], size=1, beta=-3.0)],
        [node("BatchNormalization", ["x", "v", "v", "v", "v"], ["y"], epsilon=-5.0)],
        [node("Cast", ["w"], ["a"], to=6), node("Cast", ["a"], ["b"], to=1), node("Add", ["b", "x"], ["y"])],
    ],
)
def test_infinities_are_shown_and_not_warned_about(save: Save, nodes: list[onnx.NodeProto]) -> None:
    weights = {"w": np.float32(1e30), "v": np.ones(2, np.float32)}
    graph = read_net(save(nodes, weights=weights))
    assert Executor(graph).run({"x": np.ones((1, 2, 4, 4))})["y"].dtype == np.float32


@pytest.mark.parametrize(
    ("operator", "inputs", "shape"),
    [
        ("MatMul", ["x", "w"], (1, 2, 4, 0)),
        ("BatchNormalization", ["e", "v", "v", "v", "v"], (1, 2, 0, 4)),
        ("LRN", ["e"], (1, 2, 0, 4)),
        ("Relu", ["e"], (1, 2, 0, 4)),
        ("Softmax", ["e"], (1, 2, 0, 4)),
        ("Add", ["e", "e"], (1, 2, 0, 4)),
    ],
)
def test_empty_values_are_computed_as_such(
    save: Save, operator: str, inputs: list[str], shape: tuple[int, ...]
) -> None:
    empty = node("Slice", ["x", "zero", "zero", "two"], ["e"])
    weights = {"w": np.ones((4, 0), np.float32), "v": np.ones(2, np.float32), "zero": [0], "two": [2]}
    attributes = {"size": 1} if operator == "LRN" else {}
    graph = read_net(save([empty, node(operator, inputs, ["y"], **attributes)], weights=weights))
    assert Executor(graph).run({"x": np.ones((1, 2, 4, 4))})["y"].shape == shape


@pytest.mark.parametrize("rows", [1, 4])
def test_product_over_nothing_is_zero(save: Save, rows: int) -> None:
    empty = node("Slice", ["x", "zero", "to", "axes"], ["e"])
    weights = {"w": np.ones((0, 3), np.float32), "zero": [0, 0], "to": [rows, 0], "axes": [2, 3]}
    graph = read_net(save([empty, node("MatMul", ["e", "w"], ["y"])], weights=weights))
    np.testing.assert_array_equal(Executor(graph).run({"x": np.ones((1, 2, 4, 4))})["y"], np.zeros((1, 2, rows, 3)))


def test_convolution_of_no_channels_is_the_bias(save: Save) -> None:
    empty = node("Slice", ["x", "zero", "zero", "one"], ["e"])
    weights = {"w": np.ones((3, 0, 1, 1), np.float32), "b": np.arange(3, dtype=np.float32), "zero": [0], "one": [1]}
    graph = read_net(save([empty, node("Conv", ["e", "w", "b"], ["y"])], weights=weights))
    computed = Executor(graph).run({"x": np.ones((1, 2, 4, 4))})["y"]
    np.testing.assert_array_equal(computed, np.broadcast_to(np.arange(3)[:, None, None], (1, 3, 4, 4)))
