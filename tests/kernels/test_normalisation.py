"""Kernels over rows by hand."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.normalisation import channel_norm, normalise, standardise, standardise_rows
from explorer.kernels.softmax import log_softmax, softmax

X = np.array([[1, 2, 3, 6], [0, 0, 0, 0]], np.float32)
HALF = np.float32(0.5)
NOTHING = np.empty(0, np.float32)


def test_normalise_shifts_and_scales_each_channel() -> None:
    out, rectified = np.empty(8, np.float32), np.empty(8, np.float32)
    mean, scale, shift = (np.array(n, np.float32) for n in ([3, 1], [2, 5], [10, 0]))
    normalise.over(1, 0, X.reshape(-1), mean, scale, shift, out, rectified, np.float32(9), 4)()
    np.testing.assert_array_equal(out, [6, 8, 10, 16, -5, -5, -5, -5])
    np.testing.assert_array_equal(rectified, [6, 8, 9, 9, 0, 0, 0, 0])


def test_channels_start_again_with_each_image() -> None:
    out, one = np.empty(8, np.float32), np.ones(2, np.float32)
    normalise.over(1, 0, X.reshape(-1), np.array([1, 2], np.float32), one, one, out, NOTHING, np.float32(0), 2)()
    np.testing.assert_array_equal(out, [1, 2, 2, 5, 0, 0, -1, -1])


def test_groups_of_channels_have_their_own_moments() -> None:
    out = np.empty((2, 4), np.float32)
    scale, shift = np.array([[2, 4], [1, 1]], np.float32), np.array([[0, 1], [5, 6]], np.float32)
    standardise.over(2, 0, X, HALF, scale, shift, out)()
    np.testing.assert_allclose(out, [[-2, -1, 1, 7], [5, 5, 6, 6]], rtol=1e-6)


def test_rows_have_their_own_moments() -> None:
    mean, inverse, out = np.empty(2, np.float32), np.empty(2, np.float32), np.empty_like(X)
    scale, shift = np.array([1, 2, 3, 4], np.float32), np.array([0, 0, 0, 1], np.float32)
    standardise_rows.over(2, 0, X, HALF, scale, shift, out, mean, inverse)()
    np.testing.assert_array_equal(mean, [3, 0])
    np.testing.assert_allclose(inverse, [1 / 2, 1 / np.sqrt(0.5)], rtol=1e-6)
    np.testing.assert_allclose(out, [[-1, -1, 0, 7], [0, 0, 0, 1]], rtol=1e-6)


def test_neighbouring_channels_dampen_each_other() -> None:
    x = np.array([[1], [2], [3]], np.float32)
    spans = np.array([[0, 2], [1, 2], [1, 1]])
    out = np.empty_like(x)
    channel_norm.over(3, 0, x, spans, HALF, np.float32(2), np.float32(0.75), out)()
    np.testing.assert_allclose(out[:, 0], [1 / 4.5**0.75, 2 / 9**0.75, 3 / 8.5**0.75], rtol=1e-6)


def test_rows_of_probabilities() -> None:
    x, out = np.log(np.array([[1, 3], [2, 2]], np.float32)), np.empty((2, 2), np.float32)
    softmax.over(2, 0, x, out)()
    np.testing.assert_allclose(out, [[0.25, 0.75], [0.5, 0.5]], rtol=1e-6)
    log_softmax.over(2, 0, x, out)()
    assert out[0, 0] == pytest.approx(np.log(0.25))
