"""Normalisations by hand, and against ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.spec import Array, Spec

RANDOM = np.random.default_rng(0)


def floats(*shape: int) -> Array:
    return RANDOM.normal(size=shape).astype(np.float32)


def positive(*shape: int) -> Array:
    return np.abs(floats(*shape)) + np.float32(0.1)


VOLUME = floats(2, 6, 5, 4) + np.float32(3)

CASES: dict[str, tuple[int, str, dict[str, Any], list[Array]]] = {
    "batch": (15, "BatchNormalization", {"epsilon": 1e-3}, [floats(6), floats(6), floats(6), positive(6)]),
    "batch of old": (
        *(7, "BatchNormalization", {"momentum": 0.9}),
        [floats(6), floats(6), floats(6), positive(6)],
    ),
    "spatial batch": (8, "BatchNormalization", {"spatial": 1}, [floats(6), floats(6), floats(6), positive(6)]),
    "instance": (6, "InstanceNormalization", {"epsilon": 1e-2}, [floats(6), floats(6)]),
    "group, scaled by group": (18, "GroupNormalization", {"num_groups": 3}, [floats(3), floats(3)]),
    "group, scaled by channel": (21, "GroupNormalization", {"num_groups": 3}, [floats(6), floats(6)]),
    "layer": (17, "LayerNormalization", {}, [floats(4), floats(4)]),
    "layer from axis 1": (17, "LayerNormalization", {"axis": 1, "epsilon": 1e-2}, [floats(6, 5, 4)]),
    "layer with a scale of more axes": (17, "LayerNormalization", {}, [floats(1, 1, 4)]),
    "layer with one scale": (17, "LayerNormalization", {"axis": 2}, [floats(1), floats(5, 1)]),
    "local response": (13, "LRN", {"size": 3, "alpha": 0.1, "beta": 0.6, "bias": 2.0}, []),
    "local response of more channels than there are": (13, "LRN", {"size": 15}, []),
    "mean and variance": (13, "MeanVarianceNormalization", {}, []),
    "mean and variance of each place": (13, "MeanVarianceNormalization", {"axes": (1,)}, []),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_same_as_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], case: tuple[int, str, dict[str, Any], list[Array]]
) -> None:
    opset, operator, attributes, constants = case
    (expected,) = onnx_runtime(operator, [VOLUME, *constants], attributes, opset=opset)
    (y,) = build(operator, attributes, opset=opset).run([VOLUME, *constants])
    np.testing.assert_allclose(y, expected, rtol=2e-5, atol=2e-5)


def test_batch_normalization_by_hand() -> None:
    x = np.array([[[1.0, 3.0]]], np.float32)
    numbers = [np.array([n], np.float32) for n in (10, 1, 2, 4)]
    (y,) = build("BatchNormalization", {"epsilon": 0.0}, opset=15).run([x, *numbers])
    np.testing.assert_array_equal(y, [[[-4, 6]]])


def test_batch_normalization_of_a_large_volume_and_of_vectors(onnx_runtime: Callable[..., list[Array]]) -> None:
    for shape in ((1, 6, 150, 151), (3, 6)):
        x, numbers = floats(*shape), [floats(6), floats(6), floats(6), positive(6)]
        (expected,) = onnx_runtime("BatchNormalization", [x, *numbers], {}, opset=15)
        (y,) = build("BatchNormalization", {}, opset=15).run([x, *numbers])
        np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-5)


def test_channels_far_from_zero_keep_their_variance() -> None:
    x = (floats(1, 1, 4000) + np.float32(1000)).astype(np.float32)
    one, zero = np.ones(1, np.float32), np.zeros(1, np.float32)
    (y,) = build("InstanceNormalization", {}, opset=6).run([x, one, zero])
    assert y.mean() == pytest.approx(0, abs=1e-3)
    assert y.std() == pytest.approx(1, abs=1e-3)


def test_layer_normalization_gives_its_moments() -> None:
    y, mean, inverse = build("LayerNormalization", {"axis": 2}, opset=17, outputs=3).run(
        [VOLUME, np.ones((5, 4), "f4")]
    )
    np.testing.assert_allclose(mean, VOLUME.mean(axis=(2, 3), keepdims=True), rtol=1e-5)
    np.testing.assert_allclose(inverse, 1 / VOLUME.std(axis=(2, 3), keepdims=True), rtol=1e-4)
    np.testing.assert_allclose(y, (VOLUME - mean) * inverse, rtol=1e-5, atol=1e-6)


def test_not_a_number_spoils_its_own_channel_alone() -> None:
    x = VOLUME[:1].copy()
    x[0, 2, 1, 1] = np.nan
    (y,) = build("InstanceNormalization", {}, opset=6).run([x, np.ones(6, np.float32), np.zeros(6, np.float32)])
    np.testing.assert_array_equal(np.isnan(y).any(axis=(2, 3)), [[0, 0, 1, 0, 0, 0]])


def test_dropout_lets_everything_through() -> None:
    y, mask = build("Dropout", {"ratio": 0.5}, opset=10, outputs=2).run([VOLUME])
    np.testing.assert_array_equal(y, VOLUME)
    assert mask.dtype == np.bool_
    assert mask.all()


@pytest.mark.parametrize("attributes", [{"training_mode": 1}, {"spatial": 0}])
def test_batch_normalization_that_trains_is_refused(attributes: dict[str, Any]) -> None:
    with pytest.raises(NetError, match="BatchNormalization is to train"):
        build("BatchNormalization", attributes, opset=14)


def test_dropout_that_trains_is_refused() -> None:
    training = Spec.of(np.array(True))
    with pytest.raises(NetError, match="Dropout is to train"):
        build("Dropout", {}, opset=13).infer([Spec((2,)), None, training])


def test_wrong_number_of_scales_is_refused() -> None:
    with pytest.raises(NetError, match="input 1 has the shape 5 where 6 numbers are needed"):
        build("InstanceNormalization", {}, opset=6).infer([Spec(VOLUME.shape), Spec((5,)), Spec((6,))])


def test_groups_that_do_not_divide_the_channels_are_refused() -> None:
    with pytest.raises(NetError, match="4 equal groups"):
        build("GroupNormalization", {"num_groups": 4}, opset=21).infer([Spec(VOLUME.shape), Spec((6,)), Spec((6,))])
