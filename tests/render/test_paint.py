from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from explorer.render.colour import LEVELS, MARK, Colouring, Theme, palette
from explorer.render.levels import Levels, levels_of
from explorer.render.paint import colour_of, paint, strip

SIGNED = Levels(-2.0, 2.0, -2.0, 2.0)
RECTIFIED = Levels(0.0, 2.0, 0.0, 2.0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("levels", [SIGNED, RECTIFIED, Levels(-2.0, 0.0, -2.0, 0.0)])
def test_zero_is_always_the_neutral_colour(levels: Levels, theme: Theme) -> None:
    colours = palette("signed", theme)
    assert colour_of(0.0, levels, colours) == tuple(colours.lut[LEVELS // 2])


def test_a_value_keeps_its_colour_after_relu() -> None:
    colours = palette()
    for value in (0.0, 0.3, 1.1, 2.0):
        assert colour_of(value, SIGNED, colours) == colour_of(value, RECTIFIED, colours)


def test_the_ends_get_the_first_and_last_colour_and_so_does_what_lies_beyond() -> None:
    colours = palette()
    for low, high in ((-2.0, 2.0), (-9.0, 9.0), (-3e38, 3e38)):
        assert colour_of(low, SIGNED, colours) == tuple(colours.lut[0])
        assert colour_of(high, SIGNED, colours) == tuple(colours.lut[-1])


def test_sequential_maps_span_the_levels() -> None:
    grey = palette("grey")
    assert colour_of(0.0, RECTIFIED, grey) == (0, 0, 0)
    assert colour_of(2.0, RECTIFIED, grey) == (255, 255, 255)
    assert colour_of(-2.0, SIGNED, grey) == (0, 0, 0)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_magenta(value: float) -> None:
    assert colour_of(value, SIGNED, palette()) == (255, 0, 255)


def test_colours_are_the_nearest_of_the_table() -> None:
    values = np.random.default_rng(0).uniform(-2.5, 2.5, (30, 30)).astype(np.float32)
    position = (np.clip(values.astype(float), -2, 2) + 2) / 4 * (LEVELS - 1)
    lut = palette().lut
    painted = paint(values, SIGNED, palette())
    nearest, near_tie = lut[np.rint(position).astype(int)], np.abs(position % 1 - 0.5) < 1e-3
    np.testing.assert_array_equal(painted[~near_tie], nearest[~near_tie])


def test_a_volume_is_painted_as_its_slices_are(letter: npt.NDArray[Any]) -> None:
    volume = np.random.default_rng(0).standard_normal((40, 61, 53)).astype(np.float32)
    volume *= np.arange(1, 41, dtype=np.float32)[:, None, None]
    levels = levels_of(volume, "slice")
    together = paint(volume, levels, palette())
    for slice_, each, pixels in zip(volume, levels, together, strict=True):
        np.testing.assert_array_equal(paint(slice_, each, palette()), pixels)


def test_the_letter_stays_upright(letter: npt.NDArray[Any]) -> None:
    painted = paint(letter, Levels(0, 1, 0, 1), palette("grey"))
    np.testing.assert_array_equal(painted[..., 0] == 255, letter == 1)


def test_the_legend_runs_from_low_to_high() -> None:
    row = strip(RECTIFIED, palette(), 240)
    assert row.shape == (240, 3)
    assert tuple(row[0]) == colour_of(0.0, RECTIFIED, palette())
    assert tuple(row[-1]) == colour_of(2.0, RECTIFIED, palette())


@pytest.mark.parametrize("name", ["signed", "grey"])
@pytest.mark.parametrize("gamma", [0.5, 2.0])
def test_gamma_bends_the_colours_between_the_ends_and_zero(name: str, gamma: float) -> None:
    plain, bent = palette(name), Colouring(name, gamma).palette("light")
    for value in (-2.0, 0.0, 2.0) if name == "signed" else (0.0, 2.0):
        levels = SIGNED if name == "signed" else RECTIFIED
        assert colour_of(value, levels, bent) == colour_of(value, levels, plain)
    for value in (0.25, 1.0, 1.7):
        assert colour_of(value, RECTIFIED, bent) == colour_of(2 * (value / 2) ** gamma, RECTIFIED, plain)


def test_gamma_treats_both_signs_alike() -> None:
    bent = Colouring("signed", 0.5).palette("light")
    lut = palette().lut
    values = np.linspace(0.1, 2, 7)
    for value in values:
        up = next(i for i in range(LEVELS) if tuple(lut[i]) == colour_of(value, SIGNED, bent))
        assert colour_of(-value, SIGNED, bent) == tuple(lut[LEVELS - 1 - up])


@pytest.mark.parametrize("name", ["signed", "viridis"])
@pytest.mark.parametrize("gamma", [1.0, 0.5])
def test_what_lies_beyond_the_scale_is_marked_and_nothing_else(name: str, gamma: float) -> None:
    marked = Colouring(name, gamma, marked=True).palette("light")
    mark = MARK[marked.diverging]
    for value in (-9.0, -2.1, 2.1, 9.0):
        assert colour_of(value, SIGNED, marked) == mark
    for value in np.linspace(-2, 2, 101):
        assert colour_of(value, SIGNED, marked) != mark
