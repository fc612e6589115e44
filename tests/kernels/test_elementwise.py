"""Kernels over elements: by hand, and alike in one job and in many."""

from __future__ import annotations

import numpy as np
import pytest

from explorer.kernels.elementwise import apply, apply_binary
from explorer.nn.spec import Array

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=70_000).astype(np.float32)


def applied(name: str, x: Array, a: float = 0, b: float = 0) -> Array:
    out = np.empty_like(x)
    apply(name, x, out, a, b)()
    return out


def combined(name: str, x: Array, y: Array, columns: int, *, turned: bool = False) -> Array:
    out, rectified = np.empty_like(x), np.empty_like(x)
    apply_binary(name, x, y, out, np.empty(0, np.float32), columns, turned=turned)()
    apply_binary(name, x, y, np.empty_like(x), rectified, columns, turned=turned)()
    np.testing.assert_array_equal(rectified, np.maximum(out, 0))
    return out


def test_every_element_of_many_jobs_is_computed() -> None:
    np.testing.assert_array_equal(applied("Relu", X), np.maximum(X, 0))


def test_leaky_relu_by_hand() -> None:
    x = np.array([-2, 0, 3, np.nan], np.float32)
    np.testing.assert_array_equal(applied("LeakyRelu", x, 0.5), [-1, 0, 3, np.nan])


def test_clip_by_hand() -> None:
    x = np.array([-2, 1, 3, np.nan], np.float32)
    np.testing.assert_array_equal(applied("Clip", x, 0.5, 1.5), [0.5, 1, 1.5, np.nan])


@pytest.mark.parametrize(("name", "function"), [("Add", np.add), ("Sub", np.subtract), ("Mul", np.multiply)])
@pytest.mark.parametrize("count", [70_000, 700, 7])
def test_numbers_in_pairs_start_again_where_they_end(name: str, function: np.ufunc, count: int) -> None:
    y = X[:count][::-1].copy()
    expected = function(X.reshape(-1, count), y).reshape(-1)
    np.testing.assert_array_equal(combined(name, X, y, 1), expected)


@pytest.mark.parametrize(("count", "columns"), [(1, 70_000), (2, 35_000), (10, 7), (700, 5), (70, 500)])
def test_one_number_serves_a_row(count: int, columns: int) -> None:
    y = X[:count].copy()
    expected = (X.reshape(-1, count, columns) - y[:, None]).reshape(-1)
    np.testing.assert_array_equal(combined("Sub", X, y, columns), expected)


@pytest.mark.parametrize(("columns", "y"), [(2, [3, 5]), (1, [3, 3, 5, 5])])
def test_inputs_change_places(columns: int, y: list[float]) -> None:
    x, numbers = np.array([1, 2, 4, -5], np.float32), np.array(y, np.float32)
    np.testing.assert_array_equal(combined("Sub", x, numbers, columns, turned=True), [2, 1, 1, 10])
    np.testing.assert_array_equal(combined("Div", x, numbers, columns, turned=True), [3, 1.5, 1.25, -1])
    np.testing.assert_array_equal(combined("PRelu", x, -numbers, columns, turned=True), [-3, -6, -20, 25])
