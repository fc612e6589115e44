"""The centre of the window: the header, the grid, the large map, or what stands in their place."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Panel, label, named
from explorer.qt.maps.colour_panel import ColourPanel
from explorer.qt.maps.compare_bar import CompareBar
from explorer.qt.maps.empty_state import EmptyState
from explorer.qt.maps.header import MapsHeader
from explorer.qt.maps.large_view import LargeView
from explorer.qt.maps.maps_overlay import Marks
from explorer.qt.maps.maps_view import MapsView
from explorer.qt.maps.no_maps import NoMaps
from explorer.qt.maps.slices_bar import SlicesBar
from explorer.qt.message_bar import Toast
from explorer.session.views.view import View

_PROGRESS = 2
_LEAST = 96
"""Height of the maps that panels below them leave."""


class Centre(Panel):
    """Shows the maps of a layer.

    Attributes
    ----------
    hovered
        The ``Cell``, or the ``Number`` of the scale, under the pointer, or None.
    cell_clicked
        The ``Cell`` that was clicked.
    zoom_asked
        The clicked map is to be seen large.
    menu_asked
        The depth slice that a menu is asked for, or None for the selected one, and where on the screen.
    """

    hovered = Signal(object)
    cell_clicked = Signal(object)
    zoom_asked = Signal()
    menu_asked = Signal(object, QPoint)

    def __init__(self, look: Look) -> None:
        super().__init__("canvas")
        self._header = MapsHeader(look)
        self.comparison = CompareBar(look)
        self.maps = MapsView(look)
        self.empty = EmptyState(look)
        self.failed = NoMaps(look)
        self.large = LargeView(look)
        self.bar = SlicesBar(look)
        self._work = label(tone="second", size=13)
        self._work.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._view = View()
        self._pages = QStackedWidget(self)
        self._pages.setMinimumHeight(_LEAST)
        for page in (self.empty, self.maps, self.large, self.failed, self._work):
            self._pages.addWidget(page)
        self.colours = ColourPanel(look, self)
        self._header.legend.hovered.connect(self.hovered)
        self._header.legend.opened.connect(self.open_colours)
        self.toast = Toast(self._pages)
        self._progress = named(QFrame(self), "progress")
        self._progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.comparison)
        column.addWidget(self._pages, 1)
        column.addWidget(self.bar)
        for view in (self.maps, self.large):
            view.cell_hovered.connect(self.hovered)
            view.cell_clicked.connect(self.cell_clicked)
        self.maps.cell_double_clicked.connect(lambda _: self.zoom_asked.emit())
        self.maps.menu_asked.connect(self.menu_asked)
        self.large.menu_asked.connect(lambda point: self.menu_asked.emit(None, point))

    def show_view(self, view: View) -> None:
        """Draw the maps of ``view``, why there are none, or the invitation while there is no picture."""
        self._view, state = view, view.state
        self._header.show_view(view)
        self._header.setVisible(view.maps is not None)
        self.comparison.show_part(view.compare)
        self.maps.show_maps(view.maps, state.tile)
        self.bar.setVisible(view.maps is not None and len(view.maps.ordered) > 1)
        if view.maps is not None:
            self.bar.show_maps(view.maps, state)
        self.large.show_slice(view.slice if state.zoomed else None)
        self.colours.show_slice(view.slice, state)
        if view.failure is not None:
            self.failed.show_failure(view.failure)
        self._turn_page()

    def magnify(self, steps: int) -> None:
        """Show more or fewer pixels for each value of the large map; 0 for all of it."""
        if steps:
            self.large.zoom_by(steps)
        else:
            self.large.fit()

    def open_colours(self) -> None:
        """Let the colours of the maps be chosen."""
        if self._view.slice is not None:
            self.colours.open_below(self._header.legend)

    def show_work(self, text: str) -> None:
        """Say what is going on where there are no maps yet; an empty text says that nothing is."""
        self._work.setText(f"{text} …" if text else "")
        self._turn_page()

    def _turn_page(self) -> None:
        view = self._view
        if view.maps is not None:
            zoomed = view.slice is not None and view.state.zoomed
            self._pages.setCurrentWidget(self.large if zoomed else self.maps)
        elif self._work.text():
            self._pages.setCurrentWidget(self._work)
        elif view.failure is not None:
            self._pages.setCurrentWidget(self.failed)
        else:
            self._pages.setCurrentWidget(self.empty if view.input is None else self.maps)

    def mark(self, view: View) -> None:
        """Ring and box what is selected and looked at, reached by a pixel of the input, or seen by a later unit."""
        if view.slice is not None:
            state = view.state
            pinned = state.cell if state.hovered is None else None
            self.maps.mark(Marks(view.slice.slice, state.hovered, pinned, view.reached))
            self.large.mark(state.cell, view.reached)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line of progress over the upper edge, where it moves nothing."""
        super().resizeEvent(event)
        self._progress.setGeometry(0, 0, self.width(), _PROGRESS)

    def show_busy(self, busy: bool) -> None:
        """Tint old maps and draw a line while new ones are computed."""
        if busy and self._progress.isHidden():
            self._progress.raise_()
        self._progress.setVisible(busy)
        self.maps.show_stale(busy)
        self.large.show_stale(busy)
