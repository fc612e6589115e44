"""Depth slices of a layer to files, singly or as a montage."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from explorer.errors import UsageError
from explorer.files import write_whole
from explorer.nn.spec import Array
from explorer.render import captions, png
from explorer.render.colour import Colouring, Theme
from explorer.render.levels import Levels, levels_of
from explorer.render.montage import GROUNDS, LEAST_CAPTIONED, Grid, compose, near_square
from explorer.render.names import file_stem
from explorer.render.paint import paint
from explorer.resources import APP

_ASPECT = 1.6
_MOST_PIXELS = 120_000_000
_MANY = 100
_LEAST_TILE = {True: 64, False: 24}


@dataclass(frozen=True)
class Style:
    """How exported pictures look.

    Attributes
    ----------
    colours, theme
        The colour map, in the variant for a theme.
    scope
        What one scale spans; only ``"slice"`` gives each map its own.
    zoom
        Pixels for each value, down and across; at least 1. A captioned montage takes more where maps would be
        too small to be seen.
    """

    colours: Colouring = Colouring()  # noqa: RUF009  # frozen
    theme: Theme = "light"
    scope: str = "layer"
    zoom: int = 1


@dataclass(frozen=True, eq=False)
class Maps:
    """The activation maps of one layer with where they come from.

    Attributes
    ----------
    layer, net, image
        Names, for captions and text chunks.
    volume
        float32 (D, H, W), D at least 1.
    levels
        The colour scale of each slice.
    version
        Of this program.
    """

    layer: str
    net: str
    image: str
    volume: Array = field(repr=False)
    levels: tuple[Levels, ...] = field(repr=False)
    version: str = ""


def slice_picture(maps: Maps, index: int, style: Style) -> Array:
    """Return one depth slice as uint8 (H * zoom, W * zoom, 3)."""
    _, height, width = maps.volume.shape
    _check_size(height * style.zoom, width * style.zoom)
    pixels = paint(maps.volume[index], maps.levels[index], style.colours.palette(style.theme))
    return pixels.repeat(style.zoom, axis=0).repeat(style.zoom, axis=1)


def montage_picture(maps: Maps, slices: Sequence[int], style: Style) -> Array:
    """Return the chosen depth slices as one uint8 picture, in the order given."""
    colours, ground = style.colours.palette(style.theme), GROUNDS[style.theme]
    chosen = list(slices)
    zoom = montage_zoom(maps, len(chosen), style)
    grid = _grid(len(chosen), maps.volume.shape[1] * zoom, maps.volume.shape[2] * zoom)
    _check_size(*grid.shape)
    rgb = compose(maps.volume[chosen], grid, [maps.levels[index] for index in chosen], colours, ground)
    if grid.caption:
        own = levels_of(maps.volume[chosen], "slice")
        rgb = captions.caption_tiles(rgb, grid, chosen, own, ground, ranges=style.scope == "slice")
    rgb = _widened(rgb, captions.LEAST_WIDTH, ground.canvas)
    legend = maps.levels[0] if style.scope != "slice" else None
    note = _note(maps, chosen) + (" · each on its own scale" if legend is None else "")
    top = captions.header(rgb.shape[1], maps.layer, note, levels=legend, colours=colours, ground=ground)
    return np.concatenate([top, rgb])


def montage_zoom(maps: Maps, count: int, style: Style) -> int:
    """Return the pixels for each value in a montage of ``count`` slices."""
    _, height, width = maps.volume.shape
    side: int = max(1, height, width)
    return max(style.zoom, math.ceil(_LEAST_TILE[count <= _MANY] / side))


def facts(maps: Maps, slices: Sequence[int], levels: Levels | None, style: Style) -> dict[str, str]:
    """Return what the text chunks of a picture say; ``levels`` is None where each slice has its own."""
    scale = "each slice its own" if levels is None else f"{levels.low:g} {levels.high:g}"
    return {
        "Software": f"{APP} {maps.version}".strip(),
        "net": maps.net,
        "image": maps.image,
        "layer": maps.layer,
        "slice": " ".join(map(str, slices)),
        "shape": " ".join(map(str, maps.volume.shape)),
        "scope": style.scope,
        "levels": scale,
        "colour map": f"{style.colours.name} {style.theme}",
        "gamma": f"{style.colours.gamma:g}",
        "zoom": str(style.zoom),
    }


def save_slices(
    maps: Maps, slices: Sequence[int], folder: Path, style: Style, *, stem: str = "", overwrite: bool = False
) -> dict[Path, Mapping[str, str]]:
    """Write each slice to ``folder`` as ``conv1_017.png``; return what each file's text chunks say.

    Parameters
    ----------
    stem
        Begin of the file names; made from the layer's name where empty.

    Raises
    ------
    FileError
        A file exists and may not be overwritten, or cannot be written.
    """
    written: dict[Path, Mapping[str, str]] = {}
    for index in slices:
        path = folder / f"{stem or file_stem(maps.layer)}_{index:03}.png"
        written[path] = facts(maps, [index], maps.levels[index], style)
        png.save(path, slice_picture(maps, index, style), written[path], overwrite=overwrite)
    return written


def save_montage(
    maps: Maps, slices: Sequence[int], folder: Path, style: Style, *, stem: str = "", overwrite: bool = False
) -> dict[Path, Mapping[str, str]]:
    """Write the slices to ``folder`` as one picture, ``conv1_montage.png``; otherwise as ``save_slices``."""
    path = folder / f"{stem or file_stem(maps.layer)}_montage.png"
    shown = replace(style, zoom=montage_zoom(maps, len(slices), style))
    text = facts(maps, slices, maps.levels[0] if style.scope != "slice" else None, shown)
    png.save(path, montage_picture(maps, slices, style), text, overwrite=overwrite)
    return {path: text}


def save_values(
    maps: Maps, slices: Sequence[int], folder: Path, *, stem: str = "", overwrite: bool = False
) -> dict[Path, Mapping[str, str]]:
    """Write the slices' values to ``folder`` as ``conv1.npy``, float32 (slices, H, W); no text goes with them."""
    path = folder / f"{stem or file_stem(maps.layer)}.npy"
    values = np.ascontiguousarray(maps.volume[list(slices)])
    write_whole(path, lambda file: np.save(file, values, allow_pickle=False), overwrite=overwrite)
    return {path: {}}


def _grid(count: int, height: int, width: int) -> Grid:
    if width >= LEAST_CAPTIONED:
        return Grid(count, near_square(count, height + 32, width + 12, _ASPECT), height, width, 12, 20, 16)
    return Grid(count, near_square(count, height + 1, width + 1, _ASPECT), height, width, margin=16)


def _note(maps: Maps, slices: Sequence[int]) -> str:
    total, height, width = maps.volume.shape
    number = f"{total} maps" if len(slices) == total else f"{len(slices)} of {total} maps"
    return f"{number} · {width} × {height}"


def _check_size(height: int, width: int) -> None:
    if height * width > _MOST_PIXELS:
        raise UsageError(f"the picture would have {width} × {height} pixels", "zoom less or choose fewer slices")


def _widened(rgb: Array, width: int, colour: tuple[int, int, int]) -> Array:
    missing = width - rgb.shape[1]
    if missing <= 0:
        return rgb
    side = np.empty((rgb.shape[0], missing, 3), np.uint8)
    side[:] = colour
    return np.concatenate([rgb, side], axis=1)
