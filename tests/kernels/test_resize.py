"""Resampling kernels by hand."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pytest

from explorer.kernels.resize import resample, resample_rows
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES
from explorer.nn.spec import Array

Table: TypeAlias = tuple[Array, Array]
"""Places and weights, (taps, extent)."""

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


def resampled(x: Array, rows: Table, across: Table, most: int, *, near: bool) -> Array:
    """Return images (N, H, W) of resampled rows and columns, of which ``most`` rows are written together."""
    (images, height, columns), results, wide = x.shape, rows[0].shape[1], across[0].shape[1]
    missing = (0, 0), (0, max(LANES - most * wide, 0))
    places = (across[0][:, None] + np.arange(most)[:, None] * columns).reshape(len(across[0]), -1)
    tables = np.pad(places, missing, mode="edge").astype(np.int32), np.pad(np.tile(across[1], most), missing)
    out = np.full(images * results * wide + 1, 7, np.float32)
    scratch = np.full((threads(), most * columns + 2 * LANES), np.nan, np.float32)
    items = images * -(-results // most)
    arguments = x.reshape(-1), height, columns, *rows, most, wide, *tables, near, out[:-1], scratch
    resample.over(items, out.size, *arguments)()
    assert out[-1] == 7
    return out[:-1].reshape(images, results, wide)


def repeated(extent: int, times: int) -> Table:
    return np.arange(times * extent)[None] // times, np.ones((1, times * extent), np.float32)


@pytest.mark.parametrize("images", [1, 2, 20_000])
@pytest.mark.parametrize("most", [1, 3, 4])
@pytest.mark.parametrize("near", [True, False])
def test_columns_are_weighted_sums_too(images: int, most: int, near: bool) -> None:
    x = np.random.default_rng(0).normal(size=(images, 3, 3)).astype(np.float32)
    out = resampled(x, (PLACES, WEIGHTS), (PLACES, WEIGHTS), most, near=near and most == 1)
    np.testing.assert_allclose(out, mixed(mixed(x, 1), 2), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("columns", [3, 7, 8, 20, 100])
@pytest.mark.parametrize("most", [1, 4, 6])
@pytest.mark.parametrize("near", [True, False])
def test_pixels_are_written_several_times(columns: int, most: int, near: bool) -> None:
    x = np.random.default_rng(0).normal(size=(5, 3, columns)).astype(np.float32)
    out = resampled(x, repeated(3, 2), repeated(columns, 2), most, near=near)
    np.testing.assert_array_equal(out, x.repeat(2, axis=1).repeat(2, axis=2))


@pytest.mark.parametrize("columns", [3, 40])
def test_single_rows_may_be_weighted(columns: int) -> None:
    x = np.random.default_rng(0).normal(size=(5, 3, columns)).astype(np.float32)
    places, weights = repeated(3, 2)
    factors = np.array([[1, 1, 2, 3, 1, 4]], np.float32)
    out = resampled(x, (places, weights * factors), repeated(columns, 2), 6, near=True)
    np.testing.assert_array_equal(out, (x.repeat(2, axis=1) * factors[0, :, None]).repeat(2, axis=2))
