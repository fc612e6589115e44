"""Parameters, multiply-adds and formulas against numbers worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.nn.spec import Array, Shape
from explorer.nn.summary import LayerSummary, summarise


def node(operator: str, inputs: str, output: str, **attributes: Any) -> Node:
    op = build(operator, attributes, opset=13)
    return Node(output, op, tuple(inputs.split()), (output,))


def graph(shape: Shape, nodes: list[Node], initializers: Mapping[str, Array]) -> Graph:
    return Graph("test", tuple(nodes), (GraphInput("x", shape),), (nodes[-1].outputs[0],), initializers, 13)


def layers(shape: Shape, nodes: list[Node], initializers: Mapping[str, Array]) -> dict[str, LayerSummary]:
    return {layer.name: layer for layer in summarise(graph(shape, nodes, initializers), {"x": shape}).layers}


def zeros(*shape: int) -> Array:
    return np.zeros(shape, np.float32)


def lenet5() -> Graph:
    pool = {"kernel_shape": (2, 2), "strides": (2, 2)}
    nodes = [
        node("Conv", "x c1.w c1.b", "c1"),
        node("MaxPool", "c1", "s2", **pool),
        node("Conv", "s2 c3.w c3.b", "c3"),
        node("Relu", "c3", "relu3"),
        node("MaxPool", "relu3", "s4", **pool),
        node("Flatten", "s4", "flat"),
        node("Gemm", "flat f5.w f5.b", "f5", transB=1),
        node("Gemm", "f5 f6.w f6.b", "f6"),
        node("MatMul", "f6 out.w", "product"),
        node("Add", "product out.b", "out"),
    ]
    weights = {
        "c1.w": zeros(6, 1, 5, 5),
        "c1.b": zeros(6),
        "c3.w": zeros(16, 6, 5, 5),
        "c3.b": zeros(16),
        "f5.w": zeros(120, 400),
        "f5.b": zeros(120),
        "f6.w": zeros(120, 84),
        "f6.b": zeros(84),
        "out.w": zeros(84, 10),
        "out.b": zeros(10),
    }
    return graph((1, 1, 32, 32), nodes, weights)


@pytest.mark.parametrize(
    ("name", "shape", "formula", "multiply_adds"),
    [
        ("c1", (1, 6, 28, 28), "(5·5·1 + 1)·6 = 156", 117_600),
        ("s2", (1, 6, 14, 14), "0", 0),
        ("c3", (1, 16, 10, 10), "(5·5·6 + 1)·16 = 2416", 240_000),
        ("relu3", (1, 16, 10, 10), "0", 0),
        ("flat", (1, 400), "0", 0),
        ("f5", (1, 120), "(400 + 1)·120 = 48120", 48_000),
        ("f6", (1, 84), "(120 + 1)·84 = 10164", 10_080),
        ("product", (1, 10), "84·10 = 840", 840),
        ("out", (1, 10), "10", 0),
    ],
)
def test_lenet5(name: str, shape: Shape, formula: str, multiply_adds: int) -> None:
    layer = next(layer for layer in summarise(lenet5(), {"x": (1, 1, 32, 32)}).layers if layer.name == name)
    assert (layer.shape, layer.formula, layer.multiply_adds) == (shape, formula, multiply_adds)
    assert layer.parameters == int(formula.rsplit(maxsplit=1)[-1])


def test_totals_of_lenet5() -> None:
    summary = summarise(lenet5(), {"x": (1, 1, 32, 32)})
    assert summary.parameters == 156 + 2416 + 48120 + 10164 + 840 + 10
    assert summary.multiply_adds == 117_600 + 240_000 + 48_000 + 10_080 + 840


def test_first_layer_of_alexnet() -> None:
    conv = node("Conv", "x w b", "conv1", strides=(4, 4))
    layer = layers((1, 3, 227, 227), [conv], {"w": zeros(96, 3, 11, 11), "b": zeros(96)})["conv1"]
    assert layer.shape == (1, 96, 55, 55)
    assert layer.formula == "(11·11·3 + 1)·96 = 34944"
    assert layer.multiply_adds == 105_415_200


def test_groups_part_the_channels() -> None:
    conv = node("Conv", "x w", "y", group=32, pads=(1, 1, 1, 1))
    layer = layers((1, 32, 8, 8), [conv], {"w": zeros(32, 1, 3, 3)})["y"]
    assert (layer.formula, layer.multiply_adds) == ("3·3·1·32 = 288", 32 * 8 * 8 * 9)


def test_one_spatial_axis() -> None:
    layer = layers((1, 16, 20), [node("Conv", "x w", "y")], {"w": zeros(32, 16, 3)})["y"]
    assert (layer.formula, layer.multiply_adds) == ("3·16·32 = 1536", 18 * 1536)


def test_transposed_convolution() -> None:
    layer = layers((1, 8, 5, 5), [node("ConvTranspose", "x w", "y", group=2)], {"w": zeros(8, 3, 2, 2)})["y"]
    assert layer.shape == (1, 6, 6, 6)
    assert (layer.formula, layer.multiply_adds) == ("2·2·4·6 = 96", 8 * 25 * 3 * 4)


def test_batch_normalization_has_a_scale_and_a_shift_for_each_channel() -> None:
    names = ("scale", "shift", "mean", "variance")
    norm = node("BatchNormalization", "x " + " ".join(names), "y")
    assert layers((1, 64, 4, 4), [norm], {name: zeros(64) for name in names})["y"].formula == "2·64 = 128"


def test_shared_weights_count_once() -> None:
    nodes = [node("Conv", "x w", "a", pads=(1, 1, 1, 1)), node("Conv", "a w", "b", pads=(1, 1, 1, 1))]
    found = layers((1, 4, 6, 6), nodes, {"w": zeros(4, 4, 3, 3)})
    assert (found["a"].parameters, found["b"].parameters) == (144, 0)
    assert found["a"].multiply_adds == found["b"].multiply_adds


def test_weights_behind_folded_nodes_count_at_the_layer_that_reads_them() -> None:
    nodes = [node("Transpose", "w", "wt"), node("Shape", "x", "shape"), node("MatMul", "x wt", "y")]
    found = layers((1, 5), nodes, {"w": zeros(3, 5)})
    assert list(found) == ["y"]
    assert found["y"].formula == "5·3 = 15"


def test_settings_and_integers_are_no_parameters() -> None:
    nodes = [node("Mul", "x half", "a"), node("Reshape", "a target", "b"), node("Gather", "b i", "y", axis=1)]
    constants = {"half": np.array(0.5, np.float32), "target": np.array([1, -1]), "i": np.array([0, 1])}
    assert summarise(graph((1, 2, 3), nodes, constants), {"x": (1, 2, 3)}).parameters == 0
