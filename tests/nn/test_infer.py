"""Shape inference over whole graphs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array


def node(operator: str, inputs: str, outputs: str, **attributes: Any) -> Node:
    names = tuple(outputs.split())
    op = build(operator, attributes, opset=13, outputs=len(names))
    return Node(f"{operator} {outputs}", op, tuple("" if n == "-" else n for n in inputs.split()), names)


def graph(*nodes: Node, initializers: Mapping[str, Array] | None = None) -> Graph:
    return Graph("test", nodes, (GraphInput("x", (1, None, None)),), (nodes[-1].outputs[0],), initializers or {}, 13)


def test_every_value_has_a_spec() -> None:
    specs = infer(graph(node("Transpose", "x", "y"), node("Split", "y", "a b", axis=0)), {"x": (1, 4, 6)})
    assert {name: spec.shape for name, spec in specs.items()} == {
        "x": (1, 4, 6),
        "y": (6, 4, 1),
        "a": (3, 4, 1),
        "b": (3, 4, 1),
    }


def test_shape_arithmetic_is_known_before_the_run() -> None:
    nodes = (
        node("Shape", "x", "shape"),
        node("Gather", "shape first", "n", axis=0),
        node("Concat", "n rest", "target", axis=0),
        node("Reshape", "x target", "y"),
    )
    constants = {"first": np.array([0]), "rest": np.array([-1])}
    specs = infer(graph(*nodes, initializers=constants), {"x": (1, 4, 6)})
    assert specs["y"].shape == (1, 24)
    np.testing.assert_array_equal(specs["target"].value, [1, -1])


def test_weights_are_folded_through_nodes() -> None:
    weights = np.arange(6, dtype=np.float32).reshape(2, 3)
    specs = infer(graph(node("Transpose", "w", "wt"), initializers={"w": weights}), {"x": (1, 1, 1)})
    np.testing.assert_array_equal(specs["wt"].value, weights.T)


def test_what_depends_on_the_image_is_not_known() -> None:
    specs = infer(graph(node("Identity", "x", "y")), {"x": (1, 4, 6)})
    assert specs["y"].value is None


def test_absent_optional_inputs_and_outputs() -> None:
    nodes = (node("Pad", "x pads - axes", "y"), node("Identity", "y", "z"))
    constants = {"pads": np.array([1, 2]), "axes": np.array([2])}
    specs = infer(graph(*nodes, initializers=constants), {"x": (1, 4, 6)})
    assert specs["z"].shape == (1, 4, 9)
    assert "" not in specs


def test_contradiction_names_its_node() -> None:
    net = graph(node("Reshape", "x target", "y"), initializers={"target": np.array([5, 5])})
    with pytest.raises(NetError, match=r"Reshape node 'Reshape y': 1x4x6 does not reshape to 5x5"):
        infer(net, {"x": (1, 4, 6)})


def test_shape_that_depends_on_the_image_is_refused() -> None:
    nodes = (node("Cast", "x", "target", to=7), node("Reshape", "x target", "y"))
    with pytest.raises(NetError, match="input 1 decides a shape but depends on the image"):
        infer(graph(*nodes), {"x": (1, 1, 2)})
