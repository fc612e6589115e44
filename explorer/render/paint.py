"""Values to colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.nn.spec import FLOAT, Array
from explorer.render.colour import LEVELS, NOT_FINITE, Palette
from explorer.render.levels import Levels

BROKEN = LEVELS
"""The shade of NaN and infinity."""

_BLOCK = 1 << 16
"""Elements at a time; they stay in the second-level cache."""


def shades(values: Array, levels: Levels | Sequence[Levels], colours: Palette) -> Array:
    """Return which colour each of ``values`` has, uint8 of their shape.

    Parameters
    ----------
    values
        float32 (H, W), or a volume (D, H, W).
    levels
        One for all, or one for each of D slices. Values beyond them get the shade of the nearer end.
    colours
        A diverging map keeps zero at its middle colour, also where the levels are one-sided. A marked one keeps its
        first and last colour for values beyond the levels.
    """
    stack = values if values.ndim == 3 else values[None]
    low, high = _spans([levels] if isinstance(levels, Levels) else levels, colours)
    first = int(colours.marked)
    steps = (LEVELS - 1 - 2 * first) / (high - low)
    whole = (len(stack), 1, 1)
    scale, offset = (np.broadcast_to(a.astype(FLOAT), whole) for a in (steps, first + 0.5 - low * steps))
    out: Array = np.empty(stack.shape, np.uint8)
    step = max(1, _BLOCK * len(stack) // max(1, stack.size))
    for start in range(0, len(stack), step):
        block = slice(start, start + step)
        _shade(stack[block], scale[block], offset[block], colours, out[block])
    return out.reshape(values.shape)


def paint(values: Array, levels: Levels | Sequence[Levels], colours: Palette) -> Array:
    """Return the colours of ``values`` as uint8 RGB (..., 3); what is not finite is magenta."""
    return table(colours).take(shades(values, levels, colours), axis=0)


def table(colours: Palette, *others: tuple[int, int, int]) -> Array:
    """Return the colour of every shade, uint8 (N, 3): those of the map, of what is not finite, and of ``others``."""
    return np.concatenate([colours.lut, np.array([NOT_FINITE, *others], np.uint8)])


def colour_of(value: float, levels: Levels, colours: Palette) -> tuple[int, int, int]:
    """Return the colour of one value."""
    red, green, blue = paint(np.full((1, 1), value, FLOAT), levels, colours)[0, 0].tolist()
    return red, green, blue


def strip(levels: Levels, colours: Palette, width: int) -> Array:
    """Return the colours from the low to the high end of the scale, uint8 (width, 3), for a legend."""
    values = np.linspace(levels.low, levels.high, width, dtype=FLOAT)
    return paint(values[None], levels, colours).reshape(width, 3)


def _spans(levels: Sequence[Levels], colours: Palette) -> tuple[Array, Array]:
    """Return what the map's first and last colour stand for, float64 (D, 1, 1) each."""
    low = np.array([scale.low for scale in levels], float).reshape(-1, 1, 1)
    high = np.array([scale.high for scale in levels], float).reshape(-1, 1, 1)
    if not colours.diverging:
        return low, high
    reach = np.maximum(-low, high)
    return -reach, reach


def _shade(values: Array, scale: Array, offset: Array, colours: Palette, out: Array) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        position = values * scale
        position += offset
        if colours.gamma != 1:
            _bend(position, colours)
        np.clip(position, 0.5, LEVELS - 0.5, out=position)
        np.copyto(out, position, casting="unsafe")
    finite = np.isfinite(values)
    if not finite.all():
        out[~finite] = BROKEN


def _bend(position: Array, colours: Palette) -> None:
    """Raise the distance from zero, or from the lowest value, to the power of the gamma; the ends stay."""
    middle = LEVELS / 2 if colours.diverging else colours.marked + 0.5
    reach = LEVELS - 0.5 - colours.marked - middle
    position -= FLOAT.type(middle)
    sign = np.sign(position)
    np.abs(position, out=position)
    position /= FLOAT.type(reach)
    np.power(position, FLOAT.type(colours.gamma), out=position)
    position *= sign
    position *= FLOAT.type(reach)
    position += FLOAT.type(middle)
