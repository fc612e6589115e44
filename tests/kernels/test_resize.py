"""Resampling kernels by hand."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.resize import resample, resample_rows
from explorer.kernels.threads import threads
from explorer.nn.spec import Array

PLACES = np.array([[0, 0, 1, 2], [1, 2, 2, 2]])
WEIGHTS = np.array([[1, 0.5, 0.25, 0.5], [0, 0.5, 0.75, 0.5]], np.float32)


def mixed(x: Array, axis: int) -> Array:
    weights = WEIGHTS.reshape(2, 4, *(1,) * (2 - axis))
    return (np.take(x, PLACES[0], axis) * weights[0] + np.take(x, PLACES[1], axis) * weights[1]).astype(np.float32)


@pytest.mark.parametrize(("images", "columns"), [(2, 1), (2, 5), (1000, 50)])
def test_each_row_is_a_weighted_sum_of_rows(images: int, columns: int) -> None:
    x = np.random.default_rng(0).normal(size=(images, 3, columns)).astype(np.float32)
    out = np.empty((images, 4, columns), np.float32)
    work = resample_rows.over(images * 4, out.size, x.reshape(-1), 3, columns, PLACES, WEIGHTS, out.reshape(-1))
    work()
    np.testing.assert_allclose(out, mixed(x, 1), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("images", [2, 20_000])
def test_columns_are_weighted_sums_too(images: int) -> None:
    x = np.random.default_rng(0).normal(size=(images, 3, 3)).astype(np.float32)
    out, scratch = np.empty((images, 4, 4), np.float32), np.empty((threads(), 16), np.float32)
    tables = PLACES, WEIGHTS, PLACES, WEIGHTS
    resample.over(images * 4, out.size, x.reshape(-1), 3, 3, *tables, False, out.reshape(-1), scratch)()
    np.testing.assert_allclose(out, mixed(mixed(x, 1), 2), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("columns", [3, 100])
def test_columns_are_written_twice(columns: int) -> None:
    x = np.random.default_rng(0).normal(size=(5, 3, columns)).astype(np.float32)
    out, scratch = np.empty((5, 6, 2 * columns), np.float32), np.empty((threads(), 112), np.float32)
    (rows, across), one = (np.arange(2 * n)[None] // 2 for n in (3, columns)), np.ones((1, 2 * columns), np.float32)
    tables = rows, one, across, one
    resample.over(30, out.size, x.reshape(-1), 3, columns, *tables, True, out.reshape(-1), scratch)()
    np.testing.assert_array_equal(out, x.repeat(2, axis=1).repeat(2, axis=2))
