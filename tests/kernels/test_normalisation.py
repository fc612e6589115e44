"""Kernels over rows by hand."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.normalisation import channel_norm, means, moments, normalise
from explorer.kernels.softmax import log_softmax, softmax

X = np.array([[1, 2, 3, 6], [0, 0, 0, 0]], np.float32)


def test_normalise_shifts_and_scales_each_row() -> None:
    out = np.empty_like(X)
    mean, scale, shift = (np.array(n, np.float32) for n in ([3, 1], [2, 5], [10, 0]))
    normalise.serial(X, mean, scale, shift, out)
    np.testing.assert_array_equal(out, [[6, 8, 10, 16], [-5, -5, -5, -5]])


def test_means() -> None:
    out = np.empty(2, np.float32)
    means.serial(X, out)
    np.testing.assert_array_equal(out, [3, 0])


def test_moments() -> None:
    mean, scale = np.empty(2, np.float32), np.empty(2, np.float32)
    moments.serial(X, np.float32(0.5), mean, scale)
    np.testing.assert_array_equal(mean, [3, 0])
    np.testing.assert_allclose(scale, [1 / np.sqrt(3.5 + 0.5), 1 / np.sqrt(0.5)], rtol=1e-6)


def test_neighbouring_channels_dampen_each_other() -> None:
    x = np.array([[1], [2], [3]], np.float32)
    spans = np.array([[0, 2], [0, 3], [1, 3]])
    out = np.empty_like(x)
    channel_norm.serial(x, spans, np.float32(0.5), np.float32(2), np.float32(0.75), out)
    np.testing.assert_allclose(out[:, 0], [1 / 4.5**0.75, 2 / 9**0.75, 3 / 8.5**0.75], rtol=1e-6)


def test_rows_of_probabilities() -> None:
    x, out = np.log(np.array([[1, 3], [2, 2]], np.float32)), np.empty((2, 2), np.float32)
    softmax(x, out)
    np.testing.assert_allclose(out, [[0.25, 0.75], [0.5, 0.5]], rtol=1e-6)
    log_softmax(x, out)
    assert out[0, 0] == pytest.approx(np.log(0.25))
