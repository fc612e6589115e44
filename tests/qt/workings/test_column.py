from __future__ import annotations

from pathlib import Path

import pytest
from live_window import LiveWindow
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from explorer.qt.workings.column_bars import ColumnBars
from explorer.qt.workings.dock import Workings
from explorer.qt.workings.product_view import ProductView
from explorer.session.pointed import Cell

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(live: LiveWindow, checkout: Path) -> LiveWindow:
    live.session.open_net("resnet8")
    live.session.open_picture(checkout / "assets" / "samples" / "shapes.png")
    live.settle()
    live.session.show_tab("column")
    live.session.follow("block3.skip:3@4,5")
    live.settle()
    return live


def bar(bars: ColumnBars, index: int, row: int = 0) -> QPoint:
    """Return a point in the track of a slice."""
    layout = bars._layout(bars._part)
    track = layout.track(row)
    return QPointF(track.left() + (index + 0.5) * layout.pitch, track.center().y()).toPoint()


def test_bar_under_the_pointer_is_looked_at_in_the_maps(shown: LiveWindow) -> None:
    bars = shown.part(ColumnBars)
    shown.bot.mouseMove(bars.viewport(), bar(bars, 9))
    assert shown.session.state.hovered == Cell(9, 5, 4)
    assert bars.words_at(QPointF(bar(bars, 9))).startswith("Map 9\nat 4, 5, shapes.png: ")


def test_click_on_a_bar_selects_its_map(shown: LiveWindow) -> None:
    bars = shown.part(ColumnBars)
    shown.click(bars.viewport(), bar(bars, 12))
    assert shown.session.state.slice == 12


def test_column_is_kept_by_its_button_or_key_and_let_go_by_its_cross(shown: LiveWindow) -> None:
    (keep,) = [b for b in shown.part(Workings).findChildren(QPushButton) if b.text() == "Keep to compare"]
    keep.click()
    shown.session.pin(Cell(3, 8, 8))
    shown.key(Qt.Key.Key_P, SHIFT)
    bars = shown.part(ColumnBars)
    assert [row.kept for row in shown.view.workings.rows] == [None, 0, 1]
    cross = bars._layout(bars._part).track(1)
    shown.click(bars.viewport(), QPointF(112, cross.top() + 6))
    assert [(column.y, column.x) for column in shown.session.state.kept_columns] == [(8, 8)]
    (drop,) = [b for b in shown.part(Workings).findChildren(QPushButton) if b.text() == "Drop all"]
    drop.click()
    assert shown.session.state.kept_columns == () and not drop.isVisible()


def test_product_is_drawn_for_filters_of_one_tap_alone(shown: LiveWindow) -> None:
    view = shown.part(ProductView)
    assert view.isVisible()
    (block, *_) = view._drawing(shown.view.workings.product).blocks
    assert view.words_at(block.box.topLeft() + QPointF(1, 1)).startswith("W[0, 0] = ")
    shown.session.follow("block3.conv1:0@1,1")
    QApplication.processEvents()
    assert not view.isVisible()


def test_deep_columns_are_scrolled(shown: LiveWindow) -> None:
    bars = shown.part(ColumnBars)
    assert bars.horizontalScrollBar().maximum() == 0
    shown.session.open_net("cifar10")
    shown.settle()
    shown.session.follow("conv3_1:0@1,1")
    shown.window.resize(1000, 800)
    QApplication.processEvents()
    assert bars.horizontalScrollBar().maximum() > 0
    bars.horizontalScrollBar().setValue(bars.horizontalScrollBar().maximum())
    last = bar(bars, 191) - QPoint(bars.horizontalScrollBar().value(), 0)
    assert bars.viewport().rect().contains(last)
    shown.bot.mouseMove(bars.viewport(), last)
    assert shown.session.state.hovered == Cell(191, 1, 1)
