"""The centre of the window: the header, the grid, the large map or the invitation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from explorer.qt.empty_state import EmptyState
from explorer.qt.large_view import LargeView
from explorer.qt.legend_view import LegendView
from explorer.qt.look import Look
from explorer.qt.maps_overlay import Marks
from explorer.qt.maps_view import MapsView
from explorer.qt.message_bar import Toast
from explorer.qt.panels import Elided, Panel, label, named
from explorer.qt.theme import MARGIN
from explorer.session.state import ViewState
from explorer.session.view import View

_HEADER, _LEGEND, _PROGRESS = 52, 242, 2


class Centre(Panel):
    """Shows the maps of a layer.

    Attributes
    ----------
    cell_hovered
        The ``Cell`` under the pointer, or None.
    cell_clicked
        The ``Cell`` that was clicked.
    zoom_asked
        The clicked map is to be seen large.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    zoom_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("canvas")
        self._header = _MapsHeader(look)
        self.maps = MapsView(look)
        self.empty = EmptyState(look)
        self._large = LargeView(look)
        self._work = label(tone="second", size=13)
        self._work.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._view = View()
        self._pages = QStackedWidget()
        for page in (self.empty, self.maps, self._large, self._work):
            self._pages.addWidget(page)
        self.toast = Toast(self)
        self._progress = named(QFrame(self), "progress")
        self._progress.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._pages)
        for view in (self.maps, self._large):
            view.cell_hovered.connect(self.cell_hovered)
            view.cell_clicked.connect(self.cell_clicked)
        self.maps.cell_double_clicked.connect(lambda _: self.zoom_asked.emit())

    def show_view(self, view: View, state: ViewState) -> None:
        """Draw the maps of ``view``, or the invitation while there is no picture."""
        self._view = view
        self._header.show_view(view)
        self._header.setVisible(view.maps is not None)
        self.maps.show_maps(view.maps, state.tile)
        if view.slice is not None and state.zoomed:
            self._large.show_slice(view.slice)
        self._turn_page()

    def show_work(self, text: str) -> None:
        """Say what is going on where there are no maps yet; an empty text says that nothing is."""
        self._work.setText(f"{text} …" if text else "")
        self._turn_page()

    def _turn_page(self) -> None:
        view = self._view
        if view.maps is not None:
            zoomed = view.slice is not None and view.state.zoomed
            self._pages.setCurrentWidget(self._large if zoomed else self.maps)
        elif self._work.text():
            self._pages.setCurrentWidget(self._work)
        else:
            self._pages.setCurrentWidget(self.empty if view.input is None else self.maps)

    def mark(self, view: View, state: ViewState) -> None:
        """Ring and box what is selected and looked at, or reached by a pixel of the input."""
        if view.slice is not None:
            pinned = state.cell if state.hovered is None else None
            self.maps.mark(Marks(view.slice.slice, state.hovered, pinned, view.reached))
            self._large.mark(state.cell)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line of progress over the upper edge, where it moves nothing."""
        super().resizeEvent(event)
        self._progress.setGeometry(0, 0, self.width(), _PROGRESS)

    def show_busy(self, busy: bool) -> None:
        """Tint old maps and draw a line while new ones are computed."""
        self._progress.setVisible(busy)
        self._progress.raise_()
        self.maps.show_stale(busy)


class _MapsHeader(Panel):
    """Name of the layer, number and extents of its maps, a warning if need be, and the legend."""

    def __init__(self, look: Look) -> None:
        super().__init__("header")
        self.setFixedHeight(_HEADER)
        self._title = Elided(size=16, weight=QFont.Weight.DemiBold, fills=False)
        self._subtitle = Elided(tone="second", cut=Qt.TextElideMode.ElideRight)
        self._warning = Elided(tone="warn", fills=False)
        self._legend = LegendView(look, "Scale of the maps")
        self._legend.setMinimumWidth(_LEGEND // 2)
        self._legend.setMaximumWidth(_LEGEND)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN + 4, 0, MARGIN + 4, 0)
        row.setSpacing(14)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 2)
        row.addWidget(self._warning)
        row.addWidget(self._legend, 3)

    def show_view(self, view: View) -> None:
        """Draw another layer's header."""
        if view.maps is None:
            return
        self._title.show_text(view.maps.title)
        self._subtitle.show_text(view.maps.subtitle)
        self._warning.show_text(view.maps.warning)
        self._warning.setVisible(bool(view.maps.warning))
        self._legend.show_levels(view.maps.legend.levels, view.maps.colormap)
