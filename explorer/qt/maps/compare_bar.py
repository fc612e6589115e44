"""The switch between what is open, what is pinned, and their difference."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout

from explorer.qt.basics.buttons import FlatButton, Segments
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Elided, Panel
from explorer.qt.basics.theme import MARGIN
from explorer.session.views.view import ComparePart

_HEIGHT = 40
_SIDES = (("a", "A"), ("b", "B"), ("difference", "A \N{MINUS SIGN} B"))
_TIPS = {
    "a": "The maps of what is open (D)",
    "b": "The maps of what is pinned (D)",
    "difference": "Each value of A minus that of B (D)",
}


class CompareBar(Panel):
    """Shown while something is pinned.

    Attributes
    ----------
    side_chosen
        ``"a"``, ``"b"`` or ``"difference"``.
    unpin_asked
        Nothing is to be compared any longer.
    """

    side_chosen = Signal(str)
    unpin_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("header")
        self.setFixedHeight(_HEIGHT)
        self._sides = Segments(_SIDES, "Comparison")
        for side, tip in _TIPS.items():
            self._sides.explain(side, tip)
        self._sides.chosen.connect(self.side_chosen)
        ends = Qt.TextElideMode.ElideMiddle
        self._a = Elided(fills=False, weight=QFont.Weight.Medium, cut=ends)
        self._b = Elided(fills=False, weight=QFont.Weight.Medium, cut=ends)
        self._why = Elided(tone="second", cut=Qt.TextElideMode.ElideRight)
        close = FlatButton(look, "x", "Unpin B and compare no longer (Esc)")
        close.clicked.connect(self.unpin_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN + 4, 0, MARGIN, 0)
        row.setSpacing(12)
        row.addWidget(self._sides)
        for part in (self._a, self._b):
            row.addWidget(part)
        row.addWidget(self._why, 1)
        row.addWidget(close)
        self.hide()

    def show_part(self, part: ComparePart | None) -> None:
        """Draw another comparison; None hides it."""
        self.setVisible(part is not None)
        if part is None:
            return
        self._sides.show_choice(part.side)
        self._sides.allow(part.possible)
        self._a.setVisible(not part.same)
        self._a.show_text(f"A  {part.a}")
        self._b.show_text(f"B  {part.b}, pinned")
        self._why.show_text("Open another image or net to see what differs." if part.same else part.why)
