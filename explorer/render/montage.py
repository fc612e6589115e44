"""All depth slices of a layer as one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.nn.spec import Array
from explorer.render.colour import Palette, Theme, rgb
from explorer.render.levels import Levels
from explorer.render.paint import BROKEN, shades, table
from explorer.render.resample import shrunk

LEAST_CAPTIONED = 48
"""Tiles narrower than this many pixels bear no captions."""

_STEEPEST = 8
_BORDER, _CANVAS = BROKEN + 1, BROKEN + 2


@dataclass(frozen=True)
class Ground:
    """The colours around the data, RGB bytes."""

    canvas: tuple[int, int, int]
    border: tuple[int, int, int]
    text: tuple[int, int, int]
    quiet: tuple[int, int, int]


GROUNDS: dict[Theme, Ground] = {
    "light": Ground(rgb("ECEEF1"), rgb("D9DDE3"), rgb("1B1F26"), rgb("525B69")),
    "dark": Ground(rgb("14161A"), rgb("343A44"), rgb("E8EAED"), rgb("B1B8C2")),
}


@dataclass(frozen=True)
class Grid:
    """Where the tiles of a montage lie, in pixels, row by row.

    Attributes
    ----------
    count
        Number of tiles.
    columns
        At least 1.
    height, width
        Of the data of one tile.
    gap
        Between tiles, across and (below the caption) down.
    caption
        Height kept free above each tile; 0 for none.
    margin
        Around all tiles.
    """

    count: int
    columns: int
    height: int
    width: int
    gap: int = 1
    caption: int = 0
    margin: int = 0

    @property
    def rows(self) -> int:
        """Number of rows."""
        return math.ceil(self.count / self.columns)

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the whole, at least 1 each."""
        height = self.rows * (self.caption + self.height + self.gap) - self.gap + 2 * self.margin
        width = min(self.columns, max(1, self.count)) * (self.width + self.gap) - self.gap + 2 * self.margin
        return max(1, height), max(1, width)

    def origin(self, tile: int) -> tuple[int, int]:
        """Return y and x of the upper left pixel of a tile's data."""
        row, column = divmod(tile, self.columns)
        y = self.margin + row * (self.caption + self.height + self.gap) + self.caption
        return y, self.margin + column * (self.width + self.gap)

    def at(self, y: float, x: float) -> int | None:
        """Return the tile whose data cover a point; None between tiles and outside."""
        row, below = divmod(y - self.margin, self.caption + self.height + self.gap)
        column, right = divmod(x - self.margin, self.width + self.gap)
        inside = self.caption <= below < self.caption + self.height and right < self.width
        if not inside or row < 0 or not 0 <= column < self.columns:
            return None
        tile = int(row) * self.columns + int(column)
        return tile if tile < self.count else None


def near_square(count: int, height: int, width: int, aspect: float) -> int:
    """Return how many columns make ``count`` tiles fill an area of ``aspect`` (width by height) best."""
    return max(1, min(count, math.ceil(math.sqrt(count * aspect * height / width))))


def dense(count: int, height: int, width: int, *, area: tuple[int, int], margin: int = 0) -> Grid:
    """Return the largest mosaic without captions of maps (height, width) that fits ``area``, (height, width).

    Tiles keep the aspect of the maps and are at least one pixel large, so that a mosaic of very many can be
    larger than the area.
    """
    high, wide = (max(1, extent - 2 * margin) for extent in area)

    def scale(columns: int) -> float:
        rows = math.ceil(max(1, count) / columns)
        return min(((wide + 1) / columns - 1) / width, ((high + 1) / rows - 1) / height)

    near = near_square(count, height, width, wide / high)
    columns = max(range(max(1, near - 2), min(max(1, count), near + 2) + 1), key=scale)
    tile = max(1, int(height * scale(columns))), max(1, int(width * scale(columns)))
    return Grid(count, columns, *tile, margin=margin)


def captioned(
    count: int,
    height: int,
    width: int,
    *,
    across: int,
    least: int,
    most: int,
    gap: int,
    caption: int,
    margin: int,
) -> Grid:
    """Return the grid of captioned tiles that fills the width ``across``; it may be any height.

    Parameters
    ----------
    height, width
        Of the maps; tiles keep their aspect, up to 1 to 8.
    least, most
        Bounds of a tile's width. Columns are as many as fit at the least width, then the tiles stretch.
    """
    room = max(least, across - 2 * margin)
    columns = max(1, min(count, (room + gap) // (least + gap)))
    tile = min(most, (room + gap) // columns - gap)
    steepness = min(_STEEPEST, max(1 / _STEEPEST, height / width))
    return Grid(count, columns, max(1, round(tile * steepness)), tile, gap, caption, margin)


def compose(volume: Array, grid: Grid, levels: Sequence[Levels], colours: Palette, ground: Ground) -> Array:
    """Return the montage of ``volume``, float32 (grid.count, H, W), as uint8 RGB of ``grid.shape``.

    Captions are left to the caller. A gap has room for each tile's border, one pixel outside its data.
    """
    return montage_table(colours, ground).take(montage_shades(volume, grid, levels, colours), axis=0)


def montage_shades(volume: Array, grid: Grid, levels: Levels | Sequence[Levels], colours: Palette) -> Array:
    """Return the montage of ``volume`` as rows of ``montage_table``, uint8 of ``grid.shape``."""
    smaller = shrunk(volume, grid.height, grid.width)
    _, height, width = smaller.shape
    rows, columns = grid.rows, min(grid.columns, max(1, grid.count))
    tiles = np.full((rows * columns, height, width), _CANVAS, np.uint8)
    tiles[: grid.count] = shades(smaller, levels, colours)
    together = tiles.reshape(rows, columns, height, width).transpose(0, 2, 1, 3).reshape(rows * height, -1)
    # All tiles side by side, followed by a line of border and one of canvas along each axis.
    sheet = np.full((rows * height + 2, columns * width + 2), _CANVAS, np.uint8)
    sheet[:-1, :-1] = _BORDER
    sheet[:-2, :-2] = together
    down = _lines(rows, height, grid.height, grid.gap, grid.caption, grid.margin, grid.shape[0])
    across = _lines(columns, width, grid.width, grid.gap, 0, grid.margin, grid.shape[1])
    picture: Array = sheet.take(across, axis=1).take(down, axis=0)
    if grid.count < rows * columns:
        y, x = grid.origin(grid.count)
        own_border_above, own_border_left = grid.caption + grid.gap > 1, grid.gap > 1
        picture[y - own_border_above :, x - own_border_left :] = _CANVAS
    return picture


def montage_table(colours: Palette, ground: Ground) -> Array:
    """Return the colour of every shade in a montage, uint8 (256, 3)."""
    return table(colours, ground.border, ground.canvas)


def _lines(tiles: int, elements: int, size: int, gap: int, caption: int, margin: int, length: int) -> Array:
    """Return, for each pixel along one axis, which line of the sheet it shows.

    The sheet has ``elements`` lines for each of ``tiles``, then one of border and one of canvas.
    """
    pitch = caption + size + gap
    tile, within = np.divmod(np.arange(length) - margin - caption, pitch)
    there = (tile >= 0) & (tile < tiles)
    before = (within == pitch - 1) & (tile >= -1) & (tile < tiles - 1)
    after = (within == size) & there
    line = np.full(length, tiles * elements + 1)
    line[(before | after) & (gap > 0)] = tiles * elements
    return np.where((within < size) & there, tile * elements + within * elements // size, line)
