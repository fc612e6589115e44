"""What stands above the maps: whose they are, how many, and in which colours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided, Panel
from explorer.qt.basics.theme import MARGIN
from explorer.qt.maps.legend_view import LegendView
from explorer.session.views.view import View

_HEIGHT = 56


class MapsHeader(Panel):
    """Name of the layer, below it number and extents of its maps and a warning if need be; beside them the legend."""

    def __init__(self, look: Look) -> None:
        super().__init__("header")
        self.setFixedHeight(_HEIGHT)
        self._title = Elided(size=16, weight=QFont.Weight.DemiBold)
        self._subtitle = Elided(tone="second", fills=False, cut=Qt.TextElideMode.ElideRight)
        self._warning = Elided(tone="warn", fills=False)
        self.legend = LegendView(look, "Scale of the maps", opens=True)
        facts = QHBoxLayout()
        facts.setSpacing(14)
        facts.addWidget(self._subtitle)
        facts.addWidget(self._warning)
        facts.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addLayout(facts)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN + 4, 0, MARGIN + 4, 0)
        row.setSpacing(14)
        row.addLayout(words)
        row.addWidget(self.legend, 1)  # what the words leave it, down to its numbers

    def show_view(self, view: View) -> None:
        """Draw another layer's header."""
        if view.maps is None:
            return
        self._title.show_text(view.maps.title)
        self._subtitle.show_text(view.maps.subtitle)
        self._warning.show_text(view.maps.warning)
        self._warning.setVisible(bool(view.maps.warning))
        shown = view.maps.legend
        self.legend.show_levels(shown.levels, shown.colours, shown.histogram, shown.spans)
