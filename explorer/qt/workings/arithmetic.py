"""How one value is computed: the window, the terms, and what they come to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from explorer.qt.arithmetic.rows import full_rows
from explorer.qt.arithmetic.view import WorkedView
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Header, SidePanel
from explorer.qt.basics.theme import MARGIN
from explorer.qt.workings.arithmetic_bar import ArithmeticBar
from explorer.qt.workings.terms_view import TermsView
from explorer.qt.workings.window_view import WindowView
from explorer.session.workings.arithmetic import ArithmeticPart

_LINES, _EXACT_LINES, _WIDEST = 188, 296, 560
_WINDOW, _TIGHT, _SPARE = 104, 560, 900
"""Width of the window's map, of a tab that has no room for it, and of one that has room for a larger one."""


class ArithmeticTab(QWidget):
    """Shows the terms of the step that has most of them, and the lines of all.

    Attributes
    ----------
    hovered
        What is under the pointer, or None.
    map_asked
        Value name and index of the depth slice that a clicked term comes from.
    """

    hovered = Signal(object)
    map_asked = Signal(str, int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.bar = ArithmeticBar(look)
        self._exactly, self._windowed = False, False
        self._window = WindowView(look)
        self._terms = TermsView(look)
        self._terms.map_asked.connect(self.map_asked)
        self._lines = WorkedView(look, "What the terms come to")
        self._lines.map_asked.connect(self.map_asked)
        for view in (self._window, self._terms, self._lines):
            view.hovered.connect(self.hovered)
        self._side = SidePanel(Header(""))
        self._side.setWidget(self._lines)
        whole = QHBoxLayout()
        whole.setContentsMargins(MARGIN, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._window)
        whole.addWidget(self._terms, 1)
        whole.addWidget(self._side)
        whole.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(whole, 1)
        column.addWidget(self.bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the map and the lines more room where there is some."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        more = 64 if self.width() >= _SPARE else 0
        self._window.setFixedWidth(_WINDOW + more)
        self._window.setVisible(self._windowed and self.width() >= _TIGHT)
        least = _EXACT_LINES if self._exactly else _LINES + more
        self._side.setMinimumWidth(least)
        self._side.setMaximumWidth(_WIDEST if self._terms.isHidden() else least)

    def show_part(self, part: ArithmeticPart) -> None:
        """Draw the arithmetic of another cell."""
        step = max(part.worked.steps, key=lambda step: step.total)
        self._windowed = step.window is not None and not part.unrounded
        self._window.show_window(step.window)
        self._terms.setVisible(bool(step.terms))
        self._terms.show_step(step, exactly=part.unrounded)
        self._exactly = part.unrounded
        self._fit()
        self._lines.show_rows(full_rows(part.worked, exactly=part.unrounded))
        self.bar.show_part(part)
