from __future__ import annotations

import numpy as np
import pytest
from loaded import loaded_from

from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.session.maps.reading import Reading
from explorer.session.parts.reading import find_reading
from explorer.session.shown import Loaded


def _node(name: str, operator: str, inputs: str, **attributes: object) -> Node:
    return Node(name, build(operator, attributes, opset=17), tuple(inputs.split()), (f"{name}_out",))


def _net(shape: tuple[int, ...], *nodes: Node, **weights: np.ndarray) -> Loaded:
    arrays = {name: np.asarray(array, np.float32) for name, array in weights.items()}
    graph = Graph("net", nodes, (GraphInput("image", shape),), (nodes[-1].outputs[0],), arrays, 17)
    return loaded_from(graph, {"image": shape})


def _reading(net: Loaded, value: str, before: tuple[str, int] | None = None) -> Reading | None:
    return find_reading(net, value, before)


RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("shape", "attributes", "group"),
    [
        ((1, 4, 9, 8), {"pads": [1, 0, 2, 1], "strides": [2, 1]}, 1),
        ((1, 4, 9, 8), {"dilations": [2, 2], "auto_pad": "SAME_UPPER"}, 1),
        ((1, 4, 9, 8), {"group": 2}, 2),
        ((1, 4, 12), {"pads": [1, 1]}, 1),
    ],
)
def test_what_slices_contribute_adds_up_to_the_filters_sums(
    shape: tuple[int, ...], attributes: dict[str, object], group: int
) -> None:
    image = RNG.standard_normal(shape).astype(np.float32)
    weights = RNG.standard_normal((6, 4 // group, *(3,) * (len(shape) - 2))).astype(np.float32)
    net = _net(shape, _node("conv", "Conv", "image w", **attributes), w=weights)
    reading = _reading(net, "image", ("conv_out", 5))
    assert reading is not None
    assert reading.address == "conv:5"
    volume = image[0].reshape(4, -1, shape[-1])
    alone = []
    for index in range(4):
        only = np.zeros_like(image)
        only[0, index] = image[0, index]
        sums = Executor(net.graph).run({"image": only})["conv_out"][0, 5]
        alone.append(np.abs(sums).mean())
    np.testing.assert_allclose(reading.strengths(volume), alone, rtol=1e-4, atol=1e-6)


def test_units_of_a_dense_layer_are_read_whole() -> None:
    weights = RNG.standard_normal((3, 2 * 4)).astype(np.float32)
    net = _net((1, 2, 2, 2), _node("flat", "Flatten", "image"), _node("fc", "Gemm", "flat_out w", transB=1), w=weights)
    reading = _reading(net, "image", ("fc_out", 2))
    assert reading is not None
    image = RNG.standard_normal((2, 2, 2)).astype(np.float32)
    expected = np.abs((weights[2].reshape(2, 2, 2) * image).sum(axis=(1, 2)))
    np.testing.assert_allclose(reading.strengths(image), expected, rtol=1e-5)


def test_the_first_filter_is_taken_where_none_was_selected() -> None:
    net = _net((1, 3, 5, 5), _node("conv", "Conv", "image w"), w=np.ones((2, 3, 3, 3)))
    for before in (None, ("image", 2), ("conv_out", 7)):
        reading = _reading(net, "image", before)
        assert reading is not None
        assert reading.address == "conv:0"


def test_slices_that_no_filter_reads_have_no_reading() -> None:
    net = _net(
        (1, 3, 5, 5), _node("conv", "Conv", "image w"), _node("relu", "Relu", "conv_out"), w=np.ones((2, 3, 3, 3))
    )
    assert _reading(net, "conv_out") is None
    assert _reading(net, "relu_out") is None


def test_weights_that_are_no_numbers_are_weighed_without_a_warning() -> None:
    weights = np.ones((1, 2, 3, 3), np.float32)
    weights[0, 1, :2] = [np.inf, -np.inf, np.nan]
    net = _net((1, 2, 5, 5), _node("conv", "Conv", "image w"), w=weights)
    reading = _reading(net, "image", ("conv_out", 0))
    assert reading is not None
    strengths = reading.strengths(np.ones((2, 5, 5), np.float32))
    assert strengths[0] == 9 and np.isnan(strengths[1])
