from __future__ import annotations

import numpy as np
import pytest
from pointer import magnification, move_over
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.large_view import LargeView
from explorer.session.pointed import Cell

LEFT = Qt.MouseButton.LeftButton


def centre_of(view: LargeView, cell: Cell) -> QPointF:
    """Return where the view finds a cell, by looking for it."""
    every = (QPointF(x, y) for y in range(0, view.height(), 5) for x in range(0, view.width(), 5))
    seen = [point for point in every if view.cell_at(point) == cell]
    return seen[len(seen) // 2]


def turn(view: LargeView, notches: int, at: QPointF) -> None:
    none = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)


def drag(view: LargeView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, pos=end)


def test_map_is_neither_turned_nor_mirrored(large: LargeView, slice_of, letter) -> None:
    large.show_slice(slice_of(letter, 2))
    image = large.grab().toImage()
    for y, x in np.ndindex(letter.shape):
        point = centre_of(large, Cell(2, y, x)).toPoint() + QPoint(9, 0)
        assert (image.pixelColor(point).lightness() > 128) == bool(letter[y, x])


def test_values_are_crisp_at_any_magnification(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.indices((40, 40)).sum(axis=0).astype(np.float32) % 2))
    for _ in range(3):
        image = large.grab().toImage()
        colours = {image.pixelColor(x, y).name() for x in range(220, 300) for y in range(120, 220)}
        assert {"#000000", "#ffffff"} <= colours
        assert len(colours) == 2
        large.zoom_by(1)


def test_click_tells_the_cell_and_a_drag_does_not(large: LargeView, qtbot: QtBot, slice_of, letter) -> None:
    large.show_slice(slice_of(letter, 2))
    point = centre_of(large, Cell(2, 3, 3)).toPoint()
    with qtbot.waitSignal(large.cell_clicked) as clicked:
        qtbot.mouseClick(large, LEFT, pos=point)
    assert clicked.args == [Cell(2, 3, 3)]
    with qtbot.assertNotEmitted(large.cell_clicked):
        drag(large, point, point + QPoint(60, 0))


def test_pointer_tells_the_cell_and_leaving_tells_none(large: LargeView, slice_of, letter) -> None:
    large.show_slice(slice_of(letter, 2))
    heard: list[Cell | None] = []
    large.cell_hovered.connect(heard.append)
    move_over(large, centre_of(large, Cell(2, 5, 0)))
    move_over(large, QPointF(2, 2))
    assert heard == [Cell(2, 5, 0), None]


def test_wheel_magnifies_about_the_pointer(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.ones((56, 40), np.float32)))
    before, at = magnification(large), QPointF(210, 170)
    cell = large.cell_at(at)
    turn(large, 2, at)
    assert magnification(large) > before
    assert large.cell_at(at) == cell
    large.fit()
    assert magnification(large) == before


def test_drag_moves_the_map(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.ones((56, 40), np.float32)))
    large.zoom_by(3)
    cell = large.cell_at(QPointF(250, 200))
    drag(large, QPoint(250, 200), QPoint(180, 160))
    assert large.cell_at(QPointF(180, 160)) == cell


def test_other_extents_are_fitted_again_and_the_same_stay_magnified(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.ones((56, 40), np.float32), 0))
    fitted = magnification(large)
    large.zoom_by(2)
    zoomed = magnification(large)
    large.show_slice(slice_of(np.zeros((56, 40), np.float32), 1))
    assert magnification(large) == zoomed > fitted
    large.show_slice(slice_of(np.ones((8, 8), np.float32), 2))
    assert magnification(large) > zoomed


def test_numbers_are_printed_where_there_is_room(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.full((4, 4), 0.5, np.float32)))
    image = large.grab().toImage()
    inside = [image.pixelColor(x, y).lightness() for x in range(120, 380, 2) for y in range(80, 300)]
    assert max(inside) - min(inside) > 100
    large.show_slice(slice_of(np.full((60, 60), 0.5, np.float32), 1))
    image = large.grab().toImage()
    assert len({image.pixelColor(x, y).name() for x in range(200, 300) for y in range(100, 200)}) == 1


def test_mark_is_seen_at_any_zoom(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.ones((700, 700), np.float32)))
    large.mark(Cell(0, 350, 350))
    image = large.grab().toImage()
    amber = [x for x in range(image.width()) for y in range(image.height())
             if image.pixelColor(x, y).name() == "#ffb454"]  # fmt: skip
    assert max(amber) - min(amber) >= 9


@pytest.mark.parametrize("shape", [(1, 1), (1, 4000), (4000, 1), (1500, 900), (2, 300)])
def test_any_extents_are_seen(large: LargeView, slice_of, shape: tuple[int, int]) -> None:
    large.show_slice(slice_of(np.ones(shape, np.float32)))
    image = large.grab().toImage()
    shown = {image.pixelColor(x, y).name() for x in range(49, 487) for y in range(13, 363)}
    assert "#ffffff" in shown


def test_map_larger_than_the_view_is_averaged(large: LargeView, slice_of) -> None:
    plane = np.zeros((1400, 1400), np.float32)
    plane[::4] = 1
    large.show_slice(slice_of(plane))
    image = large.grab().toImage()
    assert {image.pixelColor(200, y).lightness() // 16 for y in range(100, 130)} == {4}


def test_old_map_is_tinted(large: LargeView, slice_of) -> None:
    large.show_slice(slice_of(np.ones((60, 60), np.float32)))
    before = large.grab().toImage().pixelColor(250, 180)
    large.show_stale(True)
    assert large.grab().toImage().pixelColor(250, 180) != before


def test_dark_look_repaints(large: LargeView, look: Look, slice_of, letter) -> None:
    large.show_slice(slice_of(letter))
    look.choose("dark")
    assert large.grab().toImage().pixelColor(2, 2) == look.theme.color("canvas")
