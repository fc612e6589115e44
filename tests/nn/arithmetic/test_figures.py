"""The figures of CS231n and its readers as the arithmetic of units: what is stated there comes out here."""

from __future__ import annotations

import math

import numpy as np
import pytest
from passes import net_of, pass_of

from explorer.nn.arithmetic.channel_maps import channel_maps
from explorer.nn.arithmetic.parts import Formula, Moved, Pooled, WeightedSum
from explorer.nn.arithmetic.sharing import counts, shared_weight
from explorer.nn.arithmetic.unit import chain, explain
from explorer.nn.spec import Array

RNG = np.random.default_rng(231)


def numbers(*shape: int) -> Array:
    return RNG.integers(-3, 4, shape).astype(np.float32)


def test_f4_channels_are_summed_to_one_map_a_filter_and_the_bias_is_added_once() -> None:
    image, weights = numbers(1, 64, 6, 6), {"w": numbers(128, 64, 3, 3), "b": numbers(128)}
    run = pass_of(net_of(image.shape, weights, ("v", "Conv", ("x", "w", "b"), {})), image)
    assert run.specs["v"].shape[1] == 128
    maps = channel_maps(run, run.graph.nodes[0], 127)
    assert maps is not None
    assert len(maps) == 64
    assert (maps.sum(axis=0) + weights["b"][127] == run.activations["v"][0, 127]).all()
    for index, patch in ((0, image[0, :, :3, :3]), (127, image[0, :, 1:4, 2:5])):
        place = (0, 0) if index == 0 else (1, 2)
        sums = explain(run, "v", (0, index, *place)).workings
        assert isinstance(sums, WeightedSum)
        by_channel = [float((patch[c] * weights["w"][index, c]).sum()) for c in range(64)]
        assert sums.partials.tolist() == by_channel
        assert sums.sum + float(weights["b"][index]) == sums.result == run.activations["v"][(0, index, *place)]


def test_f5_75_weights_are_shared_by_784_units_783_of_them_others() -> None:
    weights = {"w": numbers(6, 3, 5, 5), "b": numbers(6)}
    run = pass_of(net_of((1, 3, 32, 32), weights, ("v", "Conv", ("x", "w", "b"), {})), numbers(1, 3, 32, 32))
    found, shared = counts(run, run.graph.nodes[0]), shared_weight(run, run.graph.nodes[0], 5, (2, 4, 0))
    assert found is not None
    assert shared is not None
    assert (found.weights, found.units, found.filters) == (75, 28 * 28, 6)
    assert (shared.units - 1, shared.padded, int(shared.inputs.sum())) == (783, 0, 784)
    assert shared.inputs[4:, :28].all()


@pytest.mark.parametrize(("filters", "shape", "parameters"), [(32, (1, 5, 5), 832), (32, (32, 3, 3), 9248)])
def test_f6_a_filter_has_as_many_weights_as_its_kernel_slices_and_one_bias(
    filters: int, shape: tuple[int, int, int], parameters: int
) -> None:
    image, weights = numbers(1, shape[0], 12, 12), {"w": numbers(filters, *shape), "b": numbers(filters)}
    run = pass_of(net_of(image.shape, weights, ("v", "Conv", ("x", "w", "b"), {})), image)
    found = counts(run, run.graph.nodes[0])
    assert found is not None
    assert found.shared == (shape[1] * shape[2] * shape[0] + 1) * filters == parameters


def test_f8_the_numpy_example_by_hand() -> None:
    volume, filters, bias = numbers(11, 11, 4), (numbers(5, 5, 4), numbers(5, 5, 4)), (1.0, -2.0)
    weights = {
        "w": np.stack([one.transpose(2, 1, 0) for one in filters]),
        "b": np.array(bias, np.float32),
    }
    image = volume.transpose(2, 1, 0)[None]
    run = pass_of(net_of(image.shape, weights, ("v", "Conv", ("x", "w", "b"), {"strides": (2, 2)})), image)
    assert run.specs["v"].shape == (1, 2, 4, 4)
    for d, y, x in np.ndindex(2, 4, 4):
        by_hand = (volume[2 * x : 2 * x + 5, 2 * y : 2 * y + 5, :] * filters[d]).sum() + bias[d]
        unit = explain(run, "v", (0, d, y, x))
        assert unit.cell == unit.workings.result == by_hand
        assert unit.residual == 0
    assert explain(run, "v", (0, 0, 0, 0)).cell == (volume[:5, :5, :] * filters[0]).sum() + 1.0


