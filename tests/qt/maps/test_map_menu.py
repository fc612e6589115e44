"""The menu of a map: it is ablated and scaled for the layers behind it."""

from __future__ import annotations

import numpy as np
from live_window import LiveWindow
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from explorer.qt.maps.maps_view import MapsView


def open_menu(widget: QWidget, point: QPoint, reason: QContextMenuEvent.Reason) -> QMenu:
    QApplication.sendEvent(widget, QContextMenuEvent(reason, point, widget.mapToGlobal(point)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entry(menu: QMenu, words: str) -> QAction:
    (found,) = [action for action in menu.actions() if words in action.text()]
    return found


def value(live: LiveWindow, title: str) -> np.ndarray:
    computed = live.session._exchange.computed
    return np.array(computed.activations[next(x.value for x in computed.loaded.layers if x.title == title)])


def test_the_map_under_the_pointer_is_selected_and_scaled(digit: LiveWindow) -> None:
    canvas = digit.part(MapsView).focusProxy()
    before = value(digit, "conv1"), value(digit, "relu1")
    place = next(
        QPoint(x, 100)
        for x in range(0, 900, 20)
        if (c := digit.part(MapsView).cell_at(QPoint(x, 100).toPointF())) and c.slice == 2
    )
    menu = open_menu(canvas, place, QContextMenuEvent.Reason.Mouse)
    assert digit.session.state.slice == 2
    entry(entry(menu, "Scale map 2").menu(), "ablated").trigger()
    menu.close()
    digit.settle()
    np.testing.assert_array_equal(value(digit, "conv1"), before[0])
    assert not value(digit, "relu1")[0, 2].any() and before[1][0, 2].any()
    assert dict(digit.view.slice.facts)["Layers behind read"] == "0, ablated"
    menu = open_menu(canvas, place, QContextMenuEvent.Reason.Mouse)
    assert entry(entry(menu, "Scale map 2").menu(), "ablated").isChecked()
    entry(entry(menu, "Scale map 2").menu(), "as it is").trigger()
    menu.close()
    digit.settle()
    np.testing.assert_array_equal(value(digit, "relu1"), before[1])


def test_the_menu_key_opens_that_of_the_selected_map(digit: LiveWindow) -> None:
    digit.session.select_slice(4)
    canvas = digit.part(MapsView).focusProxy()
    menu = open_menu(canvas, canvas.rect().center(), QContextMenuEvent.Reason.Keyboard)
    assert digit.session.state.slice == 4
    entry(menu, "Scale map 4")
    menu.close()


def test_the_large_map_has_it_too(digit: LiveWindow) -> None:
    digit.key(Qt.Key.Key_Z)
    large = digit.window._centre.large
    menu = open_menu(large, large.rect().center(), QContextMenuEvent.Reason.Mouse)
    entry(menu, "Ablate the map")
    menu.close()
