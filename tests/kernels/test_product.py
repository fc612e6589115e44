"""Products of vectors and a matrix."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.product import ROWS, STRIP, multiply_columns, multiply_rows

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("columns", [1, 5, 16, 100, 4096])
@pytest.mark.parametrize("rows", [1, 4, 7, 8, 1100])
@pytest.mark.parametrize("count", [1, 3])
def test_products_times_a_number_plus_biases(rows: int, columns: int, count: int) -> None:
    matrix, vectors = (RANDOM.normal(size=(n, columns)).astype(np.float32) for n in (rows, count))
    bias = RANDOM.normal(size=(count, rows)).astype(np.float32)
    expected = 0.5 * (vectors @ matrix.T.astype(np.float64)) + bias
    for kernel, read, per_item in ((multiply_rows, matrix, ROWS), (multiply_columns, matrix.T, STRIP)):
        out, rectified = np.empty_like(bias), np.empty_like(bias)
        flat = np.array(read, order="C").reshape(-1), vectors.reshape(-1), read.shape[1], np.float32(0.5)
        results = bias.reshape(-1), out.reshape(-1), rectified.reshape(-1)
        kernel.over(-(-rows // per_item), matrix.size, *flat, *results)()
        np.testing.assert_allclose(out, expected, rtol=1e-4, atol=3e-4)
        np.testing.assert_array_equal(rectified, np.maximum(out, 0))
