"""A small window of numbers in colours: a patch, a kernel slice, their products."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from explorer.nn.spec import Array
from explorer.qt.basics.cells import cell_box
from explorer.qt.basics.images import image_of
from explorer.qt.basics.ink import takes_black
from explorer.qt.basics.marks import draw_cased
from explorer.qt.basics.numbers import cell
from explorer.qt.basics.theme import Theme, font
from explorer.render.paint import paint
from explorer.session.views.worked import Grid

READABLE = 22
"""Logical pixels of a cell whose number can be read."""

_SHADE = {"light": QColor(0, 0, 0, 40), "dark": QColor(255, 255, 255, 40)}


def draw_grid(painter: QPainter, grid: Grid, box: QRectF, theme: Theme, *, numbers: bool = True) -> None:
    """Draw the cells of a grid over a box, with their numbers, unless they are not wanted or could not be read."""
    colours = paint(grid.numbers, grid.levels, grid.colours.palette(theme.name))
    painter.drawImage(box, image_of(colours))
    height, width = grid.numbers.shape
    wide, high = box.width() / width, box.height() / height
    if grid.outside is not None:
        _hatch(painter, grid.outside, box, theme)
    if numbers and min(wide, high) >= READABLE:
        draw_numbers(painter, colours, box, lambda y, x: cell(float(grid.numbers[y, x])))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
    if grid.winner is not None:
        draw_cased(painter, cell_box(box, grid.numbers.shape, *grid.winner))


def draw_numbers(painter: QPainter, colours: Array, box: QRectF, spelled: Callable[[int, int], str]) -> None:
    """Write the text of each cell, black or white, whichever is read better on its colour, where it fits.

    Parameters
    ----------
    colours
        uint8 RGB (H, W, 3).
    spelled
        Returns the text of a row and column, of several lines perhaps.
    """
    height, width = colours.shape[:2]
    face = font(10)
    painter.setFont(face)
    metrics = QFontMetricsF(face)
    wide, high = box.width() / width, box.height() / height
    black = takes_black(colours).tolist()
    pens = {True: QColor("black"), False: QColor("white")}
    for y in range(height):
        for x in range(width):
            lines = spelled(y, x).split("\n")
            spans = [_advance(line) for line in lines]
            if max(spans) > wide:
                continue
            painter.setPen(pens[black[y][x]])
            left, top = box.left() + x * wide, box.top() + y * high + (high - len(lines) * metrics.height()) / 2
            for number, (line, span) in enumerate(zip(lines, spans, strict=True)):
                base = top + number * metrics.height() + metrics.ascent()
                painter.drawText(QPointF(left + (wide - span) / 2, base), line)


@lru_cache(1 << 12)
def _advance(text: str) -> float:
    """Return how wide a text is in the font of the numbers."""
    return QFontMetricsF(font(10)).horizontalAdvance(text)


def _hatch(painter: QPainter, outside: Array, box: QRectF, theme: Theme) -> None:
    """Hatch the cells that lie in the padding."""
    for y, x in np.argwhere(outside).tolist():
        place = cell_box(box, outside.shape, y, x)
        painter.fillRect(place, _SHADE[theme.name])
        painter.fillRect(place, QBrush(theme.color("strong"), Qt.BrushStyle.BDiagPattern))
