"""Colour maps as tables of RGB bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeAlias, get_args

import numpy as np

from explorer.errors import UsageError
from explorer.nn.spec import Array

Theme: TypeAlias = Literal["light", "dark"]
Colormap: TypeAlias = Literal[
    "signed", "weights", "vik", "broc", "cork", "grey", "viridis", "cividis", "magma", "inferno", "batlow"
]

LEVELS = 253
"""Colours in a map; odd, so that the middle one is zero's. A byte counts them and leaves three for what is no value."""

NOT_FINITE = (0xFF, 0x00, 0xFF)
"""The colour of NaN and infinity in every map; no map contains it."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the bytes of six hexadecimal digits, with or without a leading ``#``."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


_EVEN = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75, 1.0)
_SOFT = (-1.0, -0.75, -0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5, 0.75, 1.0)

_DIVERGING: dict[tuple[str, Theme], tuple[tuple[float, ...], str]] = {
    ("signed", "light"): (_SOFT, "67001F B2182B D6604D F4A582 FBDCCA F7F7F7 D6E7F1 92C5DE 4393C3 2166AC 053061"),
    ("signed", "dark"): (_EVEN, "FFCDA0 F79F66 D9713A 9C4A24 1E2127 1F5583 3A8DD0 74B9F1 B8DEFF"),
    ("weights", "light"): (_EVEN, "40004B 762A83 9970AB C2A5CF F7F7F7 A6DBA0 5AAE61 1B7837 00441B"),
    ("weights", "dark"): (_EVEN, "E2C2FF C293E6 A067CC 5E3A7D 1E2127 1F5F41 3C9C66 74C896 B5EDC9"),
}
_PAIRED: dict[str, dict[Theme, str]] = {
    "vik": {"light": "crameri:vik", "dark": "crameri:berlin"},
    "broc": {"light": "crameri:broc", "dark": "crameri:lisbon"},
    "cork": {"light": "crameri:cork", "dark": "crameri:tofino"},
}
_SEQUENTIAL = {
    "grey": "matlab:gray",
    "viridis": "bids:viridis",
    "cividis": "cividis:cividis",
    "magma": "bids:magma",
    "inferno": "bids:inferno",
    "batlow": "crameri:batlow",
}

DIVERGING = ("signed", "weights", *_PAIRED)
"""Colour maps whose middle stands for zero."""

SEQUENTIAL = tuple(_SEQUENTIAL)
"""Colour maps from the lowest value to the highest."""

COLORMAPS: tuple[Colormap, ...] = get_args(Colormap)
"""Every colour map."""

TITLES: dict[Colormap, str] = {
    "signed": "Warm–blue",
    "weights": "Purple–green",
    "vik": "Blue–red",
    "broc": "Blue–olive",
    "cork": "Blue–green",
    "grey": "Grey",
    "viridis": "Viridis",
    "cividis": "Cividis",
    "magma": "Magma",
    "inferno": "Inferno",
    "batlow": "Batlow",
}
"""What colour maps are called in the window."""

MARK = {True: rgb("FFE600"), False: rgb("00E5FF")}
"""The colour of values beyond the scale, for diverging maps and for others; no map comes close to it."""


@dataclass(frozen=True, eq=False)
class Palette:
    """A colour map.

    Attributes
    ----------
    lut
        RGB, uint8 (LEVELS, 3), read-only, from the lowest value to the highest.
    diverging
        Whether the middle colour stands for zero.
    gamma
        Power of the distance from zero, or from the lowest value; below 1 faint values are strengthened.
    marked
        Whether the first and the last colour stand for what lies beyond the scale, and for nothing within it.
    """

    name: str
    lut: Array
    diverging: bool
    gamma: float = 1.0
    marked: bool = False


@dataclass(frozen=True)
class Colouring:
    """Which colour map is used, and how; its ``gamma`` and ``marked`` are those of ``Palette``."""

    name: str = "signed"
    gamma: float = 1.0
    marked: bool = False

    def palette(self, theme: Theme) -> Palette:
        """Return the colour map in the variant for ``theme``."""
        return replace(_marked(self.name, theme) if self.marked else palette(self.name, theme), gamma=self.gamma)


@cache
def palette(name: str = "signed", theme: Theme = "light") -> Palette:
    """Return the colour map ``name``, in the variant for ``theme`` where it has one.

    Raises
    ------
    UsageError
        There is no such map.

    Notes
    -----
    ``signed`` is for activations and ``weights`` for filters. Both are diverging, with a zero near the canvas,
    and were checked for deuteranopia and protanopia. The other diverging ones, and batlow, are those of F. Crameri,
    "Scientific colour maps" (2018).
    """
    if name in _SEQUENTIAL:
        return Palette(name, _standard(_SEQUENTIAL[name]), diverging=False)
    if name in _PAIRED:
        return Palette(name, _standard(_PAIRED[name][theme]), diverging=True)
    if (name, theme) not in _DIVERGING:
        raise UsageError(f"there is no colour map {name!r}", f"there are {', '.join(COLORMAPS)}")
    stops, colours = _DIVERGING[name, theme]
    return Palette(name, _interpolated(stops, colours), diverging=True)


@cache
def _marked(name: str, theme: Theme) -> Palette:
    plain = palette(name, theme)
    lut = plain.lut.copy()
    lut[[0, -1]] = MARK[plain.diverging]
    lut.flags.writeable = False
    return replace(plain, lut=lut, marked=True)


def _interpolated(stops: tuple[float, ...], colours: str) -> Array:
    table = np.array([rgb(colour) for colour in colours.split()], float)
    positions = np.linspace(-1, 1, LEVELS)
    channels = [np.interp(positions, stops, table[:, channel]) for channel in range(3)]
    return _bytes(np.stack(channels, axis=1))


def _standard(name: str) -> Array:
    from cmap import Colormap  # noqa: PLC0415, it takes 40 ms, and the window's own maps do without it

    return _bytes(np.asarray(Colormap(name).lut(LEVELS))[:, :3] * 255)


def _bytes(table: Array) -> Array:
    lut = np.rint(table).astype(np.uint8)
    lut.flags.writeable = False
    return lut
