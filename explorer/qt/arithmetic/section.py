"""How the value that is looked at is computed, in short."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from explorer.qt.arithmetic.rows import brief_rows
from explorer.qt.arithmetic.view import WorkedView
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Header, Wrapped, named, rule
from explorer.qt.basics.theme import MARGIN
from explorer.session.views.worked import Worked
from explorer.session.views.workings import Nothing

_NONE = "Point at a value of the map to see how it is computed; a click keeps it."


class ArithmeticSection(QWidget):
    """Shows the terms that give most, what they come to, and what follows.

    Attributes
    ----------
    hovered
        The ``Number`` under the pointer, or None.
    map_asked
        Value name and index of the depth slice that a term comes from.
    all_asked
        The whole arithmetic is to be shown.
    """

    hovered = Signal(object)
    map_asked = Signal(str, int)
    all_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._header = Header("Arithmetic")
        self._none = Wrapped()
        self._none.setContentsMargins(MARGIN, 0, MARGIN, 8)
        self._view = WorkedView(look, "Arithmetic of the value")
        self._view.hovered.connect(self.hovered)
        self._view.map_asked.connect(self.map_asked)
        self._all = named(QPushButton(), "link")
        self._all.clicked.connect(self.all_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (rule(), self._header, self._none, self._view):
            column.addWidget(part)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_worked(None)

    def show_worked(self, worked: Worked | Nothing | None) -> None:
        """Draw the arithmetic of another cell, or say why there is none; None says what to do."""
        shown = isinstance(worked, Worked)
        self._none.setVisible(not shown)
        for widget in (self._view, self._all):
            widget.setVisible(shown)
        if isinstance(worked, Worked):
            self._header.show_title(f"Arithmetic of {worked.address}")
            self._view.show_rows(brief_rows(worked))
            folded = max((step.total for step in worked.steps if step.total > len(step.terms)), default=0)
            self._all.setText(f"Show all {folded}" if folded else "Show every number")
        else:
            self._header.show_title("Arithmetic")
            self._none.show_text(_NONE if worked is None else worked.words)
