"""The filters found for a layer, and whether they make its activations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from explorer.nn.executor import Executor
from explorer.nn.filters import Filters, filtering_node, filters_of
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array, Shape

RANDOM = np.random.default_rng(0)


def node(operator: str, inputs: str, output: str, **attributes: Any) -> Node:
    op = build(operator, attributes, opset=13)
    return Node(output, op, tuple(inputs.split()), (output,))


def graph(shape: Shape, *nodes: Node, **initializers: Array) -> Graph:
    return Graph("test", nodes, (GraphInput("x", shape),), (nodes[-1].outputs[0],), initializers, 13)


def floats(*shape: int) -> Array:
    return RANDOM.normal(size=shape).astype(np.float32)


def found(net: Graph, name: str) -> Filters:
    specs = infer(net, {i.name: tuple(n or 1 for n in i.shape) for i in net.inputs})
    filters = filters_of(net, next(n for n in net.nodes if n.name == name), specs)
    assert filters is not None
    return filters


def values_of(net: Graph) -> Mapping[str, Array]:
    return Executor(net).run({i.name: floats(*(n or 1 for n in i.shape)) for i in net.inputs})


def whole(filters: Filters, volume: Array) -> Array:
    """Return the answers of filters that cover the whole ``volume`` (1, C, H, W)."""
    return np.einsum("oikl,ikl->o", filters.weights, volume[0]) + (0 if filters.bias is None else filters.bias)


def test_filters_of_a_convolution() -> None:
    w, b = floats(6, 2, 3, 3), floats(6)
    filters = found(graph((1, 4, 5, 5), node("Conv", "x w b", "y", group=2), w=w, b=b), "y")
    assert filters.weights is w
    assert filters.bias is b
    assert (filters.group, filters.input) == (2, "x")


def test_convolution_without_bias_along_one_axis() -> None:
    filters = found(graph((1, 4, 9), node("Conv", "x w", "y"), w=floats(6, 4, 3)), "y")
    assert filters.weights.shape == (6, 4, 1, 3)
    assert filters.bias is None


def test_filters_of_a_transposed_convolution_are_by_output_channel() -> None:
    net = graph((1, 4, 1, 1), node("ConvTranspose", "x w", "y", group=2), w=floats(4, 3, 2, 2))
    filters, values = found(net, "y"), values_of(net)
    assert filters.weights.shape == (6, 2, 2, 2)
    expected = np.einsum("goikl,gi->gokl", filters.weights.reshape(2, 3, 2, 2, 2), values["x"].reshape(2, 2))
    np.testing.assert_allclose(values["y"][0], expected.reshape(6, 2, 2), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("trans", [0, 1])
def test_fully_connected_layer_has_filters_as_large_as_its_volume(trans: int) -> None:
    w = floats(5, 48) if trans else floats(48, 5)
    fc = node("Gemm", "flat w b", "y", transB=trans, alpha=0.5, beta=2.0)
    net = graph((1, 3, 4, 4), node("Relu", "x", "r"), node("Flatten", "r", "flat"), fc, w=w, b=floats(1, 5))
    filters, values = found(net, "y"), values_of(net)
    assert (filters.weights.shape, filters.input) == ((5, 3, 4, 4), "r")
    np.testing.assert_allclose(whole(filters, values["r"]), values["y"][0], rtol=1e-4, atol=1e-5)


def test_flattening_with_channels_last() -> None:
    nodes = (
        node("Transpose", "x", "nhwc", perm=(0, 2, 3, 1)),
        node("Reshape", "nhwc target", "flat"),
        node("MatMul", "flat w", "product"),
        node("Add", "b product", "y"),
    )
    net = graph((1, 3, 2, 4), *nodes, w=floats(24, 5), b=floats(5), target=np.array([1, 24]))
    filters, values = found(net, "y"), values_of(net)
    assert (filters.weights.shape, filters.input, filters.node) == ((5, 3, 2, 4), "x", "product")
    assert found(net, "product").bias is None
    np.testing.assert_allclose(whole(filters, values["x"]), values["y"][0], rtol=1e-4, atol=1e-5)


def test_fully_connected_layer_after_another() -> None:
    nodes = (node("MatMul", "x v", "a"), node("MatMul", "a w", "y"))
    filters = found(graph((1, 8), *nodes, v=floats(8, 6), w=floats(6, 5)), "y")
    assert (filters.weights.shape, filters.bias, filters.input) == ((5, 6, 1, 1), None, "a")


def test_folded_weights() -> None:
    w = floats(5, 8)
    net = graph((1, 8), node("Transpose", "w", "wt"), node("MatMul", "x wt", "y"), w=w)
    np.testing.assert_array_equal(found(net, "y").weights[:, :, 0, 0], w)


def test_other_operators_and_computed_weights_have_no_filters() -> None:
    net = graph((4, 4), node("Relu", "x", "a"), node("MatMul", "x a", "y"))
    specs = infer(net, {"x": (4, 4)})
    assert [filters_of(net, n, specs) for n in net.nodes] == [None, None]


def test_activation_and_pooling_lead_to_the_bias_and_the_convolution() -> None:
    nodes = (
        node("Conv", "x w", "c"),
        node("Add", "c b", "biased"),
        node("Relu", "biased", "r"),
        node("MaxPool", "r", "p", kernel_shape=(2, 2)),
        node("Add", "p p2", "sum"),
        node("Relu", "sum", "last"),
    )
    pool = node("MaxPool", "r", "p2", kernel_shape=(2, 2))
    net = graph((1, 3, 6, 6), *nodes[:4], pool, *nodes[4:], w=floats(4, 3, 3, 3), b=floats(4, 1, 1))
    specs = infer(net, {"x": (1, 3, 6, 6)})
    makers = {n.name: filtering_node(net, n, specs) for n in net.nodes}
    assert {name: None if maker is None else maker.name for name, maker in makers.items()} == {
        "c": "c",
        "biased": "biased",
        "r": "biased",
        "p": "biased",
        "p2": "biased",
        "sum": None,
        "last": None,
    }


def test_bias_added_to_a_convolution_by_channel() -> None:
    net = graph(
        (1, 3, 5, 5), node("Conv", "x w", "c"), node("Add", "b c", "y"), w=floats(4, 3, 3, 3), b=floats(4, 1, 1)
    )
    filters = found(net, "y")
    assert filters.node == "c"
    assert filters.bias is not None
    np.testing.assert_array_equal(filters.bias, net.initializers["b"].ravel())


def test_constant_image_added_to_a_convolution_is_no_bias() -> None:
    net = graph((1, 3, 5, 5), node("Conv", "x w", "c"), node("Add", "c b", "y"), w=floats(4, 3, 3, 3), b=floats(3, 3))
    specs = infer(net, {"x": (1, 3, 5, 5)})
    assert filters_of(net, net.nodes[1], specs) is None
    assert filtering_node(net, net.nodes[1], specs) is net.nodes[0]


def test_filters_of_three_axes_are_told_plane_by_plane() -> None:
    w = floats(3, 2, 3, 4, 5)
    net = graph((1, 2, 6, 6, 6), node("Conv", "x w", "y"), node("Relu", "y", "z"), w=w)
    filters = found(net, "y")
    assert (filters.weights.shape, filters.thickness) == ((3, 6, 4, 5), 3)
    np.testing.assert_array_equal(filters.weights[1, 5], w[1, 1, 2])
    specs = infer(net, {"x": (1, 2, 6, 6, 6)})
    assert filtering_node(net, net.nodes[1], specs) is net.nodes[0]


def test_filters_of_four_axes_are_not_told() -> None:
    net = graph((1, 2, 4, 4, 4, 4), node("Conv", "x w", "y"), w=floats(3, 2, 3, 3, 3, 3))
    assert filters_of(net, net.nodes[0], infer(net, {"x": (1, 2, 4, 4, 4, 4)})) is None
