"""What each channel gives to a filter's map, against the arithmetic of its units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from passes import net_of, pass_of

from explorer.nn.arithmetic.channel_maps import channel_maps
from explorer.nn.arithmetic.parts import Pass, WeightedSum
from explorer.nn.arithmetic.unit import explain

CASES: dict[str, tuple[str, tuple[int, ...], dict[str, Any]]] = {
    "plain": ("Conv", (5, 6, 3, 3), {"pads": (1, 1, 1, 1)}),
    "grouped": ("Conv", (4, 3, 3, 2), {"group": 2, "strides": (2, 1)}),
    "depthwise": ("Conv", (6, 1, 3, 3), {"group": 6, "dilations": (2, 2)}),
    "same": ("Conv", (3, 6, 5, 5), {"auto_pad": "SAME_UPPER", "strides": (2, 2), "kernel_shape": (5, 5)}),
    "transposed": ("ConvTranspose", (6, 4, 3, 3), {"strides": (2, 2), "output_padding": (1, 1)}),
    "transposed in groups": ("ConvTranspose", (6, 2, 2, 2), {"group": 3}),
}


def pass_with(operator: str, shape: tuple[int, ...], attributes: dict[str, Any]) -> Pass:
    rng = np.random.default_rng(1)
    filters = rng.standard_normal(shape).astype(np.float32)
    graph = net_of((1, 6, 9, 8), {"w": filters}, ("v", operator, ("x", "w"), attributes))
    return pass_of(graph, rng.standard_normal((1, 6, 9, 8)))


@pytest.mark.parametrize("case", CASES)
def test_maps_hold_the_partial_sum_of_every_unit(case: str) -> None:
    run = pass_with(*CASES[case])
    depth, height, width = run.specs["v"].shape[1:]
    for index in range(depth):
        maps = channel_maps(run, run.graph.nodes[0], index)
        assert maps is not None
        assert maps.shape[1:] == (height, width)
        for y, x in ((0, 0), (height // 2, width - 1)):
            sums = explain(run, "v", (0, index, y, x)).workings
            assert isinstance(sums, WeightedSum)
            assert maps[:, y, x].tolist() == pytest.approx(sums.partials.tolist(), rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("case", CASES)
def test_maps_sum_up_to_the_filters_map(case: str) -> None:
    run = pass_with(*CASES[case])
    maps = channel_maps(run, run.graph.nodes[0], 1)
    assert maps is not None
    assert np.allclose(maps.sum(axis=0), run.activations["v"][0, 1], rtol=1e-5, atol=1e-5)


def test_bias_is_in_none_of_the_maps() -> None:
    weights = {"w": np.ones((2, 3, 1, 1), np.float32), "b": np.array([0.5, -0.5], np.float32)}
    run = pass_of(net_of((1, 3, 2, 2), weights, ("v", "Conv", ("x", "w", "b"), {})), np.ones((1, 3, 2, 2)))
    maps = channel_maps(run, run.graph.nodes[0], 1)
    assert maps is not None
    assert (maps.sum(axis=0)[0, 0], run.activations["v"][0, 1, 0, 0]) == (3.0, 2.5)


def test_signals_have_maps_of_one_row() -> None:
    graph = net_of((1, 2, 5), {"w": np.ones((1, 2, 3), np.float32)}, ("v", "Conv", ("x", "w"), {}))
    run = pass_of(graph, np.ones((1, 2, 5)))
    maps = channel_maps(run, run.graph.nodes[0], 0)
    assert maps is not None
    assert maps.tolist() == [[[3.0] * 3]] * 2


def test_other_operators_have_none() -> None:
    run = pass_of(net_of((1, 2, 2, 2), {}, ("v", "Relu", ("x",), {})), np.ones((1, 2, 2, 2)))
    assert channel_maps(run, run.graph.nodes[0], 0) is None
