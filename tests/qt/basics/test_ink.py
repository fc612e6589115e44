from __future__ import annotations

import numpy as np
import pytest

from explorer.qt.basics.ink import takes_black
from explorer.render.colour import Colouring, Theme
from explorer.render.paint import table


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the contrast ratio as the guidelines spell it, a channel at a time."""

    def luminance(colour: tuple[int, ...]) -> float:
        parts = [n / 255 for n in colour]
        red, green, blue = (n / 12.92 if n <= 0.04045 else ((n + 0.055) / 1.055) ** 2.4 for n in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colormap", ["signed", "weights", "viridis", "grey"])
def test_numbers_are_read_on_every_colour_of_a_map(colormap: str, theme: Theme) -> None:
    colours = table(Colouring(colormap).palette(theme))
    for colour, black in zip(colours.tolist(), takes_black(colours).tolist(), strict=True):
        ink = (0, 0, 0) if black else (255, 255, 255)
        assert contrast(tuple(colour), ink) > 4.5


def test_black_on_white_and_white_on_black() -> None:
    assert takes_black(np.array([[255] * 3, [0] * 3], np.uint8)).tolist() == [True, False]
