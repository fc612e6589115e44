"""Products of vectors and a matrix."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.product import BLOCK, ROWS, finish, multiply_columns, multiply_rows

RANDOM = np.random.default_rng(0)
NOTHING = np.empty(0, np.float32)


@pytest.mark.parametrize("columns", [1, 5, 16, 100, 4096])
@pytest.mark.parametrize("rows", [1, 4, 7, 8, 1100])
@pytest.mark.parametrize("count", [1, 3])
def test_products_times_a_number_plus_biases(rows: int, columns: int, count: int) -> None:
    matrix, vectors = (RANDOM.normal(size=(n, columns)).astype(np.float32) for n in (rows, count))
    bias = RANDOM.normal(size=(count, rows)).astype(np.float32)
    expected = 0.5 * (vectors @ matrix.T.astype(np.float64)) + bias
    arguments = vectors.reshape(-1), columns
    out, rectified = np.empty(bias.size, np.float32), np.empty(bias.size, np.float32)
    end = np.float32(0.5), bias.reshape(-1), out, rectified
    multiply_rows.over(-(-rows // ROWS), matrix.size, matrix.reshape(-1), *arguments, *end)()
    np.testing.assert_allclose(out, expected.reshape(-1), rtol=1e-4, atol=3e-4)
    np.testing.assert_array_equal(rectified, np.maximum(out, 0))


@pytest.mark.parametrize("columns", [1, 7, 16, 1100])
@pytest.mark.parametrize("rows", [1, 8, 100, 4097])
@pytest.mark.parametrize("count", [1, 3])
def test_parts_of_products_add_up(rows: int, columns: int, count: int) -> None:
    matrix, vectors = (RANDOM.normal(size=size).astype(np.float32) for size in ((rows, columns), (count, rows)))
    parts, out = np.empty((3, count * columns), np.float32), np.empty(count * columns, np.float32)
    multiply_columns.over(3, matrix.size, matrix.reshape(-1), vectors.reshape(-1), columns, parts)()
    rectified, ones = np.empty_like(out), np.ones(out.size, np.float32)
    finish.over(-(-out.size // BLOCK), 0, parts.reshape(-1), np.float32(0.5), ones, out, rectified)()
    expected = 0.5 * (vectors.astype(np.float64) @ matrix) + 1
    np.testing.assert_allclose(out, expected.reshape(-1), rtol=1e-4, atol=3e-4)
    np.testing.assert_array_equal(rectified, np.maximum(out, 0))
