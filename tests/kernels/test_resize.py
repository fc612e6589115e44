"""Resampling kernels by hand."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.resize import resample

PLACES = np.array([[0, 0, 1], [1, 2, 2]])
WEIGHTS = np.array([[1, 0.5, 0.25], [0, 0.5, 0.75]], np.float32)


@pytest.mark.parametrize("columns", [1, 5])
def test_each_row_is_a_weighted_sum_of_rows(columns: int) -> None:
    x = np.arange(2 * 3 * columns, dtype=np.float32).reshape(2, 3, columns)
    out = np.empty_like(x)
    resample(x, PLACES, WEIGHTS, out)
    expected = np.stack([x[:, 0], (x[:, 0] + x[:, 2]) / 2, x[:, 1] / 4 + 3 * x[:, 2] / 4], axis=1)
    np.testing.assert_allclose(out, expected, rtol=1e-6)


@pytest.mark.parametrize("columns", [1, 50])
def test_threads_change_nothing(columns: int) -> None:
    x = np.random.default_rng(0).normal(size=(150_000 // columns, 3, columns)).astype(np.float32)
    out = np.empty_like(x)
    resample(x, PLACES, WEIGHTS, out)
    np.testing.assert_allclose(out, np.einsum("mtrc,tr->mrc", x[:, PLACES], WEIGHTS), rtol=1e-5, atol=1e-6)
