"""The right of the window: the selected map, its values, and the filter that made it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from explorer.qt.arithmetic.section import ArithmeticSection
from explorer.qt.arithmetic.sharing import SharingSection
from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Facts, Header, Panel, SidePanel
from explorer.qt.basics.theme import MARGIN
from explorer.qt.filters.section import FilterSection
from explorer.qt.maps.plane_view import PlaneView
from explorer.session.maps.outlines import Outline
from explorer.session.pointed import Cell
from explorer.session.views.view import SlicePart, View


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
        self._sharing = SharingSection(look)
        self._content = Panel("side")
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        column.setSpacing(0)
        for part in (self.plane, self._facts, self.filter, self.arithmetic, self._sharing, self.filter.siblings):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(self._content)
        self._content.hide()

    def show_view(self, new: View, old: View | None) -> None:
        """Draw what differs from what was drawn before; all of it where that is None."""
        if old is None or new.slice != old.slice:
            self._show_slice(new.slice)
        if old is None or new.filter != old.filter or (new.slice is None) != (old.slice is None):
            self.filter.show_filter(new.filter)
        if old is None or new.arithmetic != old.arithmetic:
            self.arithmetic.show_worked(new.arithmetic)
        if old is None or new.sharing != old.sharing:
            self._sharing.show_sharing(new.sharing)
            self.filter.show_lit(new.sharing.lit if new.sharing is not None else None)

    def _show_slice(self, part: SlicePart | None) -> None:
        self._content.setVisible(part is not None)
        self.plane.show_slice(part)
        if part is not None:
            self.header.show_title(part.title)
            self._facts.show_facts(part.facts)

    def mark(self, cell: Cell | None, reached: Outline | None) -> None:
        """Box the cell that is looked at, and what a pixel of the input reaches or a unit of a later layer sees."""
        self.plane.mark(cell, reached)
