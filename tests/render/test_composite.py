from __future__ import annotations

import numpy as np
import pytest

from explorer.render.composite import common_limit, composite


@pytest.mark.parametrize("order", ["RGB", "BGR"])
def test_colours_are_those_of_the_slices_and_zero_is_grey(order: str) -> None:
    kernels = np.zeros((3, 2, 2), np.float32)
    kernels[order.index("R"), 0, 0] = 1
    kernels[order.index("B"), 1, 1] = -1
    pixels = composite(kernels, order, 1.0)
    assert pixels[0, 0].tolist() == [255, 128, 128]
    assert pixels[1, 1].tolist() == [128, 128, 0]
    assert pixels[0, 1].tolist() == [128, 128, 128]


def test_weights_beyond_the_limit_are_clipped_and_nan_is_grey() -> None:
    kernels = np.array([5, np.nan, -5], np.float32).reshape(3, 1, 1)
    assert composite(kernels, "RGB", 1.0).tolist() == [[[255, 128, 0]]]


def test_one_strong_filter_does_not_make_all_others_grey() -> None:
    weights = np.full((40, 3, 3, 3), 0.1, np.float32)
    weights[0] = 5
    assert common_limit(weights) == pytest.approx(0.1)


@pytest.mark.parametrize("value", [0, np.nan])
def test_filters_without_weights_have_a_limit_all_the_same(value: float) -> None:
    assert common_limit(np.full((2, 3, 1, 1), value, np.float32)) == 1.0
