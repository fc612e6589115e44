"""Kernels over elements: by hand, and alike on one thread and on all."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.elementwise import PAIRWISE, ROWWISE, UNARY
from explorer.kernels.sharing import Shared, worth_threads
from explorer.nn.spec import Array

X = np.random.default_rng(0).normal(size=70_000).astype(np.float32)
A, B = np.float32(0.5), np.float32(1.5)


def both(kernel: Shared, *inputs: object) -> tuple[Array, Array]:
    serial, parallel = np.empty_like(X), np.empty_like(X)
    kernel.serial(*inputs, serial)
    kernel.parallel(*inputs, parallel)
    return serial, parallel


@pytest.mark.parametrize("name", ["Relu", "Sigmoid", "Clip"])
def test_threads_change_nothing(name: str) -> None:
    serial, parallel = np.empty_like(X), np.empty_like(X)
    UNARY[name].serial(X, serial, A, B)
    UNARY[name].parallel(X, parallel, A, B)
    np.testing.assert_array_equal(serial, parallel)


@pytest.mark.parametrize("name", PAIRWISE)
def test_threads_change_nothing_in_pairs(name: str) -> None:
    np.testing.assert_array_equal(*both(PAIRWISE[name], X, X[::-1].copy()))


def test_small_arrays_stay_on_one_thread() -> None:
    assert not worth_threads(1000)


def test_leaky_relu_by_hand() -> None:
    out = np.empty(4, np.float32)
    UNARY["LeakyRelu"].serial(np.array([-2, 0, 3, np.nan], np.float32), out, A, B)
    np.testing.assert_array_equal(out, [-1, 0, 3, np.nan])


def test_clip_by_hand() -> None:
    out = np.empty(4, np.float32)
    UNARY["Clip"].serial(np.array([-2, 1, 3, np.nan], np.float32), out, A, B)
    np.testing.assert_array_equal(out, [0.5, 1, 1.5, np.nan])


def test_one_number_serves_a_row() -> None:
    out = np.empty((2, 2), np.float32)
    rows = np.array([[1, 2], [3, 4]], np.float32), np.array([10, 100], np.float32)
    ROWWISE["Sub"].serial(*rows, out)
    np.testing.assert_array_equal(out, [[-9, -8], [-97, -96]])
