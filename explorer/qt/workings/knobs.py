"""What can be changed of a layer: its filters, and how its window slides."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSpinBox, QWidget

from explorer.nn.reshaping import Reshaping
from explorer.qt.basics.panels import label
from explorer.qt.basics.shortcuts import takes_back, withheld
from explorer.qt.basics.theme import CONTROL_HEIGHT
from explorer.session.workings.shapes import Knobs

_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_MOST_FILTERS, _WIDEST, _LARGEST_PAD = 2048, 64, 64


class KnobsRow(QWidget):
    """Four numbers of the selected layer, each of which can be stepped or typed.

    Attributes
    ----------
    reshape_asked
        The ``Reshaping`` that is wanted.
    """

    reshape_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._knobs: Knobs | None = None
        self._filters = _Knob("Filters", 1, _MOST_FILTERS, "Filters of the layer, which is how many maps it makes")
        self._kernel = _Knob("Kernel", 1, _WIDEST, "Width and height of the window, set alike")
        self._stride = _Knob("Stride", 1, _WIDEST, "Steps from one window to the next, across and down, set alike")
        zeros = "Rows and columns of zeros around the input, set alike; else left, right, top and bottom"
        self._padding = _Knob("Padding", 0, _LARGEST_PAD, zeros)
        self._filters.chosen.connect(lambda n: self._ask(filters=n))
        self._kernel.chosen.connect(lambda n: self._ask(kernel=(n, n)))
        self._stride.chosen.connect(lambda n: self._ask(strides=(n, n)))
        self._padding.chosen.connect(lambda n: self._ask(pads=(n, n, n, n)))
        self._all = self._filters, self._kernel, self._stride, self._padding
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for knob in self._all:
            row.addWidget(knob)

    def stack(self, stacked: bool) -> None:
        """Put each name above its number, or beside it."""
        for knob in self._all:
            knob.stack(stacked)

    def show_knobs(self, knobs: Knobs | None) -> None:
        """Show how the layer is now; nothing where it cannot be re-shaped."""
        self._knobs = knobs
        self.setVisible(knobs is not None)
        self.show_again()

    def show_again(self) -> None:
        """Show how the layer is where it could not be changed as was wished."""
        knobs = self._knobs
        if knobs is None:
            return
        self._filters.setVisible(knobs.filters is not None)
        if knobs.filters is not None:
            self._filters.show_numbers(knobs.filters)
        self._kernel.show_numbers(*reversed(knobs.kernel))
        self._stride.show_numbers(*reversed(knobs.strides))
        top, left, bottom, right = knobs.pads
        self._padding.show_numbers(left, right, top, bottom)

    def _ask(self, **wanted: Any) -> None:
        if self._knobs is not None:
            self.reshape_asked.emit(Reshaping(self._knobs.node, **wanted))


class _Knob(QWidget):
    """A number with its name.

    Attributes
    ----------
    chosen
        The number that the user wants, for all axes.
    """

    chosen = Signal(int)

    def __init__(self, name: str, least: int, most: int, tip: str) -> None:
        super().__init__()
        self._box = _Box()
        self._box.setRange(least, most)
        self._box.setKeyboardTracking(False)
        self._box.setFixedHeight(CONTROL_HEIGHT)
        self._box.setAccessibleName(name)
        self._box.setToolTip(tip)
        self._box.valueChanged.connect(self.chosen)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.addWidget(label(name, tone="second"))
        self._line.addWidget(self._box)
        self.stack(False)

    def stack(self, stacked: bool) -> None:
        """Put the name above the number, or beside it."""
        way = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        self._line.setDirection(way)
        self._line.setSpacing(2 if stacked else 6)

    def show_numbers(self, number: int, *others: int) -> None:
        """Show the number of each axis, all of them where they differ."""
        with QSignalBlocker(self._box):
            self._box.setSuffix("".join(f", {other}" for other in others) if {number} != {*others, number} else "")
            self._box.setValue(number)


class _Box(QSpinBox):
    """Keeps the keys that step it from the window's shortcuts, and leaves it undo and redo."""

    def event(self, event: QEvent) -> bool:
        """Tell whose a key is."""
        return withheld(event, _KEYS) or takes_back(event) or super().event(event)
