"""What a filter is scaled by: a slider, and a switch that ablates it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QVBoxLayout, QWidget

from explorer.qt.basics.panels import label, named
from explorer.qt.basics.shortcuts import withheld
from explorer.render.numbers import three_digits
from explorer.session.numbers import TIMES

_ONE, _MOST = 100, 200
_OWN = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
        Qt.Key.Key_Home, Qt.Key.Key_End)  # fmt: skip


class _Slider(QSlider):
    """Keeps its keys from the window's shortcuts; a double click sets it back.

    A wheel that scrolls the panel never changes the net by the way.
    """

    def event(self, event: QEvent) -> bool:
        """Claim the keys that move it."""
        return withheld(event, _OWN) or super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the panel be scrolled."""
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Scale by one."""
        self.setValue(_ONE)


class Strength(QWidget):
    """Scales a filter with its bias.

    Attributes
    ----------
    factor_chosen
        What it is to be scaled by, from 0 to 2.
    edit_begun, edit_ended
        Around all changes of one drag.
    """

    factor_chosen = Signal(float)
    edit_begun = Signal()
    edit_ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = label(tone="second", size=11)
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, _MOST)
        self._slider.setSingleStep(5)
        self._slider.setPageStep(25)
        self._slider.setAccessibleName("Scale of the filter")
        self._slider.setToolTip("Scales all weights of the filter and its bias; a double click sets it back to 1")
        self._slider.valueChanged.connect(lambda place: self.factor_chosen.emit(place / _ONE))
        self._slider.sliderPressed.connect(self.edit_begun)
        self._slider.sliderReleased.connect(self.edit_ended)
        self._ablate = named(QPushButton("Ablate"), "toggle")
        self._ablate.setCheckable(True)
        self._ablate.setToolTip("Set the filter to 0, to see what the net does without it; again to restore it")
        self._ablate.clicked.connect(lambda down: self.factor_chosen.emit(0.0 if down else 1.0))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._slider, 1)
        row.addWidget(self._ablate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._text)
        column.addLayout(row)

    def show_factor(self, factor: float) -> None:
        """Show what the filter is scaled by."""
        self._text.setText("Ablated" if not factor else f"Scale {TIMES} {three_digits(factor)}")
        if not self._slider.isSliderDown():
            with QSignalBlocker(self._slider):
                self._slider.setValue(round(factor * _ONE))
        self._ablate.setChecked(not factor)
