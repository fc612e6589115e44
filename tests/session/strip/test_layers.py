from __future__ import annotations

import numpy as np
import pytest

from explorer.errors import UsageError
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.session.strip.layers import find_layer, first_layer, layers_of


def _node(name: str, operator: str, inputs: str, outputs: str, **attributes: object) -> Node:
    names = tuple(outputs.split())
    op = build(operator, attributes, opset=17, outputs=len(names))
    return Node(name, op, tuple(inputs.split()), names)


@pytest.fixture
def graph() -> Graph:
    """A branch whose reshape target is computed from shapes alone."""
    nodes = (
        _node("size", "Shape", "x", "n"),
        _node("stem/conv", "Conv", "x w", "c"),
        _node("halves", "Split", "c", "left right", axis=1),
        _node("sum", "Add", "left right", "s"),
        _node("back", "Reshape", "x n", "r"),
    )
    weights = {"w": np.ones((4, 1, 3, 3), np.float32)}
    return Graph("branch", nodes, (GraphInput("x", (1, 1, 5, 5)),), ("s", "r"), weights, 17)


def test_layers_are_the_values_that_depend_on_the_picture(graph: Graph) -> None:
    layers = layers_of(graph, infer(graph, {"x": (1, 1, 5, 5)}))
    assert [(layer.title, layer.kind) for layer in layers] == [
        ("x", "input"),
        ("stem/conv", "conv"),
        ("left", "other"),
        ("right", "other"),
        ("sum", "join"),
        ("back", "other"),
    ]


def test_layers_name_the_layers_that_they_read(graph: Graph) -> None:
    layers = layers_of(graph, infer(graph, {"x": (1, 1, 5, 5)}))
    assert {layer.value: layer.sources for layer in layers} == {
        "x": (),
        "c": ("x",),
        "left": ("c",),
        "right": ("c",),
        "s": ("left", "right"),
        "r": ("x",),
    }


def test_first_layer_is_the_first_convolution(graph: Graph) -> None:
    layers = layers_of(graph, infer(graph, {"x": (1, 1, 5, 5)}))
    assert first_layer(layers).title == "stem/conv"
    assert first_layer([layer for layer in layers if layer.kind != "conv"]).title == "left"
    assert first_layer(layers[:1]).title == "x"


def test_layer_is_found_by_node_and_by_value(graph: Graph) -> None:
    layers = layers_of(graph, infer(graph, {"x": (1, 1, 5, 5)}))
    assert find_layer(layers, "stem/conv") is find_layer(layers, "c")


def test_unknown_layer_names_close_ones(graph: Graph) -> None:
    layers = layers_of(graph, infer(graph, {"x": (1, 1, 5, 5)}))
    with pytest.raises(UsageError) as caught:
        find_layer(layers, "stem/con")
    assert caught.value.hint == "did you mean stem/conv?"
    with pytest.raises(UsageError) as caught:
        find_layer(layers, "fire9")
    assert caught.value.hint == "layers are x, stem/conv, left, right, sum, back"
