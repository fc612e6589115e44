from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pointer import move_over
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.plane_view import PlaneView
from explorer.session.pointed import Cell

SIZE = (300, 240)


@pytest.fixture
def plane(qtbot: QtBot, look: Look) -> PlaneView:
    view = PlaneView(look)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    qtbot.waitExposed(view)
    return view


def find(plane: PlaneView, qtbot: QtBot, cell: Cell) -> QPoint:
    """Return a point at which the view tells this cell."""
    heard: dict[tuple[int, int], Cell] = {}
    for y in range(2, SIZE[1], 6):
        for x in range(2, SIZE[0], 6):
            plane.cell_clicked.connect(lambda found, at=(x, y): heard.setdefault(at, found))
            qtbot.mouseClick(plane, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
            plane.cell_clicked.disconnect()
            if heard.get((x, y)) == cell:
                return QPoint(x, y)
    raise AssertionError(f"no point shows {cell}")


def test_plane_is_neither_turned_nor_mirrored(plane: PlaneView, qtbot: QtBot, slice_of, letter) -> None:
    plane.show_slice(slice_of(letter, 3))
    image = plane.grab().toImage()
    for y, x in ((0, 4), (1, 4), (3, 3), (3, 4), (6, 0), (6, 4)):
        point = find(plane, qtbot, Cell(3, y, x))
        assert (image.pixelColor(point).lightness() > 128) == bool(letter[y, x])


def test_plane_tells_the_cell_under_the_pointer(plane: PlaneView, qtbot: QtBot, slice_of, letter) -> None:
    plane.show_slice(slice_of(letter, 3))
    point = find(plane, qtbot, Cell(3, 5, 2))
    with qtbot.waitSignal(plane.cell_hovered) as hovered:
        move_over(plane, QPointF(point))
    assert hovered.args == [Cell(3, 5, 2)]
    with qtbot.waitSignal(plane.cell_hovered) as outside:
        move_over(plane, QPointF(1, 120))
    assert outside.args == [None]


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 2), (300, 4), (4, 300), (700, 500)])
def test_plane_fits_and_its_cells_are_not_huge(plane: PlaneView, slice_of, shape: tuple[int, int]) -> None:
    plane.show_slice(slice_of(np.ones(shape, np.float32)))
    assert 28 <= plane.heightForWidth(300) <= 240
    plane.resize(300, plane.heightForWidth(300))
    image = plane.grab().toImage()
    painted = [x for x in range(300) if image.pixelColor(x, 10).lightness() > 250]
    if shape[1] <= 2:
        assert len(painted) <= 64 * shape[1]


def test_plane_leaves_no_room_below_a_map_of_whole_magnification(plane: PlaneView, slice_of) -> None:
    plane.show_slice(slice_of(np.ones((62, 62), np.float32)))
    assert plane.heightForWidth(300) == 3 * 62 + 2


def test_plane_marks_the_cell_in_amber(plane: PlaneView, slice_of, letter) -> None:
    plane.show_slice(slice_of(letter))
    plane.mark(Cell(0, 3, 3), None)
    image = plane.grab().toImage()
    assert "#ffb454" in {image.pixelColor(x, y).name() for x in range(300) for y in range(240)}


def test_dead_slice_of_a_living_layer_is_hatched(plane: PlaneView, look: Look, slice_of) -> None:
    layer = slice_of(np.linspace(-1, 1, 400, dtype=np.float32).reshape(20, 20))
    plane.show_slice(replace(layer, plane=np.zeros((20, 20), np.float32)))
    image = plane.grab().toImage()
    seen = [image.pixelColor(x, y).name() for x in range(40, 260) for y in range(10, 220)]
    assert seen.count(look.theme.border.lower()) > len(seen) / 50


def test_no_slice_shows_nothing(plane: PlaneView, qtbot: QtBot, slice_of, letter) -> None:
    plane.show_slice(slice_of(letter))
    plane.show_slice(None)
    with qtbot.assertNotEmitted(plane.cell_clicked):
        qtbot.mouseClick(plane, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))


@pytest.mark.parametrize("shape", [(1, 508), (508, 1)])
def test_plane_of_one_row_or_column_is_drawn_wide_enough_to_be_seen(
    plane: PlaneView, slice_of, shape: tuple[int, int]
) -> None:
    plane.show_slice(slice_of(np.ones(shape, np.float32)))
    image = plane.grab().toImage()
    bright = {(x, y) for x in range(300) for y in range(240) if image.pixelColor(x, y).lightness() > 250}
    assert len({x for x, _ in bright}) > 20
    assert len({y for _, y in bright}) > 20


def test_old_plane_is_tinted(plane: PlaneView, slice_of) -> None:
    plane.show_slice(slice_of(np.ones((62, 62), np.float32)))
    before = plane.grab().toImage().pixelColor(150, 100)
    plane.show_stale(True)
    assert plane.grab().toImage().pixelColor(150, 100) != before
    plane.show_stale(False)
    assert plane.grab().toImage().pixelColor(150, 100) == before
