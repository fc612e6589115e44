"""Values to colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.nn.spec import FLOAT, Array
from explorer.render.colour import NOT_FINITE, Palette
from explorer.render.levels import Levels

_BLOCK = 1 << 16
"""Elements at a time; their indices stay in the second-level cache."""


def paint(values: Array, levels: Levels | Sequence[Levels], colours: Palette) -> Array:
    """Return the colours of ``values`` as uint8 (..., 3), RGB.

    Parameters
    ----------
    values
        float32 (H, W), or a volume (D, H, W).
    levels
        One for all, or one for each of D slices. Values beyond them get the colour of the nearer end; NaN and
        infinity get magenta.
    colours
        A diverging map keeps zero at its middle colour, also where the levels are one-sided.
    """
    stack = values if values.ndim == 3 else values[None]
    low, high = _spans([levels] * len(stack) if isinstance(levels, Levels) else levels, colours)
    channels = _channels(colours)
    out: Array = np.empty((*stack.shape, 3), np.uint8)
    step = max(1, _BLOCK * len(stack) // max(1, stack.size))
    for start in range(0, len(stack), step):
        block = slice(start, start + step)
        index = _index(stack[block], low[block], high[block], len(colours.lut))
        for channel, table in enumerate(channels):
            out[block, ..., channel] = table.take(index)
    return out.reshape(*values.shape, 3)


def colour_of(value: float, levels: Levels, colours: Palette) -> tuple[int, int, int]:
    """Return the colour of one value."""
    red, green, blue = paint(np.full((1, 1), value, FLOAT), levels, colours)[0, 0].tolist()
    return red, green, blue


def strip(levels: Levels, colours: Palette, width: int) -> Array:
    """Return the colours from the low to the high end of the scale, uint8 (width, 3), for a legend."""
    values = np.linspace(levels.low, levels.high, width, dtype=FLOAT)
    return paint(values[None], levels, colours).reshape(width, 3)


def _spans(levels: Sequence[Levels], colours: Palette) -> tuple[Array, Array]:
    """Return what the table's first and last colour stand for, float64 (D, 1, 1) each."""
    low = np.array([scale.low for scale in levels], float).reshape(-1, 1, 1)
    high = np.array([scale.high for scale in levels], float).reshape(-1, 1, 1)
    if not colours.diverging:
        return low, high
    reach = np.maximum(-low, high)
    return -reach, reach


def _channels(colours: Palette) -> list[Array]:
    table = np.concatenate([colours.lut, np.array([NOT_FINITE], np.uint8)])
    return [np.ascontiguousarray(table[:, channel]) for channel in range(3)]


def _index(values: Array, low: Array, high: Array, count: int) -> Array:
    """Return the nearest rows of a table of ``count`` colours, ``count`` itself for what is not finite."""
    scale = (count - 1) / (high - low)
    with np.errstate(over="ignore", invalid="ignore"):
        position: Array = values * scale.astype(FLOAT)
        position += (0.5 - low * scale).astype(FLOAT)
        np.clip(position, 0.5, count - 0.5, out=position)
        index = position.astype(np.intp)
    finite = np.isfinite(values)
    if not finite.all():
        index[~finite] = count
    return index
