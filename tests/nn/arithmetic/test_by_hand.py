"""Operators one by one, with numbers that can be checked in the head."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import numpy as np
import pytest
from passes import Line, net_of, pass_of

from explorer.nn.arithmetic.parts import Formula, LocalResponse, Moved, Pooled, Related, Shares, WeightedSum, Workings
from explorer.nn.arithmetic.unit import explain
from explorer.nn.spec import Array

W = TypeVar("W", bound=Workings)

GRID = np.arange(1.0, 17.0).reshape(1, 1, 4, 4)


def worked(kind: type[W], image: Array, index: tuple[int, ...], *lines: Line, **weights: Any) -> W:
    """Return the arithmetic of an element of what the last of some nodes makes of an image."""
    held = {name: np.asarray(value) for name, value in weights.items()}
    run = pass_of(net_of(image.shape, held, *lines), image)
    found = explain(run, lines[-1][0], index).workings
    assert isinstance(found, kind)
    return found


def test_largest_of_a_window_that_hangs_over_the_edge() -> None:
    pool = ("v", "MaxPool", ("x",), {"kernel_shape": (3, 3), "strides": (2, 2), "pads": (1, 1, 1, 1)})
    found = worked(Pooled, -GRID, (0, 0, 0, 0), pool)
    assert found.footprint.inside.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert (found.result, found.winner) == (-1.0, (1, 1))


@pytest.mark.parametrize(("counted", "count"), [(0, 4), (1, 9)])
def test_mean_counts_the_padding_where_it_is_told_to(counted: int, count: int) -> None:
    attributes = {"kernel_shape": (3, 3), "pads": (1, 1, 1, 1), "count_include_pad": counted}
    found = worked(Pooled, GRID, (0, 0, 0, 0), ("v", "AveragePool", ("x",), attributes))
    assert (found.count, found.result) == (count, (1 + 2 + 5 + 6) / count)


def test_norm_of_a_window() -> None:
    pool = ("v", "LpPool", ("x",), {"kernel_shape": (1, 2), "p": 2})
    found = worked(Pooled, np.array([[[[3.0, 4.0]]]]), (0, 0, 0, 0), pool)
    assert (found.rule, found.power, found.result) == ("norm", 2, 5.0)


def test_element_of_a_branch_is_found_in_it() -> None:
    lines = (
        ("double", "Add", ("x", "x"), {}),
        ("v", "Concat", ("x", "double"), {"axis": 1}),
    )
    image = np.arange(8.0).reshape(1, 2, 2, 2)
    assert worked(Moved, image, (0, 1, 1, 0), *lines) == Moved("x", (0, 1, 1, 0), 6.0, 0, 2)
    assert worked(Moved, image, (0, 3, 1, 0), *lines) == Moved("double", (0, 1, 1, 0), 12.0, 1, 2)


def test_border_comes_from_nowhere_and_what_is_inside_from_its_place() -> None:
    pad = ("v", "Pad", ("x", "pads", "seven"), {})
    weights = {"pads": np.array([0, 0, 1, 1, 0, 0, 0, 0]), "seven": np.float32(7)}
    assert worked(Moved, GRID, (0, 0, 0, 3), pad, **weights) == Moved(None, (), 7.0)
    assert worked(Moved, GRID, (0, 0, 2, 1), pad, **weights) == Moved("x", (0, 0, 1, 0), 5.0)


def test_transposed_and_reshaped_elements_keep_their_numbers() -> None:
    lines = (("t", "Transpose", ("x",), {"perm": (0, 1, 3, 2)}), ("v", "Reshape", ("t", "shape"), {}))
    found = worked(Moved, GRID, (0, 6), *lines, shape=[1, -1])
    assert (found.source, found.index, found.result) == ("t", (0, 0, 1, 2), 10.0)


def test_share_is_an_exponential_over_their_sum() -> None:
    found = worked(Shares, np.log(np.array([[1.0, 2.0, 5.0]])), (0, 1), ("v", "Softmax", ("x",), {}))
    assert (found.place, found.scores.size) == (1, 3)
    assert found.exponentials.tolist() == pytest.approx([0.2, 0.4, 1.0], rel=1e-6)
    assert found.result == pytest.approx(0.25, rel=1e-6)


def test_batch_normalisation_names_its_numbers() -> None:
    weights = {name: np.array(value, np.float32) for name, value in (("s", [2]), ("b", [1]), ("m", [4]), ("v", [9]))}
    norm = ("y", "BatchNormalization", ("x", "s", "b", "m", "v"), {"epsilon": 0.0})
    found = worked(Formula, np.full((1, 1, 1, 1), 10.0), (0, 0, 0, 0), norm, **weights)
    assert [(one.symbol, one.number, one.weight) for one in found.operands] == [
        ("x", 10.0, False),
        ("mean", 4.0, True),
        ("variance", 9.0, True),
        ("epsilon", 0.0, False),
        ("scale", 2.0, True),
        ("bias", 1.0, True),
    ]
    assert (found.rule, found.result) == ("(x - mean) / sqrt(variance + epsilon) * scale + bias", 5.0)


def test_local_response_is_of_the_channels_nearby() -> None:
    image = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 4, 1, 1)
    norm = ("v", "LRN", ("x",), {"size": 3, "alpha": 3.0, "beta": 1.0, "bias": 1.0})
    found = worked(LocalResponse, image, (0, 0, 0, 0), norm)
    assert (list(found.channels), found.squares.tolist(), found.divisor) == ([0, 1], [1.0, 4.0], 6.0)
    assert found.result == pytest.approx(1 / 6)


def test_addition_names_both_elements_also_where_one_is_broadcast() -> None:
    found = worked(Formula, GRID, (0, 0, 2, 3), ("v", "Add", ("x", "w"), {}), w=np.array([[10], [20], [30], [40]], "f"))
    assert [(one.number, one.index, one.weight) for one in found.operands] == [
        (12.0, (0, 0, 2, 3), False),
        (30.0, (2, 0), True),
    ]
    assert (found.rule, found.result) == ("x + y", 42.0)


def test_clip_says_where_it_cuts() -> None:
    clip = ("v", "Clip", ("x", "low", "high"), {})
    bounds = {"low": np.float32(3), "high": np.float32(6)}
    cut = worked(Formula, GRID, (0, 0, 3, 3), clip, **bounds)
    assert (cut.rule, cut.result, cut.cut) == ("x, cut to min ... max", 6.0, True)
    assert not worked(Formula, GRID, (0, 0, 1, 0), clip, **bounds).cut


def test_reduction_is_of_all_that_reaches_it() -> None:
    found = worked(Related, GRID, (0, 0, 0), ("v", "ReduceSumSquare", ("x", "axes"), {"keepdims": 0}), axes=[3])
    assert (found.rule, found.result) == ("the sum of squares", 1.0 + 4.0 + 9.0 + 16.0)
    assert found.reaches[0].numbers.tolist() == [1.0, 2.0, 3.0, 4.0]


def test_long_lists_are_cut_and_counted() -> None:
    found = worked(Related, np.arange(100.0)[None], (0,), ("v", "ReduceMax", ("x", "axes"), {"keepdims": 0}), axes=[1])
    (reach,) = found.reaches
    assert (len(reach.numbers), reach.count, found.result) == (64, 100, 99.0)


def test_volumes_are_summed_and_pooled_over_three_axes() -> None:
    image = np.random.default_rng(0).integers(-3, 4, (1, 2, 4, 4, 4)).astype(float)
    weights = np.random.default_rng(1).integers(-3, 4, (3, 2, 3, 2, 1)).astype(np.float32)
    conv = ("v", "Conv", ("x", "w"), {"pads": (1, 0, 0, 0, 0, 0)})
    found = worked(WeightedSum, image, (0, 1, 0, 1, 2), conv, w=weights)
    assert found.patches.shape == (2, 3, 2, 1)
    assert found.result == (image[0, :, :2, 1:3, 2:3] * weights[1, :, 1:]).sum()
    pooled = worked(Pooled, image, (0, 1, 1, 0, 0), ("v", "MaxPool", ("x",), {"kernel_shape": (2, 3, 3)}))
    assert pooled.result == image[0, 1, 1:3, :3, :3].max()


def test_product_of_stacks_of_matrices() -> None:
    rng = np.random.default_rng(0)
    left, right = rng.integers(-3, 4, (1, 2, 3, 4)).astype(float), rng.integers(-3, 4, (4, 5)).astype(np.float32)
    found = worked(WeightedSum, left, (0, 1, 2, 3), ("v", "MatMul", ("x", "w"), {}), w=right)
    assert found.partials.tolist() == (left[0, 1, 2] * right[:, 3]).tolist()
    assert (found.footprint.axes, found.bias) == ((None, None), None)


def test_factors_of_gemm_are_in_its_weights_and_bias() -> None:
    gemm = ("v", "Gemm", ("x", "w", "c"), {"alpha": 0.5, "beta": 3.0})
    weights = {"w": np.array([[1], [2]], np.float32), "c": np.array([4], np.float32)}
    found = worked(WeightedSum, np.array([[10.0, 20.0]]), (0, 0), gemm, **weights)
    assert (found.partials.tolist(), found.bias, found.result) == ([5.0, 20.0], 12.0, 37.0)
    assert math.isclose(found.magnitude, 37.0)
