from __future__ import annotations

from dataclasses import replace

import pytest
from live_window import LiveWindow
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.qt.basics.look import Look
from explorer.qt.strip.view import StripView
from explorer.session.views.strip import StripPart


@pytest.fixture
def view(look: Look, shown, chain: StripPart) -> StripView:
    view = StripView(look)
    shown(view, (900, 80))
    view.show_strip(chain)
    return view


def seen(view: StripView, tile: int) -> bool:
    """Return whether all of a card is seen."""
    corner = QPoint(view.horizontalScrollBar().value(), view.verticalScrollBar().value())
    return QRect(corner, view.viewport().size()).contains(view.canvas.box(tile).toRect())


def turn(view: StripView, notches: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QPointF(view.rect().center())
    angle = QPoint(0, -120 * notches)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, place, QPoint(), angle, Qt.MouseButton.NoButton, modifiers, phase, False)
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize("index", [19, 0, 10])
def test_selected_card_is_scrolled_into_view(view: StripView, chain: StripPart, index: int) -> None:
    view.show_strip(replace(chain, selected=index))
    assert seen(view, index)


def test_selected_card_of_another_lane_is_scrolled_into_view(view: StripView, branches: StripPart) -> None:
    view.show_strip(replace(branches, selected=6))
    assert seen(view, 6) and not seen(view, 0)


def test_selected_card_is_in_view_when_the_window_gets_its_size(look: Look, shown, chain: StripPart) -> None:
    view = StripView(look)
    view.show_strip(replace(chain, selected=15))
    shown(view, (600, 80))
    assert seen(view, 15)


def test_wheel_scrolls_a_card_a_notch_and_stays_there(view: StripView) -> None:
    turn(view, 2)
    assert view.horizontalScrollBar().value() == 2 * (192 + 16)
    view.resize(880, 80)
    assert view.horizontalScrollBar().value() == 2 * (192 + 16)


def test_tab_leaves_the_strip_where_it_is(live: LiveWindow) -> None:
    live.session.open_net("cifar10")
    live.settle()
    view = live.part(StripView)
    bar = view.horizontalScrollBar()
    assert bar.value() == 0 < bar.maximum()
    view.canvas.setFocus()
    live.key(Qt.Key.Key_Tab)
    assert live.window.focusWidget() is not view.canvas and bar.value() == 0


def test_next_picture_of_the_same_net_leaves_the_view_where_it_is(view: StripView, strip_of, chain: StripPart) -> None:
    turn(view, 3)
    before = view.horizontalScrollBar().value()
    view.show_strip(strip_of([(), *((i,) for i in range(19))], run=2))
    assert view.horizontalScrollBar().value() == before


def test_wheel_with_shift_scrolls_across_the_lanes(view: StripView, branches: StripPart) -> None:
    view.show_strip(branches)
    turn(view, 1, Qt.KeyboardModifier.ShiftModifier)
    assert (view.horizontalScrollBar().value(), view.verticalScrollBar().value() > 0) == (0, True)


def test_drag_scrolls(view: StripView) -> None:
    view.canvas.dragged.emit(QPoint(-150, 0))
    assert view.horizontalScrollBar().value() == 150


def test_first_hit_is_scrolled_into_view_unless_one_is_seen(view: StripView, chain: StripPart) -> None:
    view.show_strip(replace(chain, found=frozenset({1, 12})))
    assert seen(view, 1)
    view.show_strip(replace(chain, found=frozenset({12, 17})))
    assert seen(view, 12)


def test_edges_fade_where_cards_are_cut(view: StripView, chain: StripPart, qtbot: QtBot) -> None:
    def edges() -> tuple[bool, bool]:
        image = view.grab().toImage()
        row = [image.pixelColor(x, 40).name() for x in range(view.viewport().width())]
        return len(set(row[:10])) > 3, len(set(row[-10:])) > 3

    view.horizontalScrollBar().setValue(100)
    assert edges()[0]
    view.horizontalScrollBar().setValue(0)
    assert not edges()[0]


def test_hundreds_of_layers_cost_no_more_than_those_that_are_seen(view: StripView, strip_of, qtbot: QtBot) -> None:
    view.show_strip(strip_of([(), *((i,) for i in range(899))], selected=450))
    assert seen(view, 450)
    assert view.canvas.width() > 150_000
    view.grab()
