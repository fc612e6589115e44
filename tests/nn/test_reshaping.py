"""Nets that follow a change of one of their layers, and sentences where they cannot."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explorer.bench.builder import Builder
from explorer.errors import NetError
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.infer import infer
from explorer.nn.reshaping import Reshaping, reshaped
from explorer.nn.spec import Array, Shape


def plain() -> Graph:
    net = Builder("plain", 1, 3, 32, 32)
    net.conv(6, 5)
    net.relu()
    net.max_pool(2, 2)
    net.conv(16, 5)
    net.add("Flatten")
    net.fully_connected(10)
    return net.graph()


def shape_of(graph: Graph) -> dict[str, Shape]:
    return {i.name: tuple(n or 32 for n in i.shape) for i in graph.inputs}


def change(graph: Graph, node: str, **what: Any) -> Graph:
    found = reshaped(graph, Reshaping(node, **what), shape_of(graph))
    shape = shape_of(found)[found.inputs[0].name]
    image = np.random.default_rng(1).standard_normal(shape, np.float32)
    values = Executor(found).run({found.inputs[0].name: image})
    assert all(np.isfinite(values[name]).all() for name in found.outputs)
    return found


def shapes(graph: Graph) -> dict[str, Shape]:
    return {name: spec.shape for name, spec in infer(graph, shape_of(graph)).items()}


def weights(graph: Graph, node: str) -> tuple[Array, ...]:
    (found,) = [one for one in graph.nodes if one.name == node]
    return tuple(graph.initializers[name] for name in found.inputs if name in graph.initializers)


def same(one: Graph, other: Graph, node: str) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(weights(one, node), weights(other, node), strict=True))


def test_more_filters_make_the_next_layers_filters_deeper() -> None:
    before = plain()
    after = change(before, "conv1", filters=8)
    assert shapes(after)["conv1"] == (1, 8, 28, 28)
    assert [w.shape for w in weights(after, "conv1")] == [(8, 3, 5, 5), (8,)]
    assert [w.shape for w in weights(after, "conv2")] == [(16, 8, 5, 5), (16,)]
    assert same(before, after, "gemm1")
    assert after.untrained == "conv1, conv2: He-initialised, seed 0"


def test_biases_whose_shape_stays_are_kept() -> None:
    before = plain()
    after = change(before, "conv1", filters=8)
    assert np.array_equal(weights(before, "conv2")[1], weights(after, "conv2")[1])


def test_stride_keeps_the_filters_and_makes_the_fully_connected_layer_anew() -> None:
    before = plain()
    after = change(before, "conv2", strides=(2, 2))
    assert shapes(after)["conv2"] == (1, 16, 5, 5)
    assert same(before, after, "conv1") and same(before, after, "conv2")
    assert weights(after, "gemm1")[0].shape == (10, 400)
    assert after.untrained.startswith("gemm1:")


def test_padding_and_kernel() -> None:
    after = change(plain(), "conv1", kernel=(3, 3), pads=(1, 1, 1, 1))
    assert shapes(after)["conv1"] == (1, 6, 32, 32)
    assert weights(after, "conv1")[0].shape == (6, 3, 3, 3)


def test_pooling_has_another_window() -> None:
    after = change(plain(), "maxpool1", kernel=(4, 4), strides=(4, 4))
    assert shapes(after)["maxpool1"] == (1, 6, 7, 7)


def test_nothing_changed_is_nothing_new() -> None:
    before = plain()
    after = change(before, "conv1", filters=6, kernel=(5, 5), strides=(1, 1))
    assert after.untrained == "" and all(same(before, after, name) for name in ("conv1", "conv2", "gemm1"))


def test_new_weights_come_of_the_seed_and_of_he() -> None:
    one, again, other = (weights(change(plain(), "conv2", filters=64, seed=s), "conv2")[0] for s in (3, 3, 4))
    assert np.array_equal(one, again) and not np.array_equal(one, other)
    assert np.std(one) == pytest.approx(np.sqrt(2 / (6 * 5 * 5)), rel=0.05)


def test_depthwise_convolutions_keep_a_filter_for_each_channel() -> None:
    net = Builder("separable", 1, 3, 32, 32)
    net.conv(8, 3, pad=1)
    net.depthwise(3)
    net.conv(4, 1)
    after = change(net.graph(), "conv1", filters=12)
    assert weights(after, "conv2")[0].shape == (12, 1, 3, 3)
    assert shapes(after)["conv2"] == (1, 12, 32, 32)


def test_normalisations_do_nothing_at_first() -> None:
    net = Builder("normalised", 1, 3, 16, 16)
    net.conv(8, 3)
    rng = np.random.default_rng(5)
    numbers = [net._known(name, rng.random(8, np.float32)) for name in "abcd"]
    net.add("BatchNormalization", net.last, *numbers)
    after = change(net.graph(), "conv1", filters=5)
    scale, shift, mean, variance = weights(after, "batchnormalization1")
    assert (scale == 1).all() and (shift == 0).all() and (mean == 0).all() and (variance == 1).all()
    assert scale.dtype == np.float32 and scale.shape == (5,)


def test_constants_that_are_added_follow() -> None:
    net = Builder("shifted", 1, 3, 16, 16)
    net.conv(8, 3)
    net.add("Mul", net.last, net._known("factor", np.full((8, 1, 1), 2, np.float32)))
    net.add("Add", net.last, net._known("shift", np.full((1, 8, 14, 14), 2, np.float32)))
    after = change(net.graph(), "conv1", filters=5)
    assert (weights(after, "mul1")[0] == 1).all() and weights(after, "mul1")[0].shape == (5, 1, 1)
    assert (weights(after, "add1")[0] == 0).all() and weights(after, "add1")[0].shape == (1, 5, 14, 14)


def test_a_fixed_reshape_to_a_row_takes_what_there_is() -> None:
    net = Builder("fixed", 1, 3, 16, 16)
    net.conv(8, 3)
    net.add("Reshape", net.last, net._known("target", np.array([1, 8 * 14 * 14])))
    net.fully_connected(10)
    after = change(net.graph(), "conv1", filters=5)
    assert weights(after, "gemm1")[0].shape == (10, 5 * 14 * 14)


def test_weights_that_two_layers_share_are_parted_only_where_they_must() -> None:
    net = Builder("shared", 1, 4, 16, 16)
    net.conv(4, 3, pad=1)
    filters = net._nodes[0].inputs[1]
    net.add("Conv", net.last, filters, pads=(1, 1, 1, 1), kernel_shape=(3, 3))
    net.add("Conv", net.last, filters, pads=(1, 1, 1, 1), kernel_shape=(3, 3))
    before = net.graph()
    after = change(before, "conv1", filters=7)
    assert [weights(after, name)[0].shape for name in ("conv1", "conv2", "conv3")] == [
        (7, 4, 3, 3),
        (4, 7, 3, 3),
        (4, 4, 3, 3),
    ]
    assert same(before, after, "conv3")


def test_branches_that_no_longer_fit_are_told_with_both_volumes() -> None:
    net = Builder("residual", 1, 3, 28, 28)
    first = net.conv(8, 3, pad=1)
    net.conv(8, 3, pad=1)
    net.add("Add", net.last, first)
    graph = net.graph()
    with pytest.raises(NetError, match="the Add 'add1' would get 14 × 14 × 8 and 28 × 28 × 8"):
        reshaped(graph, Reshaping("conv2", strides=(2, 2)), shape_of(graph))


def test_a_branch_of_one_map_is_not_spread_over_the_other() -> None:
    net = Builder("residual", 1, 3, 28, 28)
    first = net.conv(8, 3, pad=1)
    net.conv(8, 3, pad=1)
    net.add("Add", net.last, first)
    graph = net.graph()
    with pytest.raises(NetError, match="the Add 'add1' would get 28 × 28 × 1 and 28 × 28 × 8"):
        reshaped(graph, Reshaping("conv2", filters=1), shape_of(graph))


def test_window_that_no_longer_fits_is_told() -> None:
    graph = plain()
    with pytest.raises(
        NetError, match="the layer 'conv1' cannot be re-shaped so: Conv node 'conv2': a window of extent 5"
    ):
        reshaped(graph, Reshaping("conv1", strides=(4, 4)), shape_of(graph))


@pytest.mark.parametrize(
    ("node", "what", "words"),
    [
        ("maxpool1", {"pads": (2, 2, 2, 2)}, "windows of 2 under a padding of 2 would hold nothing"),
        ("conv2", {"filters": 2_000_000}, "conv2 would have 300,000,000 weights, too many to hold"),
        ("conv1", {"strides": (0, 1)}, "strides holds 0"),
    ],
)
def test_what_makes_no_sense_is_told(node: str, what: dict[str, Any], words: str) -> None:
    graph = plain()
    with pytest.raises(NetError, match=words):
        reshaped(graph, Reshaping(node, **what), shape_of(graph))


def test_layers_without_a_window_cannot_be_reshaped() -> None:
    with pytest.raises(NetError, match="no layer 'relu1'"):
        reshaped(plain(), Reshaping("relu1", filters=2), {"image": (1, 3, 32, 32)})


def test_later_reshapings_of_a_layer_add_to_earlier_ones() -> None:
    both = Reshaping("a", filters=3, seed=1).then(Reshaping("a", strides=(2, 2), seed=4))
    assert both == Reshaping("a", filters=3, strides=(2, 2), seed=4)
