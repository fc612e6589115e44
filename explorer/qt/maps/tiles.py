"""The grid of tiles as it lies in a view of a certain size, in device pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass

from explorer.nn.spec import Shape
from explorer.render.montage import Grid, captioned, dense
from explorer.session.pointed import Cell
from explorer.session.state import SMALLEST_TILE

GAP, CAPTION, MARGIN = 12, 20, 16

_RING = 6
"""Room around a mosaic for the ring of a tile at its edge, logical pixels."""

LARGEST_FEW = 400
"""Tiles of a few maps grow to this many logical pixels while all of them fit on the screen."""

_GAIN = 1.1
"""How many times as wide they have to become for columns to be given up."""

BAR, BAR_GAP = 24, 8
"""Height of the bar of a single value, and between two of them, logical pixels."""

_NARROWEST_BAR, _WIDEST_BAR = 160, 720


@dataclass(frozen=True)
class Tiling:
    """A grid with the maps that it shows.

    Attributes
    ----------
    grid
        In device pixels.
    shape
        Depth, height, width of the volume.
    bars
        Whether each tile is a bar as long as its one value is large.
    """

    grid: Grid
    shape: Shape
    bars: bool = False

    @property
    def captioned(self) -> bool:
        """Whether there is room for captions."""
        return self.grid.caption > 0

    @property
    def dense(self) -> bool:
        """Whether the tiles bear no words."""
        return not (self.captioned or self.bars)

    @property
    def pitch(self) -> int:
        """From one row of tiles to the next."""
        return self.grid.caption + self.grid.height + self.grid.gap

    def rows(self, top: int, height: int) -> range:
        """Return the rows of tiles that are seen in ``height`` pixels from ``top``."""
        first = max(0, (top - self.grid.margin) // self.pitch)
        last = (top + height - self.grid.margin) // self.pitch
        return range(first, max(first, min(self.grid.rows, last + 1)))

    def tiles(self, rows: range) -> range:
        """Return the tiles in these rows."""
        return range(rows.start * self.grid.columns, min(self.grid.count, rows.stop * self.grid.columns))

    def part(self, rows: range) -> Grid:
        """Return the grid of these rows alone; it begins ``rows.start * pitch`` below the whole."""
        whole = self.grid
        count = len(self.tiles(rows))
        return Grid(count, whole.columns, whole.height, whole.width, whole.gap, whole.caption, whole.margin)

    def cell_at(self, y: float, x: float) -> Cell | None:
        """Return the cell whose colour is at a point."""
        tile = self.grid.at(y, x)
        if tile is None:
            return None
        top, left = self.grid.origin(tile)
        _, height, width = self.shape
        row = int((y - top) * height / self.grid.height)
        column = int((x - left) * width / self.grid.width)
        return Cell(tile, min(row, height - 1), min(column, width - 1))

    def cell_box(self, cell: Cell) -> tuple[float, float, float, float]:
        """Return left, top, width, height of a cell's colour."""
        top, left = self.grid.origin(cell.slice)
        _, height, width = self.shape
        high, wide = self.grid.height / height, self.grid.width / width
        return left + cell.x * wide, top + cell.y * high, wide, high


def _bars(count: int, area: tuple[int, int], tile: int, ratio: float) -> Grid:
    """Return the grid of a vector: as few columns as show all of its values, if that can be."""
    least, most, height, gap, margin = (
        round(n * ratio) for n in (max(_NARROWEST_BAR, 2 * tile), _WIDEST_BAR, BAR, BAR_GAP, MARGIN)
    )
    room = max(least, area[1] - 2 * margin)
    down = max(1, (area[0] - 2 * margin + gap) // (height + gap))
    columns = max(1, min(math.ceil(count / down), (room + gap) // (least + gap)))
    return Grid(count, columns, height, min(most, (room + gap) // columns - gap), gap, 0, margin)


def tiling(shape: Shape, area: tuple[int, int], tile: int, ratio: float) -> Tiling:
    """Return how the maps of a volume are laid out in a view.

    Parameters
    ----------
    shape
        Depth, height, width of the volume.
    area
        Height and width of the view, device pixels.
    tile
        Least width of a tile, logical pixels. At the smallest, tiles shrink until all of them are on one screen.
    ratio
        Device pixels in a logical one.
    """
    count, height, width = shape
    least, gap, caption, margin = (round(n * ratio) for n in (tile, GAP, CAPTION, MARGIN))

    if height == width == 1:
        bars = _bars(count, area, tile, ratio)
        crowded = tile <= SMALLEST_TILE and bars.shape[0] > area[0]
        return (
            Tiling(dense(count, 1, 1, area=area, margin=round(_RING * ratio)), shape)
            if crowded
            else Tiling(bars, shape, bars=True)
        )

    def of(across: int, least: int, most: int) -> Grid:
        return captioned(
            count, height, width, across=across, least=least, most=most, gap=gap, caption=caption, margin=margin
        )

    def filling(columns: int) -> Grid:
        """Return the largest tiles in so many columns of which all are seen."""
        rows = math.ceil(count / columns)
        wide, tall = ((n - 2 * margin + gap) // m - gap for n, m in ((area[1], columns), (area[0], rows)))
        wide = max(least, min(wide, (tall - caption) * width // height, round(LARGEST_FEW * ratio)))
        return of(columns * (wide + gap) - gap + 2 * margin, wide, wide)

    grid = of(area[1], least, max(least, (area[0] - 2 * margin - caption) * width // height))
    if tile <= SMALLEST_TILE and grid.shape[0] > area[0]:
        return Tiling(dense(count, height, width, area=area, margin=round(_RING * ratio)), shape)
    snug = filling(grid.columns)
    if grid.shape[0] > area[0] >= snug.shape[0]:
        return Tiling(snug, shape)
    larger = (few for few in map(filling, range(grid.columns - 1, 0, -1)) if few.width > _GAIN * grid.width)
    seen = (few for few in larger if few.shape[0] <= area[0])
    return Tiling(max(seen, key=lambda few: few.width, default=grid), shape)
