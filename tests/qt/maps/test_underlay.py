"""The picture that shows through a large map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pointer import magnification
from PySide6.QtCore import QPoint, QPointF

from explorer.qt.maps.large_view import LargeView
from explorer.qt.maps.underlay import opacities
from explorer.render.colour import palette
from explorer.session.maps.underlay import Underlay
from explorer.session.pointed import Cell
from explorer.session.views.view import SlicePart


def halves() -> np.ndarray:
    """Return a picture that is black at the left and white at the right."""
    pixels = np.zeros((8, 12, 3), np.float32)
    pixels[:, 6:] = 1
    return pixels


def laid(part: SlicePart) -> SlicePart:
    """Return a slice (7, 5) whose picture reaches one value beyond it on all sides."""
    return replace(part, under=Underlay(1, -1.0, -1.0, 9.0, 7.0, halves()))


def grey_at(view: LargeView, cell: Cell) -> int:
    every = (QPoint(x, y) for y in range(0, view.height(), 5) for x in range(0, view.width(), 5))
    points = [point for point in every if view.cell_at(point.toPointF()) == cell]
    middle = points[len(points) // 2]
    return view.grab().toImage().pixelColor(middle).lightness()


def test_picture_shows_through_what_is_zero(large: LargeView, slice_of) -> None:
    part = slice_of(np.zeros((7, 5), np.float32))
    large.show_slice(laid(part))
    dark, bright = (grey_at(large, Cell(0, 3, x)) for x in (0, 4))
    assert bright - dark > 100


def test_all_of_the_picture_is_in_sight(large: LargeView, slice_of, letter) -> None:
    part = slice_of(letter)
    large.show_slice(part)
    alone = magnification(large)
    large.show_slice(laid(part))
    assert magnification(large) < alone
    assert magnification(large) * 9 <= large.height()
    large.show_slice(part)
    assert magnification(large) == alone


@pytest.mark.parametrize("name", ["signed", "viridis"])
def test_strong_colours_hide_the_picture_and_broken_ones_do_wholly(name: str) -> None:
    found = opacities(palette(name)).astype(int)
    neutral = len(found) // 2 - 1 if name == "signed" else 0
    assert (found[neutral], found[-1]) == (0, 255)
    assert (np.diff(found[neutral:]) >= 0).all()


def test_rulers_stand_beside_the_picture(large: LargeView, slice_of, letter) -> None:
    part = slice_of(letter)
    plain = replace(laid(part).under, pixels=np.full((8, 12, 3), 0.5, np.float32))
    large.show_slice(replace(part, under=plain))
    image, middle, wide = large.grab().toImage(), large.height() // 2, round(magnification(large))
    left = min(x for x in range(large.width()) if large.cell_at(QPointF(x, middle)))
    beside = {image.pixelColor(x, y).name() for x in range(left - wide + 3, left - 3) for y in range(100, 300)}
    further = {image.pixelColor(x, y).name() for x in range(left - wide - 30, left - wide - 2) for y in range(100, 300)}
    assert len(beside) == 1 and len(further) > 2
