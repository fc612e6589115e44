from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from explorer.nn.graph import InputFormat
from explorer.sources.feed import feed, seen, words
from explorer.sources.fit import Box, cut
from explorer.sources.picture import picture_from_array

RED = np.broadcast_to(np.array([255, 0, 51], np.uint8), (2, 3, 3))


def fitted(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    height, width = array.shape[:2]
    return cut(picture_from_array(array), Box(0, 0, height, width), height, width)


def test_pixels_become_the_numbers_of_the_formula() -> None:
    wanted = InputFormat(low=0, high=255, mean=(100, 110, 120), std=(2, 4, 5))
    tensor = feed(fitted(RED), wanted)
    np.testing.assert_allclose(tensor[0, :, 1, 2], [(255 - 100) / 2, -110 / 4, (51 - 120) / 5], rtol=1e-6)


def test_grey_net_sees_grey_and_others_see_colours() -> None:
    grey = seen(fitted(RED), InputFormat(channels="Gray"))
    assert grey.shape == (2, 3, 1)
    np.testing.assert_allclose(grey, 0.299 + 0.114 * 0.2, rtol=1e-6)
    np.testing.assert_array_equal(seen(fitted(RED), InputFormat(channels="BGR")), fitted(RED))


def test_the_tensor_is_contiguous_float32_in_nchw() -> None:
    tensor = feed(fitted(RED), InputFormat())
    assert tensor.shape == (1, 3, 2, 3)
    assert tensor.dtype == np.float32
    assert tensor.flags.c_contiguous


@pytest.mark.parametrize("wanted", [InputFormat(), InputFormat(channels="Gray"), InputFormat(layout="NHWC")])
def test_nobody_writes_the_tensor(wanted: InputFormat) -> None:
    tensor = feed(fitted(RED), wanted)
    assert not tensor.flags.writeable
    assert tensor.flags.owndata


def test_nhwc_keeps_channels_last() -> None:
    tensor = feed(fitted(RED), InputFormat(layout="NHWC", mean=(1, 0, 0)))
    assert tensor.shape == (1, 2, 3, 3)
    np.testing.assert_allclose(tensor[0, 0, 0], [0, 0, 0.2])


def test_bgr_turns_the_channels() -> None:
    np.testing.assert_allclose(feed(fitted(RED), InputFormat(channels="BGR"))[0, :, 0, 0], [0.2, 0, 1])


def test_grey_nets_see_the_luminance() -> None:
    tensor = feed(fitted(RED), InputFormat(channels="Gray"))
    assert tensor.shape == (1, 1, 2, 3)
    np.testing.assert_allclose(tensor, 0.299 + 0.114 * 0.2, rtol=1e-6)


def test_white_is_white_for_grey_nets() -> None:
    np.testing.assert_allclose(feed(fitted(np.ones((2, 2, 3))), InputFormat(channels="Gray")), 1, rtol=1e-6)


def test_fourth_channel_is_the_grey_of_the_three_numbers() -> None:
    tensor = feed(fitted(RED), InputFormat(channels="RGB+Gray", mean=(0.5, 0, 0)))
    assert tensor.shape == (1, 4, 2, 3)
    np.testing.assert_allclose(tensor[0, :, 0, 0], [0.5, 0, 0.2, 0.299 * 0.5 + 0.114 * 0.2], rtol=1e-6)


def test_colour_nets_see_grey_pictures_in_every_channel(letter: npt.NDArray[Any]) -> None:
    tensor = feed(fitted(letter), InputFormat())
    for channel in tensor[0]:
        np.testing.assert_array_equal(channel * 255, letter)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (InputFormat(), "pixels 0..1, RGB"),
        (InputFormat(channels="Gray", high=255), "pixels 0..255, grey"),
        (InputFormat(low=-1, channels="BGR"), "pixels \u22121..1, BGR"),
        (InputFormat(mean=(0.5,), std=(0.25,)), "pixels 0..1, minus mean 0.5, divided by deviation 0.25, RGB"),
        (
            InputFormat(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225)),
            "pixels 0..1, minus mean (0.485, 0.456, 0.406), divided by deviation (0.229, 0.224, 0.225), RGB",
        ),
    ],
)
def test_the_format_in_words(wanted: InputFormat, text: str) -> None:
    assert words(wanted) == text
