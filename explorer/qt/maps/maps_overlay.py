"""Rings and marks over the grid of maps."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.qt.basics.field_marks import draw_outline
from explorer.qt.basics.marks import draw_mark, fold_corner
from explorer.qt.basics.theme import Theme
from explorer.qt.maps.tiles import Tiling
from explorer.session.maps.outlines import Outline
from explorer.session.pointed import Cell

_RING = 2


@dataclass(frozen=True)
class Marks:
    """What is pointed out.

    Attributes
    ----------
    selected
        The selected slice.
    hovered, pinned
        The cell under the pointer, and the one that was clicked.
    reached
        What of each map a pixel of the input reaches, or a unit of a later layer sees.
    """

    selected: int = 0
    hovered: Cell | None = None
    pinned: Cell | None = None
    reached: Outline | None = None

    @property
    def cell(self) -> Cell | None:
        """The cell that is looked at."""
        return self.hovered or self.pinned


@dataclass(frozen=True)
class MapsOverlay:
    """Paints over the tiles, in device pixels of the whole grid.

    Attributes
    ----------
    slices
        Slice of each tile.
    edited
        Slices whose tile has a folded corner.
    ratio
        Device pixels in a logical one.
    """

    tiling: Tiling
    slices: range | tuple[int, ...]
    edited: frozenset[int]
    theme: Theme
    ratio: float

    def paint(self, painter: QPainter, marks: Marks, shown: range) -> None:
        """Outline the hovered tile, ring the selected one, box what is looked at; ``shown`` are the tiles in view."""
        for index in self.edited.intersection(self.slices[shown.start : shown.stop]):
            fold_corner(painter, self._tile(index), self.theme, self.ratio)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if marks.hovered is not None and marks.hovered.slice in self.slices:
            line = round(self.ratio)
            outside = self._tile(marks.hovered.slice).adjusted(-line / 2, -line / 2, line / 2, line / 2)
            painter.setPen(QPen(self.theme.color("text"), line))
            painter.drawRect(outside)
        if marks.selected in self.slices:
            self._ring(painter, self._tile(marks.selected))
        if marks.reached is not None:
            for index in self.slices[shown.start : shown.stop]:
                draw_outline(painter, marks.reached, self._tile(index), self.ratio)
        if marks.cell is not None and self.tiling.captioned:
            for index in {marks.cell.slice, marks.selected} & set(self.slices):
                cell = Cell(self.slices.index(index), marks.cell.y, marks.cell.x)
                draw_mark(painter, QRectF(*self.tiling.cell_box(cell)), self.ratio)

    def _tile(self, index: int) -> QRectF:
        top, left = self.tiling.grid.origin(self.slices.index(index))
        return QRectF(left, top, self.tiling.grid.width, self.tiling.grid.height)

    def _ring(self, painter: QPainter, tile: QRectF) -> None:
        width = _RING * self.ratio
        away = width / 2 if self.tiling.dense else 1.5 * width + 1
        box = tile.adjusted(-away, -away, away, away)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if self.tiling.dense:
            painter.setPen(QPen(self.theme.color("surface"), 3 * width))
            painter.drawRoundedRect(box, 2, 2)
        painter.setPen(QPen(self.theme.color("accent"), width))
        painter.drawRoundedRect(box, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
