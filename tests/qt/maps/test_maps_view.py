from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pointer import move_over
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.maps.maps_overlay import Marks
from explorer.qt.maps.maps_view import MapsView
from explorer.session.pointed import Cell
from explorer.session.state import SMALLEST_TILE


@pytest.fixture
def view(qtbot: QtBot, look: Look) -> MapsView:
    view = MapsView(look)
    qtbot.addWidget(view)
    view.resize(640, 420)
    view.show()
    qtbot.waitExposed(view)
    return view


def centre_of(view: MapsView, cell: Cell) -> QPointF:
    """Return where the view finds a cell, by looking for it."""
    canvas = view.focusProxy()
    seen = [
        QPointF(x, y)
        for y in range(0, canvas.height(), 4)
        for x in range(0, canvas.width(), 4)
        if view.cell_at(QPointF(x, y)) == cell
    ]
    return seen[len(seen) // 2]


def brightness(image: QImage, point: QPointF) -> int:
    return image.pixelColor(point.toPoint()).lightness()


def test_map_is_neither_turned_nor_mirrored(view: MapsView, maps_of, letter) -> None:
    view.show_maps(maps_of(np.stack([letter, 1 - letter])), 96)
    QApplication.processEvents()
    image = view.focusProxy().grab().toImage()
    for slice_, values in ((0, letter), (1, 1 - letter)):
        for y, x in np.ndindex(values.shape):
            assert (brightness(image, centre_of(view, Cell(slice_, y, x))) > 128) == bool(values[y, x])


def test_pointer_tells_the_cell_and_leaving_tells_none(view: MapsView, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None].repeat(4, axis=0)), 96)
    heard: list[Cell | None] = []
    view.cell_hovered.connect(heard.append)
    move_over(view.focusProxy(), centre_of(view, Cell(2, 3, 1)))
    move_over(view.focusProxy(), QPointF(1, 1))
    assert heard == [Cell(2, 3, 1), None]


def test_click_and_double_click_tell_the_cell(view: MapsView, qtbot: QtBot, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None].repeat(4, axis=0)), 96)
    point = centre_of(view, Cell(1, 6, 0)).toPoint()
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        qtbot.mouseClick(view.focusProxy(), Qt.MouseButton.LeftButton, pos=point)
    with qtbot.waitSignal(view.cell_double_clicked) as twice:
        qtbot.mouseDClick(view.focusProxy(), Qt.MouseButton.LeftButton, pos=point)
    assert clicked.args == twice.args == [Cell(1, 6, 0)]


def test_right_click_tells_nothing(view: MapsView, qtbot: QtBot, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None]), 96)
    with qtbot.assertNotEmitted(view.cell_clicked):
        qtbot.mouseClick(view.focusProxy(), Qt.MouseButton.RightButton, pos=centre_of(view, Cell(0, 0, 0)).toPoint())


def test_columns_are_told_when_the_layout_changes(view: MapsView, qtbot: QtBot, maps_of, letter) -> None:
    with qtbot.waitSignal(view.columns_changed) as before:
        view.show_maps(maps_of(letter[None].repeat(64, axis=0)), 96)
    with qtbot.waitSignal(view.columns_changed) as after:
        view.show_maps(maps_of(letter[None].repeat(64, axis=0)), 160)
    assert after.args[0] < before.args[0]


def test_selected_tile_is_scrolled_into_view(view: MapsView, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None].repeat(200, axis=0)), 96)
    assert view.cell_at(QPointF(30, 60)).slice == 0
    view.mark(Marks(150))
    assert centre_of(view, Cell(150, 3, 0)) is not None
    view.mark(Marks(0))
    assert view.cell_at(QPointF(30, 60)).slice == 0


def test_other_layer_begins_at_the_top_and_new_values_stay_where_they_are(view: MapsView, maps_of, letter) -> None:
    volume = letter[None].repeat(200, axis=0)
    view.show_maps(maps_of(volume), 96)
    view.scroll_by(500)
    scrolled = view.cell_at(QPointF(30, 200))
    view.show_maps(maps_of(volume, run=2), 96)
    assert view.cell_at(QPointF(30, 200)) == scrolled
    view.show_maps(maps_of(volume, value="others"), 96)
    assert view.cell_at(QPointF(30, 60)).slice == 0


def test_other_order_begins_at_the_top_and_another_page_shows_what_is_selected(view: MapsView, maps_of, letter) -> None:
    maps = maps_of(letter[None].repeat(200, axis=0))
    view.show_maps(maps, 96)
    view.mark(Marks(150))
    turned = replace(maps, order="maximum", ordered=tuple(range(199, -1, -1)), slices=tuple(range(199, -1, -1)))
    view.show_maps(turned, 96)
    assert view.cell_at(QPointF(30, 60)).slice == 199
    view.show_maps(replace(turned, slices=tuple(range(199, 99, -1))), 96)
    assert centre_of(view, Cell(150, 3, 0)) is not None


def test_smallest_tiles_show_all_maps_at_once(view: MapsView, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None].repeat(1500, axis=0)), SMALLEST_TILE)
    canvas = view.focusProxy()
    points = (QPointF(x, y) for y in range(0, canvas.height(), 3) for x in range(0, canvas.width(), 3))
    assert max(cell.slice for point in points if (cell := view.cell_at(point)) is not None) > 1450


def test_no_maps_show_the_bare_canvas(view: MapsView, look: Look, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None]), 96)
    view.show_maps(None, 96)
    QApplication.processEvents()
    assert view.cell_at(QPointF(60, 60)) is None
    assert view.focusProxy().grab().toImage().pixelColor(60, 60) == look.theme.color("canvas")


def test_marks_and_captions_are_drawn_over_the_maps(view: MapsView, look: Look, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None].repeat(4, axis=0)), 96)
    QApplication.processEvents()
    plain = view.focusProxy().grab().toImage()
    view.mark(Marks(1, Cell(2, 3, 3)))
    QApplication.processEvents()
    marked = view.focusProxy().grab().toImage()
    assert plain != marked
    colours = {marked.pixelColor(x, y).name() for x in range(marked.width()) for y in range(marked.height())}
    assert {look.theme.color("accent").name(), "#ffb454"} <= colours


def test_dark_look_repaints(view: MapsView, look: Look, maps_of, letter) -> None:
    view.show_maps(maps_of(letter[None]), 96)
    look.choose("dark")
    QApplication.processEvents()
    assert view.focusProxy().grab().toImage().pixelColor(2, 2) == look.theme.color("canvas")


def test_dead_maps_are_hatched(view: MapsView, maps_of, letter) -> None:
    view.show_maps(maps_of(np.stack([letter, np.zeros_like(letter)])), 96)
    QApplication.processEvents()
    image = view.focusProxy().grab().toImage()
    along = [QPointF(x, 200) for x in range(image.width())]
    shades = {brightness(image, p) for p in along if (cell := view.cell_at(p)) is not None and cell.slice == 1}
    assert len(shades) == 2
