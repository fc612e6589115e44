"""Resize and Upsample by hand, and against ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.spec import Array, Spec

RANDOM = np.random.default_rng(0)
EMPTY = np.zeros(0, np.float32)
VOLUME = RANDOM.normal(size=(2, 3, 6, 5)).astype(np.float32)


def floats(*numbers: float) -> Array:
    return np.array(numbers, np.float32)


def resized(x: Array, *inputs: Array | None, opset: int = 19, **attributes: Any) -> Array:
    return build("Resize", attributes, opset=opset).run([x, *inputs])[0]


def row(*numbers: float) -> Array:
    return floats(*numbers).reshape(1, 1, 1, -1)


def test_nearest_repeats_each_pixel() -> None:
    np.testing.assert_array_equal(resized(row(1, 2), None, floats(1, 1, 1, 3)), row(1, 1, 1, 2, 2, 2))


def test_linear_mixes_neighbours_by_distance() -> None:
    y = resized(row(0, 4), None, floats(1, 1, 1, 2), mode="linear")
    np.testing.assert_allclose(y, row(0, 1, 3, 4))


def test_aligned_corners_stay() -> None:
    sizes = np.array([1, 1, 1, 5])
    y = resized(row(0, 4), None, None, sizes, mode="linear", coordinate_transformation_mode="align_corners")
    np.testing.assert_allclose(y, row(0, 1, 2, 3, 4))


def test_cubic_keeps_a_slope_away_from_borders() -> None:
    y = resized(row(*range(8)), None, floats(1, 1, 1, 2), mode="cubic", coordinate_transformation_mode="asymmetric")
    np.testing.assert_allclose(y.ravel()[4:11], np.arange(4, 11) / 2, rtol=1e-6)


def test_what_lies_outside_the_crop_takes_the_extrapolation_value() -> None:
    attributes = {"coordinate_transformation_mode": "tf_crop_and_resize", "extrapolation_value": 9.0, "mode": "linear"}
    y = resized(row(1, 2, 3), floats(0, 0, 0, 0, 1, 1, 1, 2), None, np.array([1, 1, 1, 5]), **attributes)
    np.testing.assert_allclose(y, row(1, 2, 3, 9, 9))


def test_nearest_copies_infinity_and_what_is_no_number() -> None:
    y = resized(row(np.nan, np.inf), None, floats(1, 1, 1, 2))
    np.testing.assert_array_equal(y, row(np.nan, np.nan, np.inf, np.inf))


def test_integers_are_copied_as_integers() -> None:
    y = resized(np.array([[1, 2]]), None, floats(2, 1))
    assert y.dtype == np.int64
    np.testing.assert_array_equal(y, [[1, 2], [1, 2]])


def test_nothing_to_do_copies() -> None:
    np.testing.assert_array_equal(resized(VOLUME, None, floats(1, 1, 1, 1), mode="cubic"), VOLUME)


PLACES = ("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric", "half_pixel_symmetric")
ROUNDINGS = ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")


@settings(max_examples=80)
@given(st.sampled_from(PLACES[:4]), st.sampled_from(ROUNDINGS), st.integers(2, 13), st.integers(2, 13))
def test_nearest_to_sizes_as_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], places: str, rounding: str, height: int, width: int
) -> None:
    sizes = np.array([2, 3, height, width])
    attributes = {"coordinate_transformation_mode": places, "nearest_mode": rounding}
    (expected,) = onnx_runtime("Resize", [VOLUME, None, None, sizes], attributes, opset=19)
    np.testing.assert_array_equal(resized(VOLUME, None, None, sizes, **attributes), expected)


@settings(max_examples=80)
@given(st.sampled_from(["linear", "cubic"]), st.sampled_from(PLACES), st.integers(2, 13), st.integers(2, 13))
def test_mixing_to_sizes_as_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], mode: str, places: str, height: int, width: int
) -> None:
    sizes = np.array([2, 3, height, width])
    attributes = {"coordinate_transformation_mode": places, "mode": mode}
    (expected,) = onnx_runtime("Resize", [VOLUME, None, None, sizes], attributes, opset=19)
    np.testing.assert_allclose(resized(VOLUME, None, None, sizes, **attributes), expected, rtol=1e-4, atol=1e-5)


OLD: dict[str, tuple[int, str, dict[str, Any], list[Any]]] = {
    "Upsample by attribute": (7, "Upsample", {"scales": (1.0, 1.0, 2.0, 3.0)}, []),
    "Upsample linearly by input": (9, "Upsample", {"mode": "linear"}, [floats(1, 1, 2, 3)]),
    "Resize upwards": (10, "Resize", {}, [floats(1, 1, 1.7, 2.5)]),
    "Resize downwards": (10, "Resize", {}, [floats(1, 1, 0.6, 0.5)]),
    "Resize linearly": (10, "Resize", {"mode": "linear"}, [floats(1, 1, 1.5, 0.5)]),
    "Resize with nothing stated": (11, "Resize", {}, [EMPTY, floats(1, 1, 2, 2)]),
    "Resize to sizes": (11, "Resize", {"mode": "linear"}, [EMPTY, EMPTY, np.array([2, 3, 9, 4])]),
    "Resize without outsiders": (
        *(13, "Resize", {"mode": "cubic", "exclude_outside": 1, "cubic_coeff_a": -0.5}),
        [EMPTY, floats(1, 1, 2, 2)],
    ),
    "Resize some axes": (18, "Resize", {"mode": "linear", "axes": (3, 2)}, [None, floats(2, 0.5)]),
    "Resize not larger": (
        *(18, "Resize", {"axes": (2, 3), "keep_aspect_ratio_policy": "not_larger"}),
        [None, None, np.array([9, 9])],
    ),
}


@pytest.mark.parametrize("case", OLD.values(), ids=OLD)
def test_each_opset_as_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], case: tuple[int, str, dict[str, Any], list[Any]]
) -> None:
    opset, operator, attributes, constants = case
    (expected,) = onnx_runtime(operator, [VOLUME, *constants], attributes, opset=opset)
    (y,) = build(operator, attributes, opset=opset).run([VOLUME, *constants])
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)


def test_attributes_of_an_opset_are_those_it_has() -> None:
    assert build("Resize", {"mode": "linear"}, opset=10).attributes() == {"mode": "linear"}


@pytest.mark.parametrize(
    ("attributes", "inputs", "sentence"),
    [
        ({"mode": "area"}, [None, floats(1, 1, 2, 2)], "mode is 'area'"),
        ({"nearest_mode": "up"}, [None, floats(1, 1, 2, 2)], "nearest_mode is 'up'"),
        ({}, [None, floats(2, 2)], "scales has 2 numbers where 4 are needed"),
        ({}, [None, None, np.array([1, 1, 0, 3])], "2x3x6x5 would be resized to 1x1x0x3"),
        ({"keep_aspect_ratio_policy": "bend"}, [None, None, np.array([1, 1, 2, 3])], "keep_aspect_ratio_policy is"),
    ],
)
def test_what_makes_no_sense_is_refused(attributes: dict[str, Any], inputs: list[Any], sentence: str) -> None:
    specs = [None if x is None else Spec.of(x) for x in inputs]
    with pytest.raises(NetError, match=sentence):
        build("Resize", attributes, opset=19).infer([Spec(VOLUME.shape), *specs])


def test_integers_that_would_have_to_mix_are_refused() -> None:
    with pytest.raises(NetError, match="int64 cannot be resized by the mode 'linear'"):
        build("Resize", {"mode": "linear"}, opset=19).infer(
            [Spec((1, 2), np.dtype(np.int64)), None, Spec.of(floats(1, 2))]
        )
