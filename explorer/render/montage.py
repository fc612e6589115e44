"""All depth slices of a layer as one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.nn.spec import Array
from explorer.render.colour import Palette, Theme, rgb
from explorer.render.levels import Levels
from explorer.render.paint import paint
from explorer.render.resample import enlarged, shrunk

LEAST_CAPTIONED = 48
"""Tiles narrower than this many pixels bear no captions."""

_STEEPEST = 8


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


def dense(count: int, height: int, width: int, *, area: tuple[int, int], gap: int = 1) -> Grid:
    """Return the largest mosaic without captions of maps (height, width) that fits ``area``, (height, width).

    Tiles keep the aspect of the maps and are at least one pixel large, so that a mosaic of very many can be
    larger than the area.
    """
    columns = near_square(count, height, width, area[1] / area[0])
    rows = math.ceil(max(1, count) / columns)
    scale = min(((area[1] + gap) / columns - gap) / width, ((area[0] + gap) / rows - gap) / height)
    return Grid(count, columns, max(1, int(height * scale)), max(1, int(width * scale)), gap)


def captioned(
    count: int,
    height: int,
    width: int,
    *,
    across: int,
    least: int = 96,
    most: int = 1 << 14,
    gap: int = 12,
    caption: int = 20,
    margin: int = 16,
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
    painted = paint(shrunk(volume, grid.height, grid.width), levels, colours)
    canvas = np.empty((*grid.shape, 3), np.uint8)
    canvas[:] = ground.canvas
    for index, tile in enumerate(enlarged(painted, grid.height, grid.width)):
        y, x = grid.origin(index)
        if grid.gap:
            canvas[max(0, y - 1) : y + grid.height + 1, max(0, x - 1) : x + grid.width + 1] = ground.border
        canvas[y : y + grid.height, x : x + grid.width] = tile
    return canvas
