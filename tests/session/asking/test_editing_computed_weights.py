"""Edits of weights that nodes of the net compute, as older exporters write them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper


@pytest.fixture
def old(desk, photo: Path, tmp_path: Path):
    """The photo in a net whose weights are ones that a node reshapes, with a bias of ones behind, at its filter 1."""
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
    return desk


def answer(desk) -> np.ndarray:
    assert [message.kind for message in desk.messages if message.kind in ("bug", "error")] == []
    return desk.session._exchange.computed.activations["out"].ravel().copy()


def test_weights_that_are_computed_are_edited_together_with_a_bias_that_is_added_behind(old) -> None:
    before = answer(old)
    old.session.scale_filter(0.5)
    old.settle()
    np.testing.assert_allclose(answer(old), before * [1, 0.5], rtol=1e-5)


def test_a_bias_added_behind_is_edited_after_a_weight(old) -> None:
    before = answer(old)
    old.session.edit_weight(0, 0, 0, 1.5)
    old.settle()
    between = answer(old)
    old.session.edit_bias(3.0)
    old.settle()
    np.testing.assert_allclose(answer(old), np.add(between, [0, 2]), rtol=1e-5)
    assert between[0] == before[0]
    assert old.session._exchange.computed.loaded.graph.initializers["b"].shape == (1, 2)


def test_a_bias_that_was_one_for_all_is_edited_after_a_weight(old, tmp_path: Path) -> None:
    model = onnx.load(tmp_path / "old.onnx")
    model.graph.initializer[2].CopyFrom(numpy_helper.from_array(np.ones(1, np.float32), "b"))
    onnx.save(model, tmp_path / "one.onnx")
    old.session.open_net(str(tmp_path / "one.onnx"))
    old.settle()
    old.session.go_to("plus:1")
    old.session.edit_weight(0, 0, 0, 1.5)
    old.settle()
    between = answer(old)
    old.session.edit_bias(3.0)
    old.settle()
    np.testing.assert_allclose(answer(old), np.add(between, [0, 2]), rtol=1e-5)
