from __future__ import annotations

import numpy as np
import pytest
from live_window import LiveWindow
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton

from explorer.qt.workings.channels import ChannelsTab
from explorer.qt.workings.dock import Workings
from explorer.qt.workings.map_tiles import CAPTION, MapTiles
from explorer.session.pointed import Cell

TERMS = "Maps of single channels, and their running sum"
AFTER = "The map that the channels sum up to"


@pytest.fixture
def shown(digit: LiveWindow) -> LiveWindow:
    digit.session.show_tab("channels")
    digit.session.set_terms("index")
    digit.session.follow("conv2:3")
    digit.settle()
    return digit


def pixel(live: LiveWindow, tiles: MapTiles, place: int, y: float, x: float) -> QPointF:
    """Return the point at a row and column of a map."""
    box = tiles.box(place)
    high, wide = live.view.workings.alone.shape[1:]
    return QPointF(box.left() + (x + 0.5) * box.width() / wide, box.top() + (y + 0.5) * box.height() / high)


def test_click_on_a_partial_map_leads_to_the_map_that_it_comes_from(shown: LiveWindow) -> None:
    tiles = shown.part(MapTiles, TERMS)
    shown.click(tiles, tiles.box(4).center())
    assert (shown.session.state.layer, shown.session.state.slice) == ("pool1", 2)


def test_click_on_a_result_leads_to_its_layer(shown: LiveWindow) -> None:
    tiles = shown.part(MapTiles, AFTER)
    shown.click(tiles, tiles.box(1).center())
    assert (shown.session.state.layer, shown.session.state.slice) == ("relu2", 3)


def test_same_cell_is_pointed_at_everywhere(shown: LiveWindow) -> None:
    tiles = shown.part(MapTiles, TERMS)
    shown.bot.mouseMove(tiles, pixel(shown, tiles, 2, 6, 7).toPoint())
    assert shown.session.state.hovered == Cell(3, 6, 7)
    assert shown.view.workings.cell == Cell(3, 6, 7)
    assert shown.view.readout.text.startswith("Channel 1 alone at 7, 6: ")
    assert tiles.words_at(pixel(shown, tiles, 2, 6, 7)).startswith(f"{shown.view.readout.exact}\n")


def test_maps_stand_in_two_rows_of_one_scale(shown: LiveWindow) -> None:
    tiles, part = shown.part(MapTiles, TERMS), shown.view.workings
    picture, ratio = tiles.grab().toImage(), tiles.devicePixelRatioF()
    largest = np.unravel_index(np.argmax(np.abs(part.alone[0])), part.alone[0].shape)
    colours = {picture.pixelColor((pixel(shown, tiles, place, *largest) * ratio).toPoint()).name() for place in (0, 1)}
    assert tiles.box(0).left() == tiles.box(1).left() and tiles.box(0).bottom() < tiles.box(1).top()
    assert len(colours) == 1  # the first sum is the first map


def test_order_and_folding_are_chosen_beside_them(shown: LiveWindow) -> None:
    shown.part(QToolButton, "Order of the channels: Largest first").click()
    assert shown.session.state.terms == "contribution"
    (fold,) = [b for b in shown.part(Workings).findChildren(QPushButton) if b.text().startswith("Show all")]
    assert not fold.isVisible()
    shown.session.follow("conv2:3")
    shown.session.open_net("cifar10")
    shown.settle()
    shown.session.follow("conv2_1:3")
    shown.settle()
    assert fold.isVisible() and fold.text() == "Show all 32"
    fold.click()
    shown.settle()
    assert len(shown.view.workings.names) == 32


def test_words_stand_in_for_maps_that_there_are_not(shown: LiveWindow) -> None:
    shown.session.follow("fc4")
    QApplication.processEvents()
    assert not shown.part(MapTiles, TERMS).isVisible()
    shown.session.follow("conv1")
    shown.settle()
    assert shown.part(MapTiles, TERMS).isVisible()


def test_theme_recolours_the_maps(shown: LiveWindow) -> None:
    tiles = shown.part(MapTiles, TERMS)
    light = tiles.grab().toImage()
    shown.session.set_theme("dark")
    QApplication.processEvents()
    assert tiles.grab().toImage() != light


def test_nothing_is_written_over_the_maps_of_a_low_panel(shown: LiveWindow) -> None:
    tab, tiles = shown.part(ChannelsTab), shown.part(MapTiles, AFTER)
    (number,) = [label for label in tiles.findChildren(QLabel) if label.text().startswith("Numbers: ")]
    seen = []
    for height in range(150, 400, 10):
        tab.resize(tab.width(), height)
        caption = tiles.box(0).top() - CAPTION
        assert tiles.box(0).bottom() + 1 <= tiles.height()
        assert number.isHidden() or number.geometry().bottom() < caption
        seen.append(not number.isHidden())
    assert seen[-1] and not seen[0]


def test_rows_are_level_also_where_the_channels_are_scrolled(shown: LiveWindow) -> None:
    terms, after = shown.part(MapTiles, TERMS), shown.part(MapTiles, AFTER)
    shown.window.resize(1280, 800)
    shown.settle()
    assert terms.visibleRegion().boundingRect().width() < terms.width()
    sums, result = terms.box(1), after.box(0)
    assert result.size() == sums.size()
    assert terms.mapToGlobal(sums.topLeft()).y() == after.mapToGlobal(result.topLeft()).y()
