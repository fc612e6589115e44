"""The bar below the maps: which one is selected, how they are ordered, parted into pages and played."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSpinBox

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.choices import Choices
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label
from explorer.qt.basics.theme import CONTROL_HEIGHT, MARGIN
from explorer.session.maps.ordering import ORDER_TITLES
from explorer.session.maps.slices import MapsPart
from explorer.session.state import PAGES, SPEEDS, ViewState

_HEIGHT, _SPACING = 36, 6


class SlicesBar(Panel):
    """Buttons around the number of the selected map.

    Attributes
    ----------
    slice_chosen
        Number of a map that was typed or stepped to.
    order_chosen
        By what the maps are to be ordered.
    page_chosen
        How many maps are to be shown at a time; 0 for all.
    page_turned
        Pages to go on.
    play_asked
        The maps are to be played through, or no longer.
    speed_chosen
        Maps a second.
    """

    slice_chosen = Signal(int)
    order_chosen = Signal(str)
    page_chosen = Signal(int)
    page_turned = Signal(int)
    play_asked = Signal()
    speed_chosen = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__("slicesBar")
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(1)
        self._told: tuple[object, ...] = ()
        self._play = FlatButton(look, "play", "Play through the maps (Space)")
        self._play.clicked.connect(self.play_asked)
        self._speed = Choices(look, "Maps a second", [(str(n), f"{n} a second") for n in SPEEDS])
        self._speed.chosen.connect(lambda key: self.speed_chosen.emit(int(key)))
        self._number = QSpinBox()
        self._number.setAccessibleName("Number of the selected map")
        self._number.setToolTip("Number of the selected map; type another to go to it")
        self._number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._number.setKeyboardTracking(False)
        self._number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._number.setFixedSize(64, CONTROL_HEIGHT)
        self._number.valueChanged.connect(self.slice_chosen)
        self._number.lineEdit().returnPressed.connect(self._number.clearFocus)
        self._order = Choices(look, "Order of the maps (O)", list(ORDER_TITLES.items()))
        self._order.chosen.connect(self.order_chosen)
        pages = [(str(n), f"{n} at a time" if n else "All") for n in PAGES]
        self._page = Choices(look, "Maps at a time (M)", pages)
        self._page.chosen.connect(lambda size: self.page_chosen.emit(int(size)))
        self._shown = label(tone="second")
        self._back = FlatButton(look, "caret-left", "Page back (Ctrl+PgUp)")
        self._back.clicked.connect(lambda: self.page_turned.emit(-1))
        self._on = FlatButton(look, "caret-right", "Page on (Ctrl+PgDown)")
        self._on.clicked.connect(lambda: self.page_turned.emit(1))
        self._name = label("Map", tone="second")
        self._row = QHBoxLayout(self)
        self._fill()

    def _fill(self) -> None:
        row = self._row
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(_SPACING)
        for widget in (self._play, self._speed, self._name, self._number):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._back, self._shown, self._on, self._page, self._order):
            row.addWidget(widget)

    def show_maps(self, maps: MapsPart, state: ViewState) -> None:
        """Show which maps are shown, and how."""
        total, shown = len(maps.ordered), len(maps.slices)
        place = maps.ordered.index(maps.selected)
        single = maps.volume[0].size == 1
        chosen = state.order, state.page, state.speed, state.playing
        told = total, shown, place, maps.selected, maps.reader, single, chosen
        if told == self._told:
            return
        self._told = told
        self._name.setText("Value" if single else "Map")
        with QSignalBlocker(self._number):
            self._number.setRange(0, max(0, total - 1))
            self._number.setValue(maps.selected)
        self._shown.setText(f"{shown} of {total} shown" if shown < total else "")
        for button, possible in ((self._back, place >= state.page), (self._on, place + shown < total)):
            button.setVisible(shown < total)
            button.setEnabled(possible)
        self._play.show_icon("pause" if state.playing == "maps" else "play")
        self._order.show_choice(state.order, self._titled(maps, state))
        self._page.show_choice(str(state.page), f"{state.page} at a time" if state.page else "All at once")
        self._speed.show_choice(str(state.speed), f"{state.speed} a second")
        self._order.enable("contribution", bool(maps.reader))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        spare = (self._speed, self._name, self._page)
        needed = self._row.sizeHint().width() + sum(
            widget.sizeHint().width() + _SPACING for widget in spare if widget.isHidden()
        )
        for widget in spare:
            widget.setHidden(needed > self.width())
            if needed > self.width():
                needed -= widget.sizeHint().width() + _SPACING

    def _titled(self, maps: MapsPart, state: ViewState) -> str:
        if state.order != "contribution":
            return f"By {ORDER_TITLES[state.order].lower()}"
        return f"By contribution to {maps.reader}" if maps.reader else "By index"
