"""Counts and statistics, against NumPy's own."""

from __future__ import annotations

import math

import numpy as np
import pytest

from explorer.render.distribution import Bins, bins_over, distribution_of

RANDOM = np.random.default_rng(7)

VALUES = {
    "signed": RANDOM.normal(size=(5, 31, 33)) * 3,
    "relu": np.maximum(RANDOM.normal(size=(4, 40, 41)), 0),
    "probabilities": RANDOM.dirichlet(np.ones(50), size=1),
    "tiny": RANDOM.normal(size=1000) * 1e-30,
    "huge": RANDOM.normal(size=1000) * 1e37,
    "far from zero": 1e4 + RANDOM.random(2001),
    "below zero": -3 - RANDOM.random(100),
    "decimals": np.arange(-1000, 1001) / 100,
    "pixels": RANDOM.integers(0, 256, (3, 50, 50)) / 255,
    "outlier": np.concatenate([RANDOM.normal(size=999), [1e6]]),
    "long": RANDOM.normal(size=300_001),
}


def values_of(kind: str) -> np.ndarray:
    return VALUES[kind].astype(np.float32)


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("many", [1, 2, 5, 50])
def test_counts_are_those_of_numpy(kind: str, many: int) -> None:
    values = values_of(kind)
    found = distribution_of(values)
    bins, counts = found.merged(many)
    other = values[values != 0].astype(float)
    # NumPy counts the last edge to the last bin; a further one keeps it apart.
    edges = np.append(bins.edges, bins.edges[-1] + bins.width)
    expected, _ = np.histogram(other, bins=edges)
    np.testing.assert_array_equal(counts, expected[:-1])
    assert expected[-1] == 0 and counts.sum() + found.zeros == values.size


@pytest.mark.parametrize("kind", VALUES)
def test_statistics_are_those_of_numpy(kind: str) -> None:
    values = values_of(kind)
    found, exact = distribution_of(values), values.astype(float)
    assert (found.low, found.high) == (exact.min(), exact.max())
    assert found.median == np.median(exact)
    assert found.mean == pytest.approx(exact.mean(), rel=1e-9, abs=1e-12 * np.abs(exact).max())
    assert found.deviation == pytest.approx(exact.std(), rel=1e-9)
    assert (found.zeros, found.negative, found.size) == ((exact == 0).sum(), (exact < 0).sum(), exact.size)


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("many", [1, 2, 5, 10, 200])
def test_zero_lies_on_an_edge(kind: str, many: int) -> None:
    bins, _ = distribution_of(values_of(kind)).merged(many)
    if bins.edges[0] < 0 < bins.edges[-1]:
        assert 0.0 in bins.edges


def test_edges_are_the_nearest_floats_of_decimal_numbers() -> None:
    assert Bins(-1, -3, 6).edges.tolist() == [-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3]
    assert Bins(-2, -1, 3, 5).edges.tolist() == [-0.05, 0.0, 0.05, 0.1]
    assert Bins(2, 0, 2).edges.tolist() == [0.0, 100.0, 200.0]


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (0.0, 3e38), (-3e38, 3e38), (1e-40, 3e-40), (99.0, 100.0)])
def test_bins_are_as_many_as_can_be_zoomed_into(low: float, high: float) -> None:
    bins = bins_over(low, high)
    assert 1000 <= bins.count <= 10_001
    assert bins.edges[0] <= low + abs(low) * 1e-15 and high <= bins.edges[-1] + abs(high) * 1e-15


def test_what_is_no_number_is_counted_apart() -> None:
    values = np.array([[np.nan, np.inf, -np.inf, 0, -0.0, 1, -2, np.nan]], np.float32)
    found = distribution_of(values)
    assert (found.size, found.nans, found.infinite, found.zeros, found.negative) == (8, 2, 2, 2, 1)
    assert found.counts.sum() == 2
    assert (found.low, found.high, found.mean, found.median) == (-2, 1, -0.25, 0)


def test_nothing_finite_has_no_statistics() -> None:
    found = distribution_of(np.full((3, 3), np.nan, np.float32))
    assert found.nans == found.size == 9 and found.counts.sum() == 0
    assert all(math.isnan(number) for number in (found.low, found.high, found.mean, found.deviation, found.median))


@pytest.mark.parametrize("value", [0.0, 3.25, -1e-20, 7e30])
def test_constant_map_lies_in_one_bin(value: float) -> None:
    found = distribution_of(np.full((4, 5), value, np.float32))
    assert found.bins.count == 1 and found.counts.tolist() == [20 if value else 0]
    assert found.deviation == 0 and found.median == np.float32(value)


def test_slice_is_counted_in_the_bins_of_its_layer() -> None:
    values = values_of("signed")
    whole = distribution_of(values)
    parts = [distribution_of(plane, whole.bins).counts for plane in values]
    np.testing.assert_array_equal(sum(parts), whole.counts)


def test_values_that_do_not_lie_in_one_piece_are_counted_alike() -> None:
    values = values_of("signed")
    turned = values.transpose(2, 0, 1)
    np.testing.assert_array_equal(distribution_of(turned).counts, distribution_of(values).counts)
