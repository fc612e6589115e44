"""Kernels that reduce rows."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.reduction import BLOCK, column_maxima, column_sums, maxima, sums

ROWS = np.random.default_rng(0).normal(size=(5, 100)).astype(np.float32)


@pytest.mark.parametrize("columns", [1, 7, 8, 49, 100])
def test_sums_over_a_number(columns: int) -> None:
    x, out = ROWS[:, :columns].copy(), np.empty(5, np.float32)
    sums.over(5, 0, x, np.float32(columns), out)()
    np.testing.assert_allclose(out, x.mean(axis=1), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("columns", [1, 7, 8, 49, 100])
def test_maxima_are_not_a_number_where_one_is(columns: int) -> None:
    x, out = ROWS[:, :columns].copy(), np.empty(5, np.float32)
    x[1, columns // 2] = np.nan
    x[2, -1] = np.nan
    maxima.over(5, 0, x, np.float32(1), out)()
    np.testing.assert_array_equal(out, x.max(axis=1))


@pytest.mark.parametrize("columns", [1, 7, 16, 49, 100])
@pytest.mark.parametrize("rows", [1, 2, 5])
def test_columns_are_reduced_matrix_by_matrix(rows: int, columns: int) -> None:
    x = np.random.default_rng(0).normal(size=(3, rows, columns)).astype(np.float32)
    items, out = 3 * -(-columns // BLOCK), np.full(3 * columns + 8, 7, np.float32)
    column_sums.over(items, 0, x, np.float32(4), out[:-8])()
    np.testing.assert_allclose(out[:-8], x.sum(axis=1).reshape(-1) / 4, rtol=1e-5, atol=1e-6)
    x[1, rows // 2, columns // 2] = np.nan
    x[2, -1, -1] = np.nan
    column_maxima.over(items, 0, x, np.float32(1), out[:-8])()
    np.testing.assert_array_equal(out[:-8], x.max(axis=1).reshape(-1))
    assert (out[-8:] == 7).all()
