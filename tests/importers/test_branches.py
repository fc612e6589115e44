"""If nodes whose condition is known before the run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper

from explorer.errors import NetError
from explorer.importers.reader import read_net
from explorer.nn.executor import Executor

Save = Callable[..., Path]
node = helper.make_node
SQUEEZED = "squeezed"


def branch(nodes: list[onnx.NodeProto], output: str, **weights: Any) -> onnx.GraphProto:
    known = [onnx.numpy_helper.from_array(np.asarray(array), name) for name, array in weights.items()]
    return helper.make_graph(nodes, "branch", [], [helper.make_empty_tensor_value_info(output)], known)


def squeezing(value: str, output: str) -> tuple[list[onnx.NodeProto], dict[str, Any]]:
    """Nodes that take the channel axis away if there is one channel, as PyTorch writes ``squeeze(1)``."""
    squeeze = branch([node("Squeeze", [value, "axis"], [SQUEEZED])], SQUEEZED, axis=np.array([1]))
    keep = branch([node("Identity", [value], ["kept"])], "kept")
    nodes = [
        node("Shape", [value], ["shape"]),
        node("Gather", ["shape", "one"], ["channels"]),
        node("Equal", ["channels", "one"], ["single"]),
        node("If", ["single"], [output], "fork", then_branch=squeeze, else_branch=keep),
    ]
    return nodes, {"one": np.array(1)}


@pytest.mark.parametrize("channels", [1, 3])
def test_the_branch_that_is_always_taken_stands_in_place_of_the_choice(save: Save, channels: int) -> None:
    nodes, weights = squeezing("x", "a")
    path = save([*nodes, node("Relu", ["a"], ["y"])], {"x": (1, channels, 4, 5)}, weights=weights)
    graph = read_net(path)
    x = np.random.default_rng(0).normal(size=(1, channels, 4, 5)).astype(np.float32)
    expected = np.maximum(x, 0)
    np.testing.assert_array_equal(Executor(graph).run({"x": x})["y"], expected[:, 0] if channels == 1 else expected)
    assert "If" not in {n.operator for n in graph.nodes}
    assert graph.nodes[-2].operator == ("Squeeze" if channels == 1 else "Identity")


def test_branches_may_hand_on_values_from_outside_and_hold_others(save: Save) -> None:
    inner = branch([node("Neg", ["x"], ["b"])], "b")
    outer = branch([node("If", ["no"], ["c"], then_branch=inner, else_branch=branch([], "x"))], "c")
    fork = node("If", ["yes"], ["a"], then_branch=outer, else_branch=inner)
    weights = {"yes": np.array(True), "no": np.array(False)}
    graph = read_net(save([fork, node("Abs", ["a"], ["y"])], weights=weights))
    x = np.random.default_rng(0).normal(size=(1, 2, 4, 4)).astype(np.float32)
    np.testing.assert_array_equal(Executor(graph).run({"x": x})["y"], np.abs(x))


def test_nodes_of_several_branches_have_names_of_their_own(save: Save) -> None:
    def fork(source: str, target: str) -> onnx.NodeProto:
        kept = branch([node("Neg", [source], [target + "n"], "neg")], target + "n")
        return node("If", ["yes"], [target], then_branch=kept, else_branch=kept)

    path = save([fork("x", "a"), fork("a", "y")], weights={"yes": np.array(True)})
    names = [n.name for n in read_net(path).nodes]
    assert len(names) == len(set(names)) == 2


@pytest.mark.parametrize("shape", [(1, 2, 4, 4), (1, 2, None, 4)])
def test_choices_by_the_image_or_by_an_open_extent_are_refused(save: Save, shape: tuple[Any, ...]) -> None:
    by_image = [node("ReduceMax", ["x"], ["m"], keepdims=0), node("Cast", ["m"], ["single"], to=9)]
    nodes, weights = squeezing("x", "y")
    path = save(nodes if None in shape else [*by_image, nodes[-1]], {"x": shape}, weights=weights)
    with pytest.raises(NetError, match=r"If \(node 'fork'\)"):
        read_net(path)
