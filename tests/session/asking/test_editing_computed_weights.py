"""Edits of weights that nodes of the net compute, as older exporters write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def test_weights_that_are_computed_are_edited_together_with_a_bias_that_is_added_behind(
    desk, photo: Path, tmp_path: Path
) -> None:
    constants = {"w": np.ones((2, 192), np.float32), "shape": np.array([192, 2]), "b": np.ones((1, 2), np.float32)}
    nodes = [
        helper.make_node("Reshape", ["w", "shape"], ["weights"], name="turn"),
        helper.make_node("Flatten", ["image"], ["flat"], name="flat"),
        helper.make_node("MatMul", ["flat", "weights"], ["product"], name="times"),
        helper.make_node("Add", ["product", "b"], ["out"], name="plus"),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, 8, 8])
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    weights = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    onnx.save(helper.make_model(helper.make_graph(nodes, "net", [image], [out], weights)), tmp_path / "old.onnx")
    desk.session.open_net(str(tmp_path / "old.onnx"))
    desk.session.open_picture(photo)
    desk.settle()
    desk.session.go_to("plus:1")
    before = desk.session._exchange.computed.activations["out"].ravel()
    desk.session.scale_filter(0.5)
    desk.settle()
    assert [message.kind for message in desk.messages if message.kind in ("bug", "error")] == []
    np.testing.assert_allclose(desk.session._exchange.computed.activations["out"].ravel(), before * [1, 0.5], rtol=1e-5)
