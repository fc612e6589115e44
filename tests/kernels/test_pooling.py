"""Pooling kernels by hand."""

from __future__ import annotations

import numpy as np

from explorer.kernels.pooling import max_pool, sum_pool
from explorer.nn.spec import Array

IMAGE = np.arange(12, dtype=np.float32).reshape(1, 3, 4)

# A window of 2x2 taps that moves by 2, over rows -1..4 and columns -1..4: one row and one column of padding.
ROWS = np.array([[-1, 0], [1, 2]])
SPANS = np.array([[1, 2, 1], [0, 2, 0]])


def test_largest_number_of_each_window() -> None:
    out = np.empty((1, 2, 3), np.float32)
    max_pool.serial(IMAGE, ROWS, SPANS, 2, out)
    np.testing.assert_array_equal(out, [[[0, 2, 3], [8, 10, 11]]])


def test_sum_of_each_window_times_its_shares() -> None:
    out = np.empty((1, 2, 3), np.float32)
    rows, columns = np.array([1, 0.5], np.float32), np.array([1, 2, 3], np.float32)
    sum_pool.serial(IMAGE, ROWS, SPANS, 2, rows, columns, out)
    np.testing.assert_array_equal(out, [[[0, 6, 9], [6, 30, 27]]])


def test_a_window_outside_the_image_holds_nothing() -> None:
    largest, total = np.empty((1, 1, 1), np.float32), np.empty((1, 1, 1), np.float32)
    outside, one = np.array([[-1]]), np.ones(1, np.float32)
    max_pool.serial(IMAGE, outside, SPANS[:1], 1, largest)
    sum_pool.serial(IMAGE, outside, SPANS[:1], 1, one, one, total)
    assert largest == -np.inf
    assert total == 0


def strided(stride: int) -> Array:
    out = np.empty((1, 3, 2), np.float32)
    max_pool.serial(IMAGE, np.array([[0], [1], [2]]), np.array([[0, 2, 0]]), stride, out)
    return out


def test_every_stride_takes_its_own_columns() -> None:
    for stride in (1, 2, 3):
        np.testing.assert_array_equal(strided(stride), IMAGE[:, :, [0, stride]])
