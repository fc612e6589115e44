"""Pooling kernels by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explorer.kernels.pooling import Slide, max_pool, sum_pool
from explorer.kernels.vector import LANES
from explorer.nn.spec import Array

IMAGE = np.arange(12, dtype=np.float32).reshape(3, 4)

# A window of 2x2 taps that moves by 2, over rows -1..4 and columns -1..4: one row and one column of padding.
ROWS = np.array([[0, 1], [1, 2]])
WINDOW = Slide(width=4, left=1, reach=6, taps=2, step=1, columns=3, stride=2)


def pooled(kernel: Any, rows: Array, slide: Slide, *shares: Array, image: Array = IMAGE) -> Array:
    out = np.empty((len(rows), slide.columns), np.float32)
    scratch, flat = np.empty((1, slide.scratch), np.float32), image.reshape(-1)
    kernel.over(len(rows), 0, flat, rows, slide.width, flat.size, out.reshape(-1), *shares, scratch, *slide)()
    return out


def test_largest_number_of_each_window() -> None:
    np.testing.assert_array_equal(pooled(max_pool, ROWS, WINDOW), [[0, 2, 3], [8, 10, 11]])


def test_sum_of_each_window_times_its_shares() -> None:
    rows, columns = np.array([1, 0.5], np.float32), np.pad(np.array([1, 2, 3], np.float32), (0, LANES))
    np.testing.assert_array_equal(pooled(sum_pool, ROWS, WINDOW, rows, columns), [[0, 6, 9], [6, 30, 27]])


def test_a_window_outside_the_image_holds_nothing() -> None:
    one, outside = np.ones(1 + LANES, np.float32), np.array([[0, 0]])
    assert (pooled(max_pool, outside, WINDOW) == -np.inf).all()
    assert (pooled(sum_pool, outside, WINDOW, one, np.ones(3 + LANES, np.float32)) == 0).all()


@pytest.mark.parametrize("width", [4, 5 * LANES, 5 * LANES + 3])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("step", [1, 2])
def test_windows_of_long_rows_are_those_of_short_ones(width: int, stride: int, step: int) -> None:
    image = np.random.default_rng(0).normal(size=(2, width)).astype(np.float32)
    columns = (width - step - 1) // stride + 1
    slide = Slide(width, 0, width, 2, step, columns, stride)
    taken = image.max(axis=0)
    starts = np.arange(columns) * stride
    expected = np.maximum(taken[starts], taken[starts + step])
    np.testing.assert_array_equal(pooled(max_pool, np.array([[0, 2]]), slide, image=image)[0], expected)
