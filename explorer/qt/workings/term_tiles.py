"""Where the terms of a sum lie in the workings: patch, kernel slice and products side by side."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from explorer.qt.basics.number_grid import READABLE
from explorer.qt.basics.theme import MARGIN

CAPTION = 20
SIGN = 16
"""Logical pixels between two grids, where it says what is done with them."""

_CELL, _SMALLEST = 28.0, 1.0
_COARSE = 14.0
_EXACT_WIDE, _EXACT_LINE = 164.0, 14.0
_GAP, _BELOW, _LEAST, _BARE = 20, 10, 132, 240


@dataclass(frozen=True)
class TermTiles:
    """Tiles in rows, in logical pixels.

    Attributes
    ----------
    count
        Tiles.
    shape
        Rows and columns of a grid; (0, 0) where terms have none.
    grids
        Grids of a tile, side by side.
    exactly
        Whether there is one grid, whose cells have all numbers in all digits.
    width, height
        What is seen of them.
    """

    count: int
    shape: tuple[int, int]
    grids: int
    exactly: bool
    width: int
    height: int

    @property
    def side(self) -> tuple[float, float]:
        """Width and height of a cell: so large that its number can be read, where there is room for that."""
        if self.exactly:
            return _EXACT_WIDE, _EXACT_LINE * self.grids + 4
        rows, columns = self.shape
        fitting = min(_CELL, self._room / columns)
        if fitting >= READABLE:
            return fitting, fitting
        whole = (self.height - CAPTION - 2 * MARGIN) / rows
        coarse = max(_SMALLEST, min(_COARSE, fitting, max(whole, _SMALLEST)))
        return coarse, coarse

    @property
    def _room(self) -> float:
        """Width for one grid of a tile that is as wide as all that is seen."""
        return (self.width - 2 * MARGIN - SIGN * (self.grids - 1)) / max(1, self.grids)

    @property
    def grid(self) -> tuple[float, float]:
        """Width and height of a grid."""
        if 0 in self.shape:
            return 0.0, 0.0
        (wide, high), (rows, columns) = self.side, self.shape
        return wide * columns, high * rows

    @property
    def _tile(self) -> tuple[float, float]:
        wide, high = self.grid
        shown = 1 if self.exactly else self.grids
        across = wide * shown + SIGN * max(0, shown - 1)
        return max(across, float(_BARE if 0 in self.shape else _LEAST)), CAPTION + high

    @property
    def _below(self) -> int:
        return 0 if 0 in self.shape else _BELOW

    @property
    def columns(self) -> int:
        """Tiles in a row."""
        return max(1, int((self.width - 2 * MARGIN + _GAP) // (self._tile[0] + _GAP)))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of all of them."""
        wide, high = self._tile
        rows = -(-self.count // self.columns)
        return round(wide * self.columns + _GAP * (self.columns - 1)) + 2 * MARGIN, round((high + self._below) * rows)

    def tile(self, place: int) -> QRectF:
        """Return all that belongs to a term, its caption included."""
        row, column = divmod(place, self.columns)
        wide, high = self._tile
        return QRectF(MARGIN + column * (wide + _GAP), row * (high + self._below), wide, high)

    def box(self, place: int, number: int) -> QRectF:
        """Return where a grid of a term lies, by its number."""
        corner = self.tile(place).topLeft() + QPointF(number * (self.grid[0] + SIGN), CAPTION)
        return QRectF(corner.x(), corner.y(), *self.grid)

    def seen(self, top: int, height: int) -> range:
        """Return the terms of the rows that are seen."""
        pitch = self._tile[1] + self._below
        first, last = int(top // pitch), int((top + height) // pitch)
        return range(min(self.count, first * self.columns), min(self.count, (last + 1) * self.columns))

    def at(self, point: QPointF) -> int | None:
        """Return the term at a point."""
        top = int(point.y())
        return next((place for place in self.seen(top, 1) if self.tile(place).contains(point)), None)
