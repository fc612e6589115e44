"""Where kernel slices lie in the panel, each beside the map that it is laid on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF

from explorer.qt.basics.theme import MARGIN

CAPTION = 18
MAP = 44
"""Logical pixels of the longer side of the map beside a kernel slice."""

_CELL, _READABLE = 28, 24
_GAP, _BESIDE, _BELOW = 12, 4, 8
_SMALL = 3


@dataclass(frozen=True)
class KernelTiles:
    """Tiles in rows, in logical pixels.

    Attributes
    ----------
    count
        Tiles.
    height, width
        Extents of a kernel slice.
    paired
        Whether a map lies beside each.
    panel
        Width of the panel.
    least
        Side of a weight, at least.
    """

    count: int
    height: int
    width: int
    paired: bool
    panel: int
    least: int = 0

    @cached_property
    def _room(self) -> int:
        return max(60, self.panel - 2 * MARGIN)

    @cached_property
    def _map(self) -> int:
        return MAP + _BESIDE if self.paired else 0

    @cached_property
    def cell(self) -> float:
        """Side of a weight: so large that its number can be read, where the panel allows that."""
        if self.paired:
            wanted = next((n for n in (3, 2) if self._fitting(n) >= _READABLE), 1)
        else:
            wanted = min(self.count, 3 if self.width <= _SMALL else 2) or 1
        size = max(self.least, min(_CELL, self._fitting(wanted), self._room * 1.2 / self.height))
        return float(int(size)) if size >= 1 else size

    def _fitting(self, columns: int) -> float:
        """Return the side of a weight at which so many tiles fit side by side."""
        return ((self._room + _GAP) / columns - _GAP - self._map) / self.width

    @cached_property
    def _pitch(self) -> float:
        return self._map + max(self.cell * self.width, CAPTION) + _GAP

    @cached_property
    def columns(self) -> int:
        """Tiles in a row."""
        return max(1, int((self._room + _GAP) // self._pitch))

    @cached_property
    def _row(self) -> float:
        return CAPTION + max(self.cell * self.height, MAP if self.paired else 0) + _BELOW

    @property
    def total(self) -> int:
        """Height of all rows."""
        return round(-(-self.count // self.columns) * self._row)

    def tile(self, place: int) -> QRectF:
        """Return all that belongs to a kernel slice, its caption included."""
        row, column = divmod(place, self.columns)
        return QRectF(MARGIN + column * self._pitch, row * self._row, self._pitch - _GAP, self._row - _BELOW)

    def map_room(self, place: int) -> QRectF:
        """Return where the map beside a kernel slice may lie."""
        corner = self.tile(place).topLeft() + QPointF(0, CAPTION)
        return QRectF(corner.x(), corner.y(), MAP, MAP)

    def kernel_box(self, place: int) -> QRectF:
        """Return where a kernel slice lies."""
        corner = self.tile(place).topLeft() + QPointF(self._map, CAPTION)
        return QRectF(corner.x(), corner.y(), self.cell * self.width, self.cell * self.height)

    def at(self, point: QPointF) -> int | None:
        """Return the tile at a point."""
        column = int((point.x() - MARGIN) // self._pitch)
        place = int(point.y() // self._row) * self.columns + column
        if not (0 <= column < self.columns and 0 <= place < self.count):
            return None
        return place if self.tile(place).contains(point) else None
