"""Operators as older opsets have them, with ONNX Runtime as judge."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from explorer.importers.reader import graph_of
from explorer.nn.executor import Executor

VOLUME = np.random.default_rng(0).normal(size=(1, 4, 6, 5)).astype(np.float32)

CASES: dict[str, tuple[int, str, dict[str, Any], list[Any]]] = {
    "slice by attributes": (9, "Slice", {"starts": (1, -2), "ends": (3, 99), "axes": (1, 3)}, []),
    "slice of leading axes": (7, "Slice", {"starts": (0, 1), "ends": (1, -1)}, []),
    "slice by inputs": (10, "Slice", {}, [np.array([5, 0]), np.array([-9, 4]), np.array([2, 1]), np.array([-2, 3])]),
    "slice back from before the start": (
        10,
        "Slice",
        {},
        [np.array([-99]), np.array([-99]), np.array([1]), np.array([-1])],
    ),
    "slice back to the start": (10, "Slice", {}, [np.array([99]), np.array([-99]), np.array([2]), np.array([-2])]),
    "slice that is empty": (10, "Slice", {}, [np.array([4]), np.array([-99]), np.array([2])]),
    "pad by attributes": (7, "Pad", {"pads": (0, 0, 1, 2, 0, 0, 3, 4), "value": 2.5}, []),
    "pad by reflection": (10, "Pad", {"pads": (0, 0, 1, 2, 0, 0, 3, 4), "mode": "reflect"}, []),
    "pad by edges": (10, "Pad", {"pads": (0, 0, 1, 2, 0, 0, 0, 4), "mode": "edge"}, []),
    "pad with nothing stated": (11, "Pad", {}, [np.array([0, 1, 0, 0, 0, 0, 0, 2])]),
    "pad by a negative width": (13, "Pad", {}, [np.array([0, 0, -1, 2, 0, 0, 1, -3]), np.float32(1.5)]),
    "top by attribute": (9, "TopK", {"k": 2, "axis": 1}, []),
    "top by input": (10, "TopK", {"axis": 2}, [np.array([3])]),
    "least unsorted": (11, "TopK", {"axis": 1, "largest": 0}, [np.array([2])]),
    "squeeze by attribute": (11, "Squeeze", {"axes": (0,)}, []),
    "squeeze everything": (7, "Squeeze", {}, []),
    "squeeze by input": (13, "Squeeze", {}, [np.array([-4])]),
    "unsqueeze by attribute": (11, "Unsqueeze", {"axes": (0, -1)}, []),
    "unsqueeze by input": (13, "Unsqueeze", {}, [np.array([5, 1])]),
    "split by attribute": (11, "Split", {"axis": 1, "split": (1, 3)}, []),
    "split into halves": (7, "Split", {"axis": 1}, []),
    "split by input": (13, "Split", {"axis": 2}, [np.array([2, 4])]),
    "split unevenly": (18, "Split", {"axis": 3, "num_outputs": 2}, []),
    "sum by attribute": (11, "ReduceSum", {"axes": (1, -1), "keepdims": 0}, []),
    "sum by input": (13, "ReduceSum", {}, [np.array([2])]),
    "sum of no axes": (13, "ReduceSum", {"noop_with_empty_axes": 1}, []),
    "sum of all axes": (13, "ReduceSum", {"keepdims": 0}, []),
    "mean by attribute": (13, "ReduceMean", {"axes": (2, 3)}, []),
    "mean by input": (18, "ReduceMean", {"keepdims": 0}, [np.array([2, 3])]),
    "norm by attribute": (7, "ReduceL2", {"axes": (1,)}, []),
    "reshape keeping axes": (7, "Reshape", {}, [np.array([0, 0, -1])]),
    "flatten from behind": (11, "Flatten", {"axis": -2}, []),
    "flatten into one row": (9, "Flatten", {"axis": 0}, []),
    "transpose by default": (7, "Transpose", {}, []),
    "expand both ways": (8, "Expand", {}, [np.array([3, 1, 1, 5])]),
    "tile": (7, "Tile", {}, [np.array([1, 2, 1, 3])]),
    "gather from behind": (11, "Gather", {"axis": -1}, [np.array([[-1, 0], [2, 2]])]),
    "last greatest": (12, "ArgMax", {"axis": 2, "select_last_index": 1}, []),
    "greatest by default": (7, "ArgMax", {}, []),
    "cast to whole numbers": (9, "Cast", {"to": 6}, []),
    "cast to truth values": (9, "Cast", {"to": 9}, []),
    "depth to space": (7, "DepthToSpace", {"blocksize": 2}, []),
    "shape": (7, "Shape", {}, []),
    "part of the shape": (15, "Shape", {"start": -3, "end": 3}, []),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_same_as_onnx_runtime(case: tuple[int, str, dict[str, Any], list[Any]]) -> None:
    opset, operator, attributes, constants = case
    names = [f"c{i}" for i in range(len(constants))]
    outputs = ["y", "z"] if operator in ("Split", "TopK") else ["y"]
    node = helper.make_node(operator, ["x", *names], outputs, **attributes)
    body = helper.make_graph(
        [node],
        "older",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, VOLUME.shape)],
        [helper.make_empty_tensor_value_info(name) for name in outputs],
        [numpy_helper.from_array(np.asarray(c), name) for name, c in zip(names, constants, strict=True)],
    )
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    expected = onnxruntime.InferenceSession(model.SerializeToString()).run(outputs, {"x": VOLUME})
    values = Executor(graph_of(model, "older")).run({"x": VOLUME})
    for name, array in zip(outputs, expected, strict=True):
        assert (values[name].shape, values[name].dtype) == (array.shape, array.dtype)
        np.testing.assert_allclose(values[name], array, rtol=1e-5, atol=1e-6)
