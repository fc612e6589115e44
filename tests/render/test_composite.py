from __future__ import annotations

import numpy as np
import pytest

from explorer.render.composite import composite


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
