"""Convolutions of a single pixel."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.threads import set_threads
from explorer.kernels.vector import LANES
from explorer.nn.convolution_plan import plan_convolution
from explorer.nn.maps import Maps
from explorer.nn.pixel_plan import PixelPlan, plan_pixel
from explorer.nn.spec import FLOAT
from explorer.nn.tap_planes import Axis

_GUARD, _UNTOUCHED = 64, np.float32(12345.678)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("channels", [1, 3, 4, 18, 240])
@pytest.mark.parametrize("filters", [1, 8, LANES, LANES + 1, 5 * LANES - 1, 960])
def test_sums_are_those_of_the_definition_and_nothing_is_written_beside(
    channels: int, filters: int, threads: int
) -> None:
    rng = np.random.default_rng(channels + filters)
    image, weights = rng.standard_normal((channels, 1, 1), FLOAT), rng.standard_normal((filters, channels, 1, 1), FLOAT)
    bias = rng.standard_normal(filters, FLOAT)
    set_threads(threads)
    try:
        plan = PixelPlan(channels, filters)
        scratch, out, rectified = (
            np.full(count + 2 * _GUARD, _UNTOUCHED) for count in (plan.scratch, filters, filters)
        )
        inner = slice(_GUARD, -_GUARD)
        maps = Maps(out[inner], rectified[inner], ceiling=0.7)
        plan.bind(image, plan.prepare(weights), bias, scratch[inner], maps)()
    finally:
        set_threads(0)
    wanted = weights.reshape(filters, -1).astype(float) @ image.reshape(-1).astype(float) + bias
    assert np.abs(out[inner] - wanted).max() < 1e-5 * max(np.abs(wanted).max(), 1)
    np.testing.assert_array_equal(rectified[inner], np.clip(out[inner], 0, np.float32(0.7)))
    for array in (scratch, out, rectified):
        np.testing.assert_array_equal([*array[:_GUARD], *array[-_GUARD:]], _UNTOUCHED)


@pytest.mark.parametrize("extent", [1, 7])
def test_a_window_as_large_as_the_image_is_one_pixel(extent: int) -> None:
    axis = Axis(extent, 1, 1, tuple(range(extent)))
    assert plan_convolution(40, 24, 1, (axis, axis), exact=False) == PixelPlan(40 * extent * extent, 24)


def test_filters_that_are_too_many_are_read_in_place() -> None:
    axis = Axis(1, 1, 1, (0,))
    assert not [*plan_pixel(4096, 4096, 1)]
    assert not isinstance(plan_convolution(4096, 4096, 1, (axis, axis), exact=False), PixelPlan)
    assert not isinstance(plan_convolution(40, 24, 1, (axis, axis), exact=True), PixelPlan)
