from __future__ import annotations

import numpy as np
import pytest

from explorer.errors import UsageError
from explorer.render.colour import (
    COLORMAPS,
    DIVERGING,
    LEVELS,
    MARK,
    NOT_FINITE,
    SEQUENTIAL,
    TITLES,
    Colouring,
    Theme,
    palette,
    rgb,
)

MIDDLE = LEVELS // 2


@pytest.mark.parametrize("name", COLORMAPS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_palette_is_a_read_only_table_without_magenta(name: str, theme: Theme) -> None:
    lut = palette(name, theme).lut
    assert lut.shape == (LEVELS, 3)
    assert lut.dtype == np.uint8
    assert not lut.flags.writeable
    assert not (lut == NOT_FINITE).all(axis=1).any()


@pytest.mark.parametrize(
    ("name", "theme", "low", "zero", "high"),
    [
        ("signed", "light", "67001F", "F7F7F7", "053061"),
        ("signed", "dark", "FFCDA0", "1E2127", "B8DEFF"),
        ("weights", "light", "40004B", "F7F7F7", "00441B"),
        ("weights", "dark", "E2C2FF", "1E2127", "B5EDC9"),
        ("grey", "light", "000000", "808080", "FFFFFF"),
    ],
)
def test_ends_and_middle_are_as_designed(name: str, theme: Theme, low: str, zero: str, high: str) -> None:
    lut = palette(name, theme).lut
    assert [tuple(lut[index]) for index in (0, MIDDLE, -1)] == [rgb(low), rgb(zero), rgb(high)]


def test_activations_are_soft_around_zero() -> None:
    lut = palette("signed", "light").lut.astype(int)
    np.testing.assert_allclose(lut[round(MIDDLE * 0.9)], rgb("FBDCCA"), atol=2)
    np.testing.assert_allclose(lut[round(MIDDLE * 1.1)], rgb("D6E7F1"), atol=2)


def test_activations_and_weights_are_told_apart() -> None:
    assert not np.array_equal(palette("signed").lut, palette("weights").lut)


def test_an_unknown_map_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'jet'.*viridis"):
        palette("jet")


BLINDNESS = {
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
}
"""Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision deficiency" (2009)."""


def seen_as(lut: np.ndarray, blindness: str) -> np.ndarray:
    """Return colours as CIE L*, a*, b*, as somebody with this colour blindness sees them."""
    coded = lut / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    linear = np.clip(linear @ np.array(BLINDNESS[blindness]).T, 0, 1)
    xyz = linear @ np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]).T
    f = np.cbrt(xyz / (0.9505, 1.0, 1.089))
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DIVERGING)
def test_colour_blind_eyes_tell_the_two_signs_apart(name: str, theme: Theme, blindness: str) -> None:
    colours = seen_as(palette(name, theme).lut, blindness)
    for magnitude in (0.5, 0.75, 1):
        step = round(MIDDLE * magnitude)
        assert np.linalg.norm(colours[MIDDLE - step] - colours[MIDDLE + step]) > 12


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("name", SEQUENTIAL)
def test_sequential_maps_grow_lighter_for_all_eyes(name: str, blindness: str) -> None:
    assert np.diff(seen_as(palette(name).lut, blindness)[::8, 0]).min() > 0


def test_every_map_has_a_title() -> None:
    assert set(TITLES) == set(COLORMAPS)


@pytest.mark.parametrize("name", COLORMAPS)
def test_a_marked_map_marks_its_ends_alone(name: str) -> None:
    plain, marked = palette(name), Colouring(name, marked=True).palette("light")
    mark = MARK[plain.diverging]
    assert tuple(marked.lut[0]) == tuple(marked.lut[-1]) == mark
    np.testing.assert_array_equal(marked.lut[1:-1], plain.lut[1:-1])
    assert (np.abs(plain.lut.astype(int) - mark).sum(axis=1) > 90).all()


def test_colouring_without_more_is_the_map_itself() -> None:
    np.testing.assert_array_equal(Colouring("grey").palette("dark").lut, palette("grey", "dark").lut)
