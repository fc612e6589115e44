from __future__ import annotations

import pytest
from live_window import LiveWindow
from pointer import move_over
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QSlider

from explorer.qt.maps.large_view import LargeView
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.maps.plane_view import PlaneView
from explorer.qt.strip.canvas import Canvas
from explorer.session.pointed import Cell
from explorer.session.state import SCOPES, SMALLEST_TILE

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def point_of(live: LiveWindow, index: int) -> QPointF:
    """Return a point of the canvas inside a tile."""
    maps = live.part(MapsView)
    canvas = maps.focusProxy()
    points = (QPointF(x, y) for y in range(0, canvas.height(), 8) for x in range(0, canvas.width(), 8))
    return next(point for point in points if (cell := maps.cell_at(point)) is not None and cell.slice == index)


def canvas(live: LiveWindow):
    return live.part(MapsView).focusProxy()


def test_arrows_move_in_the_grid(digits: LiveWindow) -> None:
    columns = digits.session.state.columns
    for key, index in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 1 + columns), (Qt.Key.Key_Left, columns)):
        digits.key(key)
        assert digits.view.slice.slice == index
    digits.key(Qt.Key.Key_Up)
    assert digits.view.slice.slice == 0 and digits.view.filter.filter == 0


def test_control_and_arrows_change_the_layer(digits: LiveWindow) -> None:
    titles = []
    for _ in range(3):
        digits.key(Qt.Key.Key_Down, CONTROL)
        titles.append(digits.view.maps.title)
    assert titles == ["relu1", "pool1", "conv2"]
    digits.key(Qt.Key.Key_Up, CONTROL)
    assert digits.view.maps.title == "pool1"


def test_keys_step_through_every_layer_and_every_panel_follows(digits: LiveWindow) -> None:
    for _ in digits.view.strip.cards:
        digits.key(Qt.Key.Key_Right, SHIFT)
        digits.picture()
        digits.key(Qt.Key.Key_Down, CONTROL)
    assert digits.view.maps.title == digits.view.strip.cards[-1].title
    assert not digits.messages


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
def test_card_selects_its_layer(digits: LiveWindow) -> None:
    cards = digits.part(Canvas)
    digits.click(cards, cards.box(3).center())
    assert digits.view.maps.title == digits.view.strip.cards[3].title and digits.view.strip.selected == 3


def test_pointing_reads_out_a_value_and_leaving_ends_it(digits: LiveWindow) -> None:
    place = point_of(digits, 4)
    move_over(canvas(digits), place)
    cell = digits.session.state.hovered
    assert cell is not None and cell.slice == 4
    assert digits.view.readout.cell == cell
    assert digits.view.readout.exact
    move_over(canvas(digits), QPointF(1, 1))
    assert digits.view.readout is None


def test_click_pins_a_cell_and_escape_lets_it_go(digits: LiveWindow) -> None:
    place = point_of(digits, 3)
    digits.click(canvas(digits), place)
    assert digits.view.slice.slice == 3 and digits.session.state.pinned is not None
    assert digits.view.slice.address.startswith("conv1:3@")
    digits.session.hover(None)
    digits.key(Qt.Key.Key_Escape)
    assert digits.session.state.pinned is None and digits.view.slice.slice == 3


def test_map_at_the_right_points_into_the_same_map(digits: LiveWindow) -> None:
    digits.key(Qt.Key.Key_Right)
    plane = digits.part(PlaneView)
    move_over(plane, QPointF(plane.width() / 2, plane.height() / 2))
    assert digits.session.state.hovered.slice == 1


def test_large_map_is_opened_by_key_and_by_double_click_and_left_by_escape(digits: LiveWindow) -> None:
    large = digits.part(LargeView)
    digits.key(Qt.Key.Key_Z)
    assert large.isVisible()
    digits.key(Qt.Key.Key_Right)
    assert large.isVisible() and digits.view.slice.slice == 1
    digits.key(Qt.Key.Key_Escape)
    assert not large.isVisible() and digits.part(MapsView).isVisible()
    digits.bot.mouseDClick(canvas(digits), Qt.MouseButton.LeftButton, pos=point_of(digits, 2).toPoint())
    QApplication.processEvents()
    assert large.isVisible()


def test_scope_colours_and_fit_follow_their_keys(digits: LiveWindow) -> None:
    seen = set()
    for _ in SCOPES:
        digits.key(Qt.Key.Key_L)
        seen.add(digits.view.maps.scope)
    assert seen == set(SCOPES)
    before = digits.part(MapsView).grab().toImage()
    digits.key(Qt.Key.Key_C)
    assert digits.view.maps.legend.colours.name == "weights" and digits.part(MapsView).grab().toImage() != before
    digits.key(Qt.Key.Key_F)
    digits.settle()
    assert digits.view.input.fit == "pad" and digits.view.input.framing.box.top < 0


def test_tile_slider_at_its_left_end_shows_all_maps_of_a_deep_layer(digits: LiveWindow) -> None:
    digits.session.select_layer(next(card.value for card in digits.view.strip.cards if card.operator == "Flatten"))
    slider = digits.part(QSlider, "Tile size")
    slider.setValue(SMALLEST_TILE)
    QApplication.processEvents()
    assert digits.session.state.tile == SMALLEST_TILE
    digits.picture()


def test_theme_changes_every_panel(digits: LiveWindow) -> None:
    light = digits.picture()
    digits.session.set_theme("dark")
    QApplication.processEvents()
    dark = digits.picture()
    for x, y in ((5, 140), (300, 790), (1275, 400), (600, 22)):
        assert light.pixelColor(x, y).lightness() > 128 > dark.pixelColor(x, y).lightness()


def test_hovering_a_cell_beyond_the_maps_is_harmless(digits: LiveWindow) -> None:
    digits.session.hover(Cell(99, 99, 99))
    assert digits.view.readout is None
    digits.picture()
