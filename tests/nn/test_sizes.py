"""Output sizes worked out in numbers, against numbers by hand and windows laid out one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.nn.spec import Shape
from explorer.nn.summary import LayerSummary, summarise


def layer(shape: Shape, operator: str, kernel: Shape, *, filters: int = 2, **attributes: Any) -> LayerSummary:
    weights: dict[str, np.ndarray] = {}
    if operator == "Conv":
        weights["w"] = np.zeros((filters, shape[1], *kernel), np.float32)
    elif operator == "ConvTranspose":
        weights["w"] = np.zeros((shape[1], filters, *kernel), np.float32)
    else:
        attributes["kernel_shape"] = kernel
    node = Node("y", build(operator, attributes, opset=13), ("x", *weights), ("y",))
    graph = Graph("test", (node,), (GraphInput("x", shape),), ("y",), weights, 13)
    return summarise(graph, {"x": shape}).layers[0]


def test_alexnet_at_227_comes_out_whole() -> None:
    found = layer((1, 3, 227, 227), "Conv", (11, 11), filters=96, strides=(4, 4))
    assert found.shape == (1, 96, 55, 55)
    assert found.size == "(227 − 11 + 2·0)/4 + 1 = 55"
    assert all(slide.whole and not slide.uncovered for slide in found.slides)


def test_alexnet_at_224_loses_the_last_row_and_column() -> None:
    found = layer((1, 3, 224, 224), "Conv", (11, 11), filters=96, strides=(4, 4))
    assert found.shape == (1, 96, 54, 54)
    assert found.size == "(224 − 11 + 2·0)/4 + 1 = 54.25 → 54"
    assert not any(slide.whole for slide in found.slides)
    assert found.slides[0].fitting == (223, 227)
    assert [slide.uncovered for slide in found.slides] == [(range(223, 224),)] * 2


@pytest.mark.parametrize(
    ("extent", "kernel", "pad", "formula"),
    [
        (7, 3, 1, "(7 − 3 + 2·1)/1 + 1 = 7"),
        (32, 5, 0, "(32 − 5 + 2·0)/1 + 1 = 28"),
        (28, 5, 0, "(28 − 5 + 2·0)/1 + 1 = 24"),
    ],
)
def test_padding_keeps_the_size_and_none_shrinks_it(extent: int, kernel: int, pad: int, formula: str) -> None:
    assert layer((1, 1, extent, extent), "Conv", (kernel, kernel), pads=(pad,) * 4).size == formula


def test_axes_that_differ_are_told_one_by_one() -> None:
    found = layer((1, 1, 28, 20), "Conv", (5, 3), auto_pad="SAME_UPPER", strides=(2, 2))
    assert found.size == "W: (20 − 3 + (0 + 1))/2 + 1 = 10; H: (28 − 5 + (1 + 2))/2 + 1 = 14"


def test_dilated_window_reaches_further() -> None:
    assert layer((1, 1, 32, 32), "Conv", (3, 3), dilations=(2, 2)).size == "(32 − ((3 − 1)·2 + 1) + 2·0)/1 + 1 = 28"


def test_ceiling_loses_nothing() -> None:
    found = layer((1, 1, 112, 112), "MaxPool", (3, 3), strides=(2, 2), ceil_mode=1)
    assert found.size == "(112 − 3 + 2·0)/2 + 1 = 55.5 → 56"
    assert not any(slide.uncovered for slide in found.slides)


def test_stride_beyond_the_window_leaves_gaps() -> None:
    (rows, _) = layer((1, 1, 5, 5), "Conv", (1, 1), strides=(2, 2)).slides
    assert rows.whole and rows.uncovered == (range(1, 2), range(3, 4))


def test_uncovered_is_what_no_window_holds() -> None:
    rng = np.random.default_rng(7)
    for _ in range(200):
        extent, kernel, stride, dilation = (int(n) for n in rng.integers((8, 1, 1, 1), (30, 4, 6, 4)))
        begin, end = (int(n) for n in rng.integers(0, kernel, 2))
        found = layer(
            (1, 1, extent), "MaxPool", (kernel,), strides=(stride,), dilations=(dilation,), pads=(begin, end)
        ).slides[0]
        held = {i * stride - begin + tap * dilation for i in range(found.count) for tap in range(kernel)} & set(
            range(extent)
        )
        assert {place for run in found.uncovered for place in run} == set(range(extent)) - held


def test_transposed_convolution_spreads() -> None:
    found = layer((1, 4, 5, 5), "ConvTranspose", (3, 3), strides=(2, 2), pads=(1, 1, 1, 1), output_padding=(1, 1))
    assert found.size == "(5 − 1)·2 + 3 − 1 = 10"


def test_flattening_and_joining_are_worked_out() -> None:
    nodes = (
        Node("joined", build("Concat", {"axis": 1}, opset=13), ("x", "x", "x"), ("joined",)),
        Node("relu", build("Relu", {}, opset=13), ("joined",), ("relu",)),
        Node("flat", build("Flatten", {}, opset=13), ("relu",), ("flat",)),
        Node("pooled", build("GlobalAveragePool", {}, opset=13), ("joined",), ("pooled",)),
    )
    graph = Graph("test", nodes, (GraphInput("x", (1, 6, 5, 4)),), ("flat",), {}, 13)
    sizes = {found.name: found.size for found in summarise(graph, {"x": (1, 6, 5, 4)}).layers}
    assert sizes == {"joined": "6 + 6 + 6 = 18 deep", "relu": "", "flat": "4·5·18 = 360", "pooled": "4 × 5 to 1 × 1"}


def test_memory_is_that_of_the_outputs() -> None:
    assert layer((1, 3, 227, 227), "Conv", (11, 11), filters=96, strides=(4, 4)).memory == 55 * 55 * 96 * 4
