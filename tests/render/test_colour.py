from __future__ import annotations

import numpy as np
import pytest

from explorer.errors import UsageError
from explorer.render.colour import LEVELS, NAMES, NOT_FINITE, Theme, palette, rgb

MIDDLE = LEVELS // 2


@pytest.mark.parametrize("name", NAMES)
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
