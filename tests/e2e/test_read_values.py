"""Whatever shows numbers as a picture tells the one under the pointer in the status line."""

from __future__ import annotations

import numpy as np
import pytest
from live_window import LiveWindow
from pointer import move_over
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from explorer.qt.arithmetic.view import WorkedView
from explorer.qt.basics.cells import cell_box
from explorer.qt.filters.editor import FilterEditor
from explorer.qt.filters.siblings import AllFiltersView
from explorer.qt.input.feed_section import FeedSection
from explorer.qt.maps.large_view import LargeView
from explorer.qt.maps.legend_view import LegendView
from explorer.qt.maps.plane_view import PlaneView
from explorer.qt.strip.canvas import Canvas
from explorer.qt.strip.card import picture_place
from explorer.qt.workings.border_view import BorderView
from explorer.qt.workings.column_bars import ColumnBars
from explorer.qt.workings.map_tiles import MapTiles
from explorer.qt.workings.product_view import ProductView
from explorer.qt.workings.terms_view import TermsView
from explorer.qt.workings.window_view import WindowView
from explorer.render.numbers import three_digits
from explorer.session.pointed import Cell

pytestmark = pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)


def told(live: LiveWindow) -> str:
    """Return what the status line tells of what is under the pointer, without what it sees or does."""
    labels = live.window.findChild(QWidget, "statusLine").findChildren(QLabel)
    return labels[0].text().partition("   ")[0]


def point(live: LiveWindow, widget: QWidget, place: QPointF) -> str:
    """Move the pointer to a place, and return what is told."""
    move_over(widget, place)
    QApplication.processEvents()
    return told(live)


def leave(live: LiveWindow, widget: QWidget) -> str:
    """Move the pointer away, and return what is told."""
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    return told(live)


def volume(live: LiveWindow, title: str) -> np.ndarray:
    """Return the values of a layer, by its title."""
    shown = live.session._exchange
    (value,) = [layer.value for layer in shown.loaded.layers if layer.title == title]
    return shown.computed.activations[value][0]


def thumbnail(cards: Canvas, tile: int, shape: tuple[int, int], y: int, x: int) -> QPointF:
    """Return the point in the strip where a cell of a card's picture lies."""
    picture = cards._thumbnails.picture(cards._value(cards._part, tile))
    return cell_box(picture_place(cards.box(tile), picture), shape, y, x).center()


def test_thumbnails(digits: LiveWindow) -> None:
    cards = digits.part(Canvas)
    QApplication.processEvents()
    digits.session.go_to("conv1:4")
    image, pool = volume(digits, "image"), volume(digits, "pool1")
    assert point(digits, cards, thumbnail(cards, 3, (14, 14), 5, 9)) == f"pool1:4@9,5 = {three_digits(pool[4, 5, 9])}"
    assert digits.view.pointed.outlines["image"].inside.top == 10 / 32
    pixel = ", ".join(three_digits(value) for value in image[:, 20, 3])
    assert point(digits, cards, thumbnail(cards, 0, (32, 32), 20, 3)) == f"image@3,20 = {pixel}"
    point(digits, cards, thumbnail(cards, 1, (28, 28), 7, 8))
    assert digits.session.state.hovered == Cell(4, 7, 8)
    assert point(digits, cards, cards.box(3).topLeft() + QPointF(20, 4)) == ""
    digits.session.pin(Cell(4, 1, 1))
    pinned = told(digits)
    assert point(digits, cards, thumbnail(cards, 3, (14, 14), 5, 9)) != pinned
    assert leave(digits, cards) == pinned


def test_what_a_later_unit_sees_is_outlined_beside_the_pinned_value(digits: LiveWindow) -> None:
    digits.session.go_to("conv1:4@20,21")
    digits.session.toggle_zoom()
    QApplication.processEvents()
    cards, large = digits.part(Canvas), digits.part(LargeView)
    pinned = large.grab().toImage()
    point(digits, cards, thumbnail(cards, 3, (14, 14), 2, 3))
    assert large.grab().toImage() != pinned
    leave(digits, cards)
    assert large.grab().toImage() == pinned


def test_filter_and_what_it_is_laid_on(digits: LiveWindow) -> None:
    digits.session.go_to("conv2:7")
    QApplication.processEvents()
    view, part = digits.part(FilterEditor, "Filter weights"), digits.view.filter
    pool = volume(digits, "pool1")
    tiles = view._tiles(part, view.width())
    room = tiles.map_room(2)
    side = room.width() / 14
    place = room.topLeft() + QPointF(4.5 * side, 3.5 * side)
    assert point(digits, view, place) == f"pool1:2@4,3 = {three_digits(pool[2, 3, 4])}"
    box = cell_box(tiles.kernel_box(2), (5, 5), 1, 3)
    weight = three_digits(part.kernels[2, 1, 3])
    assert point(digits, view, box.center()) == f"conv2, filter 7, channel 2, row 1, column 3 = {weight}"
    assert digits.view.sharing.lit is not None
    assert leave(digits, view) == "" and digits.view.sharing.lit is None


