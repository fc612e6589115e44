"""Pooling kernels by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explorer.kernels.pooling import Slide, max_pools, sum_pools
from explorer.kernels.vector import LANES
from explorer.nn.spec import Array

IMAGE = np.arange(12, dtype=np.float32).reshape(3, 4)
NOTHING = np.empty(0, np.float32)

# A window of 2x2 taps that moves by 2, over rows -1..4 and columns -1..4: one row and one column of padding.
ROWS = np.array([[0, 1, 1], [4, 2, 1]])
WINDOW = Slide(width=4, left=1, taps=2, step=1, columns=3, stride=2)


def pooled(kernels: Any, rows: Array, slide: Slide, shares: Array = NOTHING, image: Array = IMAGE) -> Array:
    out = np.empty((len(rows), slide.columns), np.float32)
    scratch, flat = np.empty((1, slide.scratch), np.float32), image.reshape(-1)
    shares = np.resize(shares, shares.size + slide.height * slide.columns + LANES)
    kernels[slide.way].over(
        len(rows), 0, flat, rows.reshape(-1), image.shape[1], flat.size, out.reshape(-1),
        shares, slide.masks().reshape(-1), scratch, slide.height, *slide,
    )()  # fmt: skip
    return out


def test_largest_number_of_each_window() -> None:
    np.testing.assert_array_equal(pooled(max_pools, ROWS, WINDOW), [[0, 2, 3], [8, 10, 11]])


def test_sum_of_each_window_times_its_share() -> None:
    shares = np.array([[1, 2, 3], [0.5, 1, 1.5]], np.float32)
    np.testing.assert_array_equal(pooled(sum_pools, ROWS, WINDOW, shares), [[0, 6, 9], [6, 30, 27]])


def test_a_window_outside_the_image_holds_nothing() -> None:
    outside = np.array([[0, 0, 1]])
    assert (pooled(max_pools, outside, WINDOW) == -np.inf).all()
    assert (pooled(sum_pools, outside, WINDOW, np.ones((1, 3), np.float32)) == 0).all()


@pytest.mark.parametrize("width", [4, 5 * LANES, 5 * LANES + 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("step", [1, 2])
def test_windows_of_long_rows_are_those_of_short_ones(width: int, stride: int, step: int) -> None:
    image = np.random.default_rng(0).normal(size=(2, width)).astype(np.float32)
    columns = (width - step - 1) // stride + 1
    slide = Slide((columns - 1) * stride + step + 1, 0, 2, step, columns, stride)
    taken = image.max(axis=0)
    starts = np.arange(columns) * stride
    expected = np.maximum(taken[starts], taken[starts + step])
    np.testing.assert_array_equal(pooled(max_pools, np.array([[0, 2, 1]]), slide, image=image)[0], expected)
