"""Nets of every producer are read, however they put it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from explorer.importers.reader import read_net
from explorer.nn.executor import Executor

Save = Callable[..., Path]
node = helper.make_node
W = np.arange(4, dtype=np.float32)


def test_initializers_repeated_as_inputs_are_not_fed(save: Save) -> None:
    graph = read_net(save([node("Add", ["x", "w"], ["y"])], {"w": (4,), "x": (1, 4)}, weights={"w": W}))
    assert [i.name for i in graph.inputs] == ["x"]
    np.testing.assert_array_equal(graph.initializers["w"], W)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"value": onnx.numpy_helper.from_array(W)}, W),
        ({"value": onnx.numpy_helper.from_array(W.astype(np.float64))}, W),
        ({"value": onnx.numpy_helper.from_array(W.astype(np.int32))}, W.astype(np.int32)),
        ({"value_float": 1.5}, np.float32(1.5)),
        ({"value_floats": [1.5, 2.0]}, np.float32([1.5, 2.0])),
        ({"value_int": 3}, np.int64(3)),
        ({"value_ints": [3, 4]}, np.int64([3, 4])),
    ],
)
def test_constant_nodes_become_initializers(save: Save, attributes: dict[str, object], expected: np.ndarray) -> None:
    path = save([node("Constant", [], ["c"], **attributes), node("Relu", ["x"], ["y"])], outputs=["y", "c"])
    graph = read_net(path)
    assert [n.operator for n in graph.nodes] == ["Relu"]
    np.testing.assert_array_equal(graph.initializers["c"], expected)
    assert graph.initializers["c"].dtype == expected.dtype


def test_nodes_out_of_order_are_sorted_with_a_note(save: Save) -> None:
    path = save([node("Relu", ["b"], ["y"]), node("Tanh", ["a"], ["b"]), node("Abs", ["x"], ["a"])])
    graph = read_net(path)
    assert [n.operator for n in graph.nodes] == ["Abs", "Tanh", "Relu"]
    assert "out of order" in graph.notes[0]


def test_nodes_in_order_stay_as_they_are_without_a_note(save: Save) -> None:
    path = save([node("Relu", ["x"], ["b"]), node("Tanh", ["x"], ["a"]), node("Add", ["a", "b"], ["y"])])
    graph = read_net(path)
    assert [n.operator for n in graph.nodes] == ["Relu", "Tanh", "Add"]
    assert graph.notes == ()


def test_nodes_whose_outputs_are_numbered_are_told_by_their_operator(save: Save) -> None:
    graph = read_net(
        save([node("Relu", ["x"], ["9"]), node("Relu", ["9"], ["10"], "Relu_10"), node("Abs", ["10"], ["y"])])
    )
    assert [(n.name, n.outputs) for n in graph.nodes] == [("Relu_9", ("9",)), ("Relu_10", ("10",)), ("y", ("y",))]


def test_nameless_and_repeated_nodes_are_named_after_their_outputs(save: Save) -> None:
    path = save(
        [
            node("Relu", ["x"], ["a"]),
            node("Relu", ["a"], ["b"], "act"),
            node("Relu", ["b"], ["c"], "act"),
            node("Relu", ["c"], ["d"], "y"),
            node("Relu", ["d"], ["y"], "y"),
        ]
    )
    assert [n.name for n in read_net(path).nodes] == ["a", "act", "c", "y", "y_2"]


@pytest.mark.parametrize("element_type", [TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.BFLOAT16])
def test_real_numbers_of_any_width_become_float32(save: Save, element_type: int) -> None:
    w = helper.make_tensor("w", element_type, [4], W)
    nodes = [
        node("Add", ["x", "w"], ["a"]),
        node("Cast", ["a"], ["i"], to=TensorProto.INT32),
        node("Cast", ["i"], ["b"], to=element_type),
        node("ConstantOfShape", ["shape"], ["c"], value=helper.make_tensor("v", element_type, [1], [2])),
        node("Add", ["b", "c"], ["y"]),
    ]
    shape = helper.make_tensor("shape", TensorProto.INT64, [1], [4])
    graph = read_net(save(nodes, {"x": (1, 4)}, weights=[w, shape], element_type=element_type))
    assert graph.inputs[0].dtype == np.float32
    activations = Executor(graph).run({"x": np.ones((1, 4))})
    assert {activations[name].dtype for name in "xwabcy"} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(activations["y"], [[3, 4, 5, 6]])


def test_numbers_beyond_float32_become_infinite_without_a_warning(save: Save) -> None:
    graph = read_net(save([node("Min", ["x", "w"], ["y"])], {"x": (1, 4)}, weights={"w": np.float64(1e300)}))
    assert np.isposinf(graph.initializers["w"])


def test_weights_are_contiguous_writable_copies(save: Save) -> None:
    graph = read_net(save([node("Add", ["x", "w"], ["y"])], {"x": (1, 4)}, weights={"w": W}))
    flags = graph.initializers["w"].flags
    assert flags.writeable
    assert flags.c_contiguous
    assert flags.owndata


@pytest.mark.parametrize("batch", ["N", None, 0, -1, 1])
def test_open_batch_becomes_one(save: Save, batch: object) -> None:
    graph = read_net(save([node("Relu", ["x"], ["y"])], {"x": (batch, 3, "height", None)}))
    assert graph.inputs[0].shape == (1, 3, None, None)


def test_integers_of_fewer_than_four_axes_are_no_batch(save: Save) -> None:
    path = save([node("Neg", ["x"], ["y"])], {"x": (2, 3)}, element_type=TensorProto.INT64)
    assert read_net(path).inputs[0].shape == (2, 3)


@pytest.mark.parametrize(
    ("shape", "layout"),
    [
        ((1, 3, 8, 8), "NCHW"),
        ((1, 8, 8, 3), "NHWC"),
        ((1, None, None, 3), "NHWC"),
        ((1, 8, 8, 1), "NHWC"),
        ((1, 3, 8, 3), "NCHW"),
        ((1, 16, 8, 8), "NCHW"),
        ((1, 12), "NCHW"),
    ],
)
def test_channels_last_is_seen_by_the_shape(save: Save, shape: tuple[int | None, ...], layout: str) -> None:
    assert read_net(save([node("Relu", ["x"], ["y"])], {"x": shape})).input_format.layout == layout


def test_channels_last_net_with_transposes_runs(save: Save) -> None:
    nodes = [
        node("Transpose", ["x"], ["t"], perm=[0, 3, 1, 2]),
        node("Conv", ["t", "w"], ["c"]),
        node("Transpose", ["c"], ["y"], perm=[0, 2, 3, 1]),
    ]
    graph = read_net(save(nodes, {"x": ("N", 5, 6, 3)}, weights={"w": np.ones((2, 3, 2, 2), np.float32)}))
    y = Executor(graph).run({"x": np.ones((1, 5, 6, 3))})["y"]
    np.testing.assert_array_equal(y, np.full((1, 4, 5, 2), 12))


def test_local_functions_are_put_in_place(save: Save) -> None:
    own = helper.make_opsetid("own", 1)
    body = [node("Relu", ["a"], ["t"]), node("LeakyRelu", ["t"], ["b"])]
    body[1].attribute.add(name="alpha", ref_attr_name="slope", type=onnx.AttributeProto.FLOAT)
    function = helper.make_function("own", "Twice", ["a"], ["b"], body, [helper.make_opsetid("", 17)], ["slope"])
    path = save([node("Twice", ["x"], ["y"], domain="own", slope=0.5)], functions=[function], opsets=[own])
    graph = read_net(path)
    assert [n.operator for n in graph.nodes] == ["Relu", "LeakyRelu"]
    assert graph.nodes[1].op.attributes() == {"alpha": 0.5}
    assert graph.outputs == ("y",)


def test_absent_optional_inputs_are_empty_names(save: Save) -> None:
    path = save([node("Clip", ["x", "", "w"], ["y"]), node("Clip", ["x", "", ""], ["z"])], weights={"w": W[3]})
    assert [n.inputs for n in read_net(path).nodes] == [("x", "", "w"), ("x",)]


def test_opset_newer_than_known_is_read_with_a_note(save: Save) -> None:
    graph = read_net(save([node("Relu", ["x"], ["y"])], opset=onnx.defs.onnx_opset_version() + 1))
    assert "opset" in graph.notes[0]


def test_opset_before_7_is_read_with_a_note(save: Save) -> None:
    nodes = [
        node("Add", ["x", "w"], ["a"], broadcast=1),
        node("Relu", ["a"], ["b"], consumed_inputs=[0]),
        node("Dropout", ["b"], ["y"], is_test=1),
    ]
    graph = read_net(save(nodes, {"x": (1, 4)}, weights={"w": W}, opset=5))
    assert [n.op.attributes() for n in graph.nodes[:2]] == [{}, {}]
    assert graph.notes == ("The net is written in opset 5; its operators were read as opset 7 means them.",)
    assert graph.opset == 7


def test_input_may_be_an_output(save: Save) -> None:
    assert read_net(save([node("Relu", ["x"], ["y"])], outputs=["x", "y"])).outputs == ("x", "y")