def test_all_filters_of_the_first_layer(digits: LiveWindow) -> None:
    view = digits.part(AllFiltersView)
    place = cell_box(view._inner(3), (5, 5), 2, 1).center()
    weight = three_digits(digits.view.filter.siblings[3, 0, 2, 1])
    assert point(digits, view, place) == f"conv1, filter 3, row 2, column 1 = {weight}"
    assert leave(digits, view) == ""


def test_map_and_tensor_as_fed(digits: LiveWindow) -> None:
    plane, fed = digits.part(PlaneView), digits.window.findChild(FeedSection).picture
    conv = volume(digits, "conv1")
    assert (
        point(digits, plane, cell_box(plane._box(), (28, 28), 6, 9).center())
        == f"conv1:0@9,6 = {three_digits(conv[0, 6, 9])}"
    )
    assert leave(digits, plane) == ""
    assert point(digits, fed, cell_box(fed._seen, (32, 32), 6, 9).center()).startswith("image@9,6 = ")
    assert leave(digits, fed) == ""


def test_scales(digits: LiveWindow) -> None:
    for name in ("Scale of the maps", "Scale of the weights"):
        legend = digits.part(LegendView, name)
        levels = legend._levels
        assert point(digits, legend, QPointF(1, 4)) == f"Colour scale: {three_digits(levels.low)}"
        assert point(digits, legend, QPointF(legend.width() - 1, 4)) == f"Colour scale: {three_digits(levels.high)}"
        assert leave(digits, legend) == ""


def test_arithmetic_beside_the_maps(digits: LiveWindow) -> None:
    digits.session.go_to("conv2:3")
    digits.session.pin(Cell(3, 2, 4))
    QApplication.processEvents()
    pinned, view = told(digits), digits.part(WorkedView, "Arithmetic of the value")
    term = digits.view.arithmetic.steps[0].terms[0]
    patch, weight, product = (three_digits(float(grid.numbers[0, 0])) for grid in term.grids)
    said = point(digits, view, QPointF(13, 4))
    assert said == f"{term.name}, row 0 and column 0 of the window: {patch} · {weight} = {product}"
    assert point(digits, view, QPointF(view.width() - 14, 17)).startswith(f"{term.name}: ")
    assert leave(digits, view) == pinned


def test_arithmetic_below_the_maps(digits: LiveWindow) -> None:
    digits.session.go_to("conv2:3")
    digits.session.show_tab("arithmetic")
    digits.session.pin(Cell(3, 2, 4))
    digits.settle()
    pinned, terms, window = told(digits), digits.part(TermsView), digits.part(WindowView)
    step = digits.view.workings.worked.steps[0]
    assert point(digits, terms.viewport(), terms.tiles.box(1, 1).center()).startswith(
        f"{step.terms[1].name}, row 2 and"
    )
    assert leave(digits, terms.viewport()) == pinned
    value, channel = step.window.source
    place = cell_box(window._places(step.window)[1], (14, 14), 3, 8).center()
    pool = volume(digits, "pool1")
    assert (
        value == "pool1"
        and point(digits, window, place) == f"pool1:{channel}@8,3 = {three_digits(pool[channel, 3, 8])}"
    )
    assert digits.view.readout.address == f"pool1:{channel}@8,3"
    assert leave(digits, window) == pinned


def test_channels_columns_and_borders(digits: LiveWindow) -> None:
    digits.session.go_to("conv2:3@1,1")
    digits.session.show_tab("channels")
    digits.session.set_terms("index")
    digits.settle()
    tiles = digits.part(MapTiles, "Maps of single channels, and their running sum")
    alone = three_digits(float(digits.view.workings.alone[2][4, 5]))
    assert point(digits, tiles, cell_box(tiles.box(4), (10, 10), 4, 5).center()) == f"Channel 2 alone at 5, 4: {alone}"
    leave(digits, tiles)
    digits.session.show_tab("column")
    digits.settle()
    bars = digits.part(ColumnBars)
    layout = bars._layout(bars._part)
    place = QPointF(layout.track(0).left() + 4.5 * layout.pitch, layout.track(0).center().y())
    assert point(digits, bars.viewport(), place).startswith("conv2:4@1,1 = ")
    leave(digits, bars.viewport())
    digits.session.go_to("fc4:3")
    QApplication.processEvents()
    product = digits.part(ProductView)
    block = product._drawing(digits.view.workings.product).blocks[0]
    weight = three_digits(float(digits.view.workings.product.matrix[3, 7]))
    assert point(digits, product, cell_box(block.box, block.numbers.shape, 3, 7).center()) == f"W[3, 7] = {weight}"
    leave(digits, product)
    digits.session.go_to("pool1:3")
    digits.session.show_tab("shapes")
    digits.settle()
    border, relu = digits.part(BorderView), volume(digits, "relu1")
    place = cell_box(border._places(digits.view.workings.border)[0], (28, 28), 20, 21).center()
    assert point(digits, border, place) == f"relu1:3@21,20 = {three_digits(relu[3, 20, 21])}"
    assert leave(digits, border) == ""
