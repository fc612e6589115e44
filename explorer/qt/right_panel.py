"""The right of the window: the selected map, its values, and the filter that made it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from explorer.qt.arithmetic_section import ArithmeticSection
from explorer.qt.buttons import FlatButton
from explorer.qt.filters.section import FilterSection
from explorer.qt.look import Look
from explorer.qt.panels import Facts, Header, Panel, SidePanel
from explorer.qt.plane_view import PlaneView
from explorer.qt.theme import MARGIN
from explorer.session.kernels import FilterPart
from explorer.session.outlines import Outline
from explorer.session.state import Cell
from explorer.session.view import SlicePart


class RightPanel(SidePanel):
    """Shows one slice with its filter.

    Attributes
    ----------
    stepped
        -1 or 1 when the map before or after is asked for.
    save_asked
        The map is to be saved.
    """

    stepped = Signal(int)
    save_asked = Signal()

    def __init__(self, look: Look) -> None:
        before = FlatButton(look, "caret-left", "Map before (Left)")
        after = FlatButton(look, "caret-right", "Map after (Right)")
        save = FlatButton(look, "download-simple", "Save this map as PNG (Ctrl+S)")
        super().__init__(Header("", (before, after, save)))
        before.clicked.connect(lambda: self.stepped.emit(-1))
        after.clicked.connect(lambda: self.stepped.emit(1))
        save.clicked.connect(self.save_asked)
        self.plane = PlaneView(look)
        self._facts = Facts()
        self.filter = FilterSection(look)
        self.arithmetic = ArithmeticSection(look)
        self._content = Panel("side")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        column.setSpacing(0)
        for part in (self.plane, self._facts, self.filter, self.arithmetic):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._content)
        self._content.hide()

    def show_slice(self, part: SlicePart | None) -> None:
        """Draw another slice."""
        self._content.setVisible(part is not None)
        self.plane.show_slice(part)
        if part is not None:
            self.header.show_title(part.title)
            self._facts.show_facts(part.facts)

    def show_filter(self, part: FilterPart | None) -> None:
        """Draw another filter."""
        self.filter.show_filter(part)

    def mark(self, cell: Cell | None, reached: Outline | None) -> None:
        """Box the cell that is looked at, and what a pixel of the input reaches."""
        self.plane.mark(cell, reached)
