from __future__ import annotations

import numpy as np
import pytest
from pointer import move_over
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.large_view import LargeView
from explorer.qt.look import Look
from explorer.qt.plane_view import PlaneView
from explorer.session.state import Cell

SIZE = (300, 240)


@pytest.fixture
def plane(qtbot: QtBot, look: Look) -> PlaneView:
    view = PlaneView(look)
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    qtbot.waitExposed(view)
    return view


@pytest.fixture
def large(qtbot: QtBot, look: Look) -> LargeView:
    view = LargeView(look)
    qtbot.addWidget(view)
    view.resize(500, 400)
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
    plane.mark(Cell(0, 3, 3))
    image = plane.grab().toImage()
    assert "#ffb454" in {image.pixelColor(x, y).name() for x in range(300) for y in range(240)}


def test_no_slice_shows_nothing(plane: PlaneView, qtbot: QtBot, slice_of, letter) -> None:
    plane.show_slice(slice_of(letter))
    plane.show_slice(None)
    with qtbot.assertNotEmitted(plane.cell_clicked):
        qtbot.mouseClick(plane, Qt.MouseButton.LeftButton, pos=QPoint(150, 100))


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
def test_large_map_is_neither_turned_nor_mirrored(large: LargeView, qtbot: QtBot, slice_of, letter) -> None:
    large.show_slice(slice_of(letter, 2))
    QApplication.processEvents()
    image = large.grab().toImage()
    for y, x in np.ndindex(letter.shape):
        scene = large.getViewBox().mapViewToScene(QPointF(x + 0.5, y + 0.5))
        point = large.mapFromScene(scene)
        assert (image.pixelColor(point).lightness() > 128) == bool(letter[y, x])
        with qtbot.waitSignal(large.cell_clicked) as clicked:
            qtbot.mouseClick(large.viewport(), Qt.MouseButton.LeftButton, pos=point)
        assert clicked.args == [Cell(2, y, x)]


def test_large_map_is_zoomed_by_the_wheel(large: LargeView, slice_of, letter) -> None:
    large.show_slice(slice_of(letter.repeat(8, axis=0).repeat(8, axis=1)))
    QApplication.processEvents()
    before = large.getViewBox().viewRect().width()
    middle = QPointF(250, 200)
    turn = QWheelEvent(
        middle,
        large.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(large.viewport(), turn)
    QApplication.processEvents()
    assert large.getViewBox().viewRect().width() < before


def test_mark_in_the_large_map_is_seen_at_any_zoom(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.ones((700, 700), np.float32)))
    large.mark(Cell(0, 350, 350))
    QApplication.processEvents()
    image = large.grab().toImage()
    rows = {y for y in range(400) for x in range(500) if image.pixelColor(x, y).name() == "#ffb454"}
    assert max(rows) - min(rows) >= 9


def test_large_map_keeps_the_zoom_for_slices_of_the_same_extents(large: LargeView, slice_of, letter) -> None:
    large.show_slice(slice_of(letter, 0))
    large.getViewBox().setRange(large.getViewBox().viewRect().adjusted(1, 1, -1, -1), padding=0)
    zoomed = large.getViewBox().viewRect()
    large.show_slice(slice_of(letter, 1))
    assert large.getViewBox().viewRect() == zoomed
    large.show_slice(slice_of(letter[:4], 2))
    assert large.getViewBox().viewRect() != zoomed
