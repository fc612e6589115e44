"""The bar below the arithmetic: playing over the map, and how the sum is written."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider

from explorer.nn.arithmetic.order import UNFOLDED
from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.choices import Choices
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, named
from explorer.qt.basics.theme import MARGIN
from explorer.qt.workings.orders import order_segments
from explorer.session.state import SPEEDS
from explorer.session.workings.arithmetic import ArithmeticPart

_HEIGHT, _SPACING = 36, 6


class ArithmeticBar(Panel):
    """Buttons around the slider that moves over the map.

    Attributes
    ----------
    play_asked
        The places of the map are to be played through, or no longer.
    speed_chosen
        Places a second.
    place_chosen
        Number of the unit that is to be pinned.
    order_chosen
        By what the terms are to stand.
    unfold_asked, digits_asked
        All terms, or all digits, are to be shown, or no longer.
    copy_asked
        The arithmetic is to be copied.
    """

    play_asked = Signal()
    speed_chosen = Signal(int)
    place_chosen = Signal(int)
    order_chosen = Signal(str)
    unfold_asked = Signal()
    digits_asked = Signal()
    copy_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("slicesBar")
        self.setFixedHeight(_HEIGHT)
        self._play = FlatButton(look, "play", "Play over the map (Shift+Space)")
        self._play.clicked.connect(self.play_asked)
        self._speed = Choices(look, "Places a second", [(str(n), f"{n} a second") for n in SPEEDS])
        self._speed.chosen.connect(lambda key: self.speed_chosen.emit(int(key)))
        self._place = QSlider(Qt.Orientation.Horizontal)
        self._place.setAccessibleName("Place on the map")
        self._place.setToolTip("Place on the map, row by row")
        self._place.setFixedHeight(24)
        self._place.setMinimumWidth(48)
        self._place.valueChanged.connect(self.place_chosen)
        self._order = order_segments("Order of the terms")
        self._order.chosen.connect(self.order_chosen)
        self._part: ArithmeticPart | None = None
        self._digits = named(QPushButton("All digits"), "toggle")
        self._digits.setCheckable(True)
        self._digits.setToolTip("Show the numbers unrounded")
        self._digits.clicked.connect(self.digits_asked)
        self._all = named(QPushButton(), "link")
        self._all.clicked.connect(self.unfold_asked)
        copy = FlatButton(look, "copy", "Copy the arithmetic as text (Ctrl+Shift+C)")
        copy.clicked.connect(self.copy_asked)
        self.setMinimumWidth(1)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(_SPACING)
        row.addWidget(self._play)
        row.addWidget(self._speed)
        row.addWidget(self._place, 1)
        for widget in (self._all, self._order, self._digits, copy):
            row.addWidget(widget)

    def show_part(self, part: ArithmeticPart) -> None:
        """Show where the unit lies, and how it is written."""
        self._play.show_icon("pause" if part.playing else "play")
        self._speed.show_choice(str(part.speed), f"{part.speed} a second")
        with QSignalBlocker(self._place):
            self._place.setRange(0, part.places - 1)
            self._place.setValue(part.place)
        for widget in (self._play, self._place):
            widget.setEnabled(part.places > 1)
        total = max((step.total for step in part.worked.steps), default=0)
        self._all.setText(f"The {UNFOLDED} first" if part.unfolded else f"All {total}")
        self._order.show_choice(part.order)
        self._digits.setChecked(part.unrounded)
        self._fit(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        if self._part is not None:
            self._fit(self._part)

    def _fit(self, part: ArithmeticPart) -> None:
        """Show what there is something to choose with, the speed and the order as far as there is room."""
        total = max((step.total for step in part.worked.steps), default=0)
        self._part = part
        self._all.setVisible(total > UNFOLDED)
        wanted = ((self._speed, True), (self._order, total > 1))
        for widget, shown in wanted:
            widget.setVisible(shown)
        for widget, _ in wanted:
            if self._row.minimumSize().width() > self.width():
                widget.hide()
