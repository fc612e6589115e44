"""Products of a matrix and a vector."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.product import ROWS, STRIP, multiply_columns, multiply_rows

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("columns", [1, 5, 16, 100, 4096])
@pytest.mark.parametrize("rows", [1, 4, 7, 1000])
@pytest.mark.parametrize("kernel", [multiply_rows, multiply_columns])
def test_product_times_a_number_plus_a_bias(kernel: object, rows: int, columns: int) -> None:
    matrix = RANDOM.normal(size=(rows, columns)).astype(np.float32)
    vector, bias = (RANDOM.normal(size=n).astype(np.float32) for n in (columns, rows))
    out, rectified = np.empty(rows, np.float32), np.empty(rows, np.float32)
    arguments = vector, np.float32(0.5), bias, out, rectified
    if kernel is multiply_rows:
        multiply_rows.over(-(-rows // ROWS), matrix.size, matrix.reshape(-1), *arguments)()
    else:
        turned = np.array(matrix.T, order="C")
        multiply_columns.over(-(-rows // STRIP), matrix.size, turned.reshape(-1), *arguments)()
    np.testing.assert_allclose(out, 0.5 * (matrix @ vector) + bias, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(rectified, np.maximum(out, 0))
