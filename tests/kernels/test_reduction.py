"""Kernels that reduce rows."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.reduction import maxima, means

ROWS = np.random.default_rng(0).normal(size=(5, 100)).astype(np.float32)


@pytest.mark.parametrize("columns", [1, 7, 8, 49, 100])
def test_means(columns: int) -> None:
    x, out = ROWS[:, :columns].copy(), np.empty(5, np.float32)
    means.over(5, 0, x, out)()
    np.testing.assert_allclose(out, x.mean(axis=1), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("columns", [1, 7, 8, 49, 100])
def test_maxima_are_not_a_number_where_one_is(columns: int) -> None:
    x, out = ROWS[:, :columns].copy(), np.empty(5, np.float32)
    x[1, columns // 2] = np.nan
    x[2, -1] = np.nan
    maxima.over(5, 0, x, out)()
    np.testing.assert_array_equal(out, x.max(axis=1))
