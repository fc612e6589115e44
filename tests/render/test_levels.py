from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from explorer.render.colour import palette
from explorer.render.levels import Levels, Scope, levels_of, shared_levels
from explorer.render.paint import paint

SCOPES = st.sampled_from(["layer", "slice"])
VOLUMES = hnp.arrays(np.float32, hnp.array_shapes(min_dims=3, max_dims=3, max_side=6), elements=st.floats(width=32))


def volume(*values: float) -> npt.NDArray[Any]:
    return np.array(values, np.float32).reshape(1, 1, -1)


@given(VOLUMES, SCOPES)
def test_any_volume_has_finite_levels_around_zero_and_paints(values: npt.NDArray[Any], scope: Scope) -> None:
    levels = levels_of(values, scope)
    assert len(levels) == len(values)
    for each in levels:
        assert all(map(math.isfinite, (each.low, each.high)))
        assert math.isfinite(each.minimum) == math.isfinite(each.maximum) == (each.extremes[1] != "")
        assert each.low <= 0 <= each.high
        assert each.low < each.high
        assert all(each.ends)
    for name in ("signed", "grey"):
        pixels = paint(values, levels, palette(name))
        assert pixels.shape == (*values.shape, 3)
        np.testing.assert_array_equal((pixels == (255, 0, 255)).all(axis=-1), ~np.isfinite(values))


@given(VOLUMES)
def test_slices_share_the_scale_of_their_layer(values: npt.NDArray[Any]) -> None:
    assert len(set(levels_of(values, "layer"))) == 1


@given(VOLUMES)
def test_minimum_and_maximum_are_those_of_the_finite_values(values: npt.NDArray[Any]) -> None:
    for slice_, levels in zip(values, levels_of(values, "slice"), strict=True):
        finite = slice_[np.isfinite(slice_)]
        assert levels.broken == slice_.size - finite.size
        if finite.size:
            assert (levels.minimum, levels.maximum) == (finite.min(), finite.max())
        else:
            assert math.isnan(levels.minimum) and math.isnan(levels.maximum)


def test_signed_data_are_symmetric_about_zero() -> None:
    (levels,) = levels_of(volume(-2.5, 1, 0.3))
    assert (levels.low, levels.high) == (-2.5, 2.5)
    assert (levels.clips_low, levels.clips_high) == (False, False)


def test_what_is_never_negative_starts_at_zero() -> None:
    (levels,) = levels_of(volume(0, 1, 3))
    assert (levels.low, levels.high) == (0, 3)


def test_what_is_never_positive_ends_at_zero() -> None:
    (levels,) = levels_of(volume(-4, -1, 0))
    assert (levels.low, levels.high) == (-4, 0)


def test_one_outlier_bleaches_nothing_and_is_marked() -> None:
    values = np.linspace(-1, 1, 1000, dtype=np.float32)
    values[7] = 500
    (levels,) = levels_of(values.reshape(1, 10, 100))
    assert (levels.low, levels.high) == (-1, 1)
    assert levels.ends == ("\u22121.00", "≥ 1.00")


def test_the_limit_is_the_percentile_to_two_digits() -> None:
    values = np.random.default_rng(0).standard_normal((4, 50, 50)).astype(np.float32)
    exact = np.percentile(np.abs(values), 99.5, method="inverted_cdf")
    assert levels_of(values)[0].high == float(f"{exact:.1e}")


@pytest.mark.parametrize("value", [0.0, 7.0, -7.0, 3e38, -3e38, 1e-45])
def test_constant_maps_are_legal(value: float) -> None:
    (levels,) = levels_of(np.full((1, 2, 2), value, np.float32))
    assert levels.low < levels.high
    assert levels.dead == (value == 0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_maps_without_any_number_are_legal(value: float) -> None:
    (levels,) = levels_of(np.full((1, 2, 2), value, np.float32))
    assert levels == Levels(0.0, 1.0, math.nan, math.nan, broken=4)
    assert levels.extremes == ("no finite value", "")
    assert not levels.dead


def test_a_sparse_map_is_not_taken_for_dead() -> None:
    values = np.zeros((1, 40, 40), np.float32)
    values[0, 3, 3] = 0.25
    (levels,) = levels_of(values)
    assert (levels.low, levels.high, levels.dead) == (0, 0.25, False)


@pytest.mark.parametrize("scope", ["layer", "slice"])
def test_probabilities_go_from_zero_to_one(scope: Scope) -> None:
    for levels in levels_of(np.array([0.1, 0.2, 0.7], np.float32).reshape(3, 1, 1), scope, probabilities=True):
        assert (levels.low, levels.high) == (0, 1)


@pytest.mark.parametrize("shape", [(0, 3, 3), (2, 0, 3)])
def test_empty_volumes_are_legal(shape: tuple[int, ...]) -> None:
    values = np.zeros(shape, np.float32)
    for scope in ("layer", "slice"):
        levels = levels_of(values, scope)
        assert len(levels) == shape[0]
        assert paint(values, levels, palette()).shape == (*shape, 3)


@given(VOLUMES)
def test_one_volume_shares_the_scale_of_its_layer(values: npt.NDArray[Any]) -> None:
    assert shared_levels([values]) == levels_of(values)[0]


def test_volumes_of_any_shape_share_one_scale() -> None:
    levels = shared_levels([volume(-3, 1), np.zeros((2, 2, 2), np.float32), volume(math.nan, 2), volume(math.inf)])
    assert levels == Levels(-3, 3, -3, 2, broken=2)


def test_no_volumes_have_the_scale_of_nothing() -> None:
    assert shared_levels([]) == Levels(0, 1, math.nan, math.nan)
