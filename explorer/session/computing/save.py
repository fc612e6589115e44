"""What is shown, as PNG files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

import explorer
from explorer.render import png
from explorer.render.export import Maps, Style, facts, montage_picture, slice_picture
from explorer.render.names import file_stem
from explorer.session.parts.colours import levels_in
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer

What: TypeAlias = Literal["slice", "layer"]

_SLICE_SIDE = 512
"""A saved slice is magnified by the whole factor that brings its longer side close to this many pixels."""


def maps_of(state: ViewState, computed: Computed, layer: Layer) -> Maps:
    """Return the maps of ``layer`` with where they come from, on the scale that is chosen."""
    return Maps(
        layer=layer.title,
        net=computed.loaded.name,
        image=computed.picture.name,
        volume=computed.measures.volume(layer.value),
        levels=levels_in(state, computed.measures, layer.value),
        version=explorer.__version__,
    )


def suggested_name(state: ViewState, layer: Layer, what: What) -> str:
    """Return a file name such as ``"photo_conv1_017.png"``."""
    stem = f"{file_stem(Path(state.picture).stem)}_{file_stem(layer.title)}"
    return f"{stem}_{state.slice:03}.png" if what == "slice" else f"{stem}.png"


def save(path: Path, state: ViewState, computed: Computed, layer: Layer, what: What) -> None:
    """Write the selected slice, or all of the layer with captions and legend; a file that is there is replaced.

    Raises
    ------
    FileError
        It cannot be written.
    """
    maps = maps_of(state, computed, layer)
    depth, height, width = maps.volume.shape
    zoom = _SLICE_SIDE // max(height, width) if what == "slice" else round(state.tile / width)
    style = Style(state.colours, "dark" if state.dark else "light", state.scope, max(1, zoom))
    slices = [state.slice] if what == "slice" else list(range(depth))
    levels = maps.levels[state.slice] if what == "slice" or state.scope != "slice" else None
    rgb = slice_picture(maps, state.slice, style) if what == "slice" else montage_picture(maps, slices, style)
    png.save(path, rgb, facts(maps, slices, levels, style), overwrite=True)
