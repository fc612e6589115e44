from __future__ import annotations

from typing import Any, get_args

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.sources.fit import Box, Fit, box_of, cut, natural_size
from explorer.sources.picture import Picture, picture_from_array

SIDE = st.integers(1, 40)


def fit(picture: Picture, height: int, width: int, how: Fit) -> npt.NDArray[Any]:
    return cut(picture, box_of(picture, height, width, how), height, width)


def ramp(height: int, width: int) -> Picture:
    return picture_from_array(np.linspace(0, 1, height * width).reshape(height, width))


@given(SIDE, SIDE, SIDE, SIDE, st.sampled_from(get_args(Fit)))
def test_any_picture_fits_any_net(height: int, width: int, down: int, across: int, how: Fit) -> None:
    pixels = fit(ramp(height, width), down, across, how)
    assert pixels.shape == (down, across, 1)
    assert pixels.dtype == np.float32
    assert 0 <= pixels.min() <= pixels.max() <= 1


@given(SIDE, SIDE, SIDE, SIDE, st.sampled_from(["crop", "stretch"]))
def test_white_stays_white_without_bars(height: int, width: int, down: int, across: int, how: Fit) -> None:
    white = picture_from_array(np.ones((height, width)))
    np.testing.assert_allclose(fit(white, down, across, how), 1, atol=1e-6)


@pytest.mark.parametrize("how", get_args(Fit))
def test_the_same_size_changes_nothing(how: Fit, letter: npt.NDArray[Any]) -> None:
    picture = picture_from_array(letter)
    np.testing.assert_array_equal(fit(picture, 7, 5, how), picture.pixels)


@pytest.mark.parametrize("how", get_args(Fit))
def test_the_letter_stays_upright(how: Fit, letter: npt.NDArray[Any]) -> None:
    large = picture_from_array(np.kron(letter, np.ones((8, 8), np.uint8)))
    np.testing.assert_allclose(fit(large, 7, 5, how)[..., 0] * 255, letter)


def test_shrinking_averages_areas() -> None:
    values = np.random.default_rng(0).random((12, 8, 3))
    pixels = fit(picture_from_array(values), 4, 2, "stretch")
    np.testing.assert_allclose(pixels, values.reshape(4, 3, 2, 4, 3).mean(axis=(1, 3)), atol=1e-6)


def test_each_axis_is_resampled_by_itself() -> None:
    pixels = fit(picture_from_array(np.array([[0.0, 1.0, 0.0, 1.0]])), 3, 2, "stretch")
    np.testing.assert_allclose(pixels[..., 0], 0.5)


def test_crop_takes_the_middle() -> None:
    picture = ramp(4, 8)
    pixels = fit(picture, 4, 4, "crop")
    assert box_of(picture, 4, 4, "crop") == Box(0, 2, 4, 6)
    np.testing.assert_array_equal(pixels, picture.pixels[:, 2:6])


def test_pad_shows_all_between_black_bars() -> None:
    picture = picture_from_array(np.ones((4, 8)))
    pixels = fit(picture, 8, 8, "pad")
    assert box_of(picture, 8, 8, "pad") == Box(-2, 0, 6, 8)
    np.testing.assert_array_equal(pixels[..., 0].mean(axis=1), [0, 0, 1, 1, 1, 1, 0, 0])


def test_pad_never_loses_a_thin_picture() -> None:
    assert fit(picture_from_array(np.ones((1, 1000))), 16, 16, "pad").max() == 1


def test_a_box_beside_the_picture_is_black() -> None:
    assert not cut(ramp(4, 4), Box(-9, -9, -5, -5), 4, 4).any()


def test_a_box_across_the_edge_keeps_its_place() -> None:
    picture = ramp(4, 4)
    pixels = cut(picture, Box(2, -2, 6, 2), 4, 4)
    np.testing.assert_array_equal(pixels[:2, 2:], picture.pixels[2:, :2])
    assert not pixels[2:].any()
    assert not pixels[:, :2].any()


@given(SIDE, SIDE, SIDE, SIDE)
def test_boxes_of_crop_and_pad_have_the_shape_of_the_net(height: int, width: int, down: int, across: int) -> None:
    for how in ("crop", "pad"):
        box = box_of(ramp(height, width), down, across, how)
        assert box.height / box.width == pytest.approx(down / across)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((427, 640), (342, 512)),
        ((30, 20), (30, 20)),
        ((1, 4000), (16, 512)),
        ((1, 1), (16, 16)),
        ((900, 900), (512, 512)),
    ],
)
def test_natural_size_keeps_the_aspect(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert natural_size(*size, 512) == expected
