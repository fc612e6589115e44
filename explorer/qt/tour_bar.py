"""The card of the guided tour: a bar below the toolbar, which covers nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label, named
from explorer.qt.basics.theme import MARGIN
from explorer.session.tour.part import TourPart

_TITLE, _LINES = 196, 3


class TourBar(Panel):
    """Prints a page with its number, and goes on and back.

    Attributes
    ----------
    turned
        1 or -1 for the next page or the one before.
    again_asked
        The window shall show once more what the page is about.
    leave_asked
        The tour is over.
    """

    turned = Signal(int)
    again_asked = Signal()
    leave_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("tourBar")
        self._part: TourPart | None = None
        self._place = label(tone="second", size=11)
        self._title = label(size=13, weight=QFont.Weight.DemiBold)
        self._words = label(size=13)
        for text in (self._title, self._words):
            text.setWordWrap(True)
        self._words.setMinimumHeight(_LINES * QFontMetrics(self._words.font()).lineSpacing())
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._again = named(QPushButton("Show it again"), "quiet")
        self._again.clicked.connect(self.again_asked)
        self._back = FlatButton(look, "caret-left", "Previous page of the tour (Alt+Left)")
        self._back.clicked.connect(lambda: self.turned.emit(-1))
        self._on = named(QPushButton("Next"), "primary")
        self._on.setToolTip("Next page of the tour (Alt+Right)")
        self._on.clicked.connect(lambda: self.turned.emit(1))
        self._leave = FlatButton(look, "x", "Leave the tour (F2); what was open before comes back")
        self._leave.clicked.connect(self.leave_asked)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addWidget(self._place)
        heading.addWidget(self._title)
        heading.addStretch(1)
        self._title.setFixedWidth(_TITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 8, 4, 8)
        row.setSpacing(8)
        row.addLayout(heading)
        row.addWidget(self._words, 1, Qt.AlignmentFlag.AlignTop)
        for button in (self._again, self._back, self._on, self._leave):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def show_part(self, part: TourPart | None) -> None:
        """Print another page; None where there is no tour."""
        if part == self._part:
            return
        self._part = part
        self.setVisible(part is not None)
        if part is None:
            return
        self._place.setText(f"Guided tour, {part.page} of {part.pages}")
        self._title.setText(part.title)
        self._words.setText(part.words)
        self.setAccessibleName(f"{part.title} {part.words}")
        self._again.setVisible(not part.here)
        self._back.setEnabled(part.page > 1)
        self._on.setText("Finish" if part.page == part.pages else "Next")
