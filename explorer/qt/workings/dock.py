"""The workings: a panel below the maps whose tabs tell where the numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout

from explorer.qt.basics.buttons import Segments
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Header, Panel, label
from explorer.qt.basics.theme import MARGIN
from explorer.qt.workings.arithmetic import ArithmeticTab
from explorer.qt.workings.channels import ChannelsTab
from explorer.qt.workings.column import ColumnTab
from explorer.qt.workings.histogram import HistogramTab
from explorer.qt.workings.shapes import ShapesTab
from explorer.session.commands.workings import TAB_TITLES
from explorer.session.state import TABS, Tab
from explorer.session.views.workings import Nothing, Waiting, WorkingsPart


class _Shows(Protocol):
    """A tab; the part that it is shown is of its own kind."""

    def show_part(self, part: Any, /) -> None: ...


class Workings(Panel):
    """Shows one tab at a time.

    Attributes
    ----------
    tab_chosen
        Name of the tab that is to be shown.
    """

    tab_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__("side")
        self.arithmetic = ArithmeticTab(look)
        self.channels = ChannelsTab(look)
        self.column = ColumnTab(look)
        self.histogram = HistogramTab(look)
        self.shapes = ShapesTab(look)
        self._tabs: Mapping[Tab, _Shows] = {
            "arithmetic": self.arithmetic,
            "channels": self.channels,
            "column": self.column,
            "histogram": self.histogram,
            "shapes": self.shapes,
        }
        self._choice = Segments([(name, TAB_TITLES[name]) for name in TABS], "Workings", yields=True)
        self._choice.chosen.connect(self.tab_chosen)
        self.header = Header("", before=self._choice)
        self._nothing = label(tone="second")
        self._nothing.setWordWrap(True)
        self._nothing.setMargin(MARGIN)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._nothing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack = QStackedWidget()
        tabs = (self.arithmetic, self.channels, self.column, self.histogram, self.shapes)
        for page in (self._nothing, *tabs):
            page.setMinimumWidth(1)
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def show_workings(self, part: WorkingsPart | None, tab: Tab) -> None:
        """Draw another part in its tab; None while the panel is put away."""
        self._choice.show_choice(tab)
        if part is None:
            return
        self.header.show_title(part.title)
        page = 1 + TABS.index(tab)
        if isinstance(part, Nothing):
            self._say(part.words)
        elif not isinstance(part, Waiting):
            self._tabs[tab].show_part(part)
            self._stack.setCurrentIndex(page)
        elif self._stack.currentIndex() != page:
            self._say(f"{part.chore.name} …")

    def _say(self, words: str) -> None:
        self._nothing.setText(words)
        self._stack.setCurrentWidget(self._nothing)
