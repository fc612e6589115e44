"""Small pictures of layers, for the strip."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import replace

import numpy as np

from explorer.nn.spec import Array
from explorer.render.colour import Theme
from explorer.render.paint import paint
from explorer.render.resample import shrunk
from explorer.session.parts.colours import levels_in
from explorer.session.pointed import Unit
from explorer.session.shown import Computed
from explorer.session.state import ViewState

_LONGEST = 4
"""How many times as wide as high a vector is drawn at most."""


def thumbnail(state: ViewState, computed: Computed, value: str, most: int, theme: Theme) -> Array | None:
    """Return the slice of a layer that selecting the layer would select, as uint8 RGB (H, W, 3); None for zeros.

    The units of a vector are laid side by side, for one of them is but a dot. The picture itself is shown as it is fed,
    in its own colours.

    Parameters
    ----------
    most
        Largest height and width.
    """
    key = _key(state, value, most, theme)
    return computed.thumbnails[key] if key in computed.thumbnails else _painted(state, computed, value, most, theme)


def prepare_thumbnail(state: ViewState, computed: Computed, value: str, most: int) -> None:
    """Paint a thumbnail ahead, in the theme of the window."""
    theme: Theme = "dark" if state.dark else "light"
    computed.thumbnails[_key(state, value, most, theme)] = _painted(state, computed, value, most, theme)


def _key(state: ViewState, value: str, most: int, theme: Theme) -> Hashable:
    """Return what a thumbnail of a forward pass depends on."""
    return value, most, theme, state.slice, state.scope, state.limits, state.colours


def _painted(state: ViewState, computed: Computed, value: str, most: int, theme: Theme) -> Array | None:
    if value == computed.loaded.graph.inputs[0].name:
        return computed.kept(("picture", most), lambda: _coloured(computed.seen, most))
    volume = computed.measures.volume(value)
    if volume.shape[1:] == (1, 1):
        plane, index = volume.reshape(1, *_rows_and_columns(len(volume))), 0
        small = shrunk(plane, *_size(plane, most))
        state = replace(state, scope="layer") if state.scope == "slice" else state
    else:
        index = state.slice_of(len(volume))
        plane = volume[index : index + 1]
        small = computed.measures.planes(value).at(range(index, index + 1), *_size(plane, most))
    if not (small.any() or plane.any()):
        return None
    levels = levels_in(state, computed.measures, value)[index]
    return paint(small[0], levels, state.colours.palette(theme))


def unit_under(state: ViewState, computed: Computed, value: str, place: tuple[float, float]) -> Unit:
    """Return the unit at a row and column, from 0 to 1, of the thumbnail of a layer."""
    volume = computed.measures.volume(value)
    vector = volume.shape[1:] == (1, 1)
    extents = _rows_and_columns(len(volume)) if vector else volume.shape[1:]
    y, x = (min(int(part * extent), extent - 1) for part, extent in zip(place, extents, strict=True))
    return Unit(value, y * extents[1] + x, 0, 0) if vector else Unit(value, state.slice_of(len(volume)), y, x)


def _coloured(pixels: Array, most: int) -> Array:
    """Return float pixels (H, W, 1 or 3) in 0..1 as small RGB."""
    planes = pixels.transpose(2, 0, 1)
    small = shrunk(planes, *_size(planes, most))
    scaled: Array = np.rint(np.clip(small, 0, 1) * 255).astype(np.uint8)
    return np.broadcast_to(scaled.transpose(1, 2, 0), (*scaled.shape[1:], 3))


def _size(volume: Array, most: int) -> tuple[int, int]:
    """Return a height and width of at most ``most``, of the same proportions where there are pixels enough."""
    height, width = volume.shape[1:]
    longer = max(height, width, most)
    return max(1, round(height * most / longer)), max(1, round(width * most / longer))


def _rows_and_columns(count: int) -> tuple[int, int]:
    """Return the squarest rectangle of ``count`` units, wider than high; one row where it would be too long a one."""
    rows = next(rows for rows in range(math.isqrt(count), 0, -1) if count % rows == 0)
    return (rows, count // rows) if count <= _LONGEST * rows * rows else (1, count)
