"""Copying kernels."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.copying import copy_rows, permute

X = np.arange(60, dtype=np.float32)


def test_rows_are_copied_into_longer_ones() -> None:
    out = np.zeros((3, 30), np.float32)
    copy_rows.over(3, 0, X.reshape(3, 20), out.reshape(-1), 4, 30)()
    np.testing.assert_array_equal(out, np.pad(X.reshape(3, 20), ((0, 0), (4, 6))))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2), (2, 1, 0)])
def test_axes_change_places(order: tuple[int, ...]) -> None:
    x, pitches = X.reshape(3, 4, 5), np.array([20, 5, 1])
    expected = x.transpose(order)
    out = np.empty(expected.shape, np.float32).reshape(-1, expected.shape[2])
    axes = np.array(order[:2])
    permute.over(len(out), 0, X, np.array(x.shape)[axes], pitches[axes], int(pitches[order[2]]), out)()
    np.testing.assert_array_equal(out.reshape(expected.shape), expected)