def test_f10_relu_zeroes_the_negative_and_pooling_takes_the_largest_of_each_map() -> None:
    image = numbers(1, 6, 8, 8)
    pool = ("p", "MaxPool", ("r",), {"kernel_shape": (2, 2), "strides": (2, 2)})
    run = pass_of(net_of(image.shape, {}, ("r", "Relu", ("x",), {}), pool), image)
    assert run.specs["p"].shape == (1, 6, 4, 4)
    for d, y, x in np.ndindex(6, 4, 4):
        pooled = explain(run, "p", (0, d, y, x)).workings
        assert isinstance(pooled, Pooled)
        assert (pooled.channel, pooled.footprint.value) == (d, "r")
        own = [max(0.0, float(n)) for n in image[0, d, 2 * y : 2 * y + 2, 2 * x : 2 * x + 2].flat]
        assert pooled.result == max(own)
        assert pooled.winner == divmod(own.index(max(own)), 2)
        cut = explain(run, "r", (0, d, y, x)).workings
        assert isinstance(cut, Formula)
        assert cut.cut == (image[0, d, y, x] < 0)


def test_f11_flatten_gives_150_numbers_and_global_pooling_6() -> None:
    image = numbers(1, 6, 5, 5)
    flat = pass_of(net_of(image.shape, {}, ("v", "Flatten", ("x",), {})), image)
    pooled = pass_of(
        net_of(image.shape, {}, ("m", "GlobalAveragePool", ("x",), {}), ("v", "Flatten", ("m",), {})), image
    )
    assert (flat.specs["v"].shape, pooled.specs["v"].shape) == ((1, 150), (1, 6))
    for place in range(150):
        came = explain(flat, "v", (0, place)).workings
        assert isinstance(came, Moved)
        assert came.index == (0, place // 25, place // 5 % 5, place % 5)
        assert came.result == image.reshape(-1)[place]
    mean = explain(pooled, "m", (0, 5, 0, 0)).workings
    assert isinstance(mean, Pooled)
    assert (mean.count, mean.result) == (25, math.fsum(image[0, 5].flat) / 25)


def test_f12_a_convolution_of_one_pixel_is_a_fully_connected_layer_at_every_pixel() -> None:
    image, rows = numbers(1, 512, 10, 10), numbers(7, 512)
    run = pass_of(net_of(image.shape, {"w": rows[:, :, None, None]}, ("v", "Conv", ("x", "w"), {})), image)
    assert run.specs["v"].shape == (1, 7, 10, 10)
    for y, x in ((0, 0), (3, 7), (9, 9)):
        column = pass_of(net_of((1, 512), {"w": rows}, ("v", "Gemm", ("x", "w"), {"transB": 1})), image[:, :, y, x])
        for d in range(7):
            conv, dense = (explain(*where).workings for where in ((run, "v", (0, d, y, x)), (column, "v", (0, d))))
            assert isinstance(conv, WeightedSum)
            assert isinstance(dense, WeightedSum)
            assert conv.partials.tolist() == dense.partials.tolist()
            assert conv.patches.shape == (512, 1, 1)


def test_chain_from_sum_to_activation_is_one_number_after_another() -> None:
    image, weights = numbers(1, 3, 7, 7), {"w": numbers(2, 3, 3, 3), "b": numbers(2)}
    lines = ("v", "Conv", ("x", "w", "b"), {}), ("r", "Relu", ("v",), {})
    run = pass_of(net_of(image.shape, weights, *lines), image)
    summed, rectified = chain(run, "r", (0, 1, 2, 3))
    assert rectified.workings.result == max(0.0, summed.cell)
