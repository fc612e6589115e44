"""The numbers of a slice leave out what is no number."""

from __future__ import annotations

import math

import numpy as np

from explorer.session.maps.slice_numbers import numbers_of


def test_numbers_are_those_of_numpy() -> None:
    plane = np.random.default_rng(0).standard_normal((5, 7)).astype(np.float32)
    plane[2] = 0
    numbers = numbers_of(plane)
    assert (numbers.low, numbers.high) == (plane.min(), plane.max())
    assert numbers.mean == plane.astype(np.float64).sum() / 35
    assert (numbers.size, numbers.zeros, numbers.broken) == (35, 7, 0)


def test_nan_and_infinity_are_counted_and_left_out() -> None:
    numbers = numbers_of(np.array([[np.nan, -np.inf, 1], [np.inf, 3, 0]], np.float32))
    assert (numbers.low, numbers.high, round(numbers.mean, 6), numbers.broken, numbers.zeros) == (0, 3, 1.333333, 3, 1)


def test_slice_without_any_number_has_no_extremes() -> None:
    numbers = numbers_of(np.full((2, 2), np.nan, np.float32))
    assert math.isnan(numbers.low) and math.isnan(numbers.mean)
    assert numbers.broken == 4
