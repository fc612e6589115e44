"""The selected map in one picture: the cell that is looked at, a tint while it is stale, what the pointer asks for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QWidget

from explorer.qt.basics.look import Look
from explorer.session.maps.outlines import Outline
from explorer.session.pointed import Cell
from explorer.session.views.view import SlicePart


class OneMap(QWidget):
    """A view of one depth slice, which each kind of view paints in its own way.

    Attributes
    ----------
    cell_hovered
        The ``Cell`` under the pointer, or None.
    cell_clicked
        The ``Cell`` that was clicked.
    menu_asked
        Where on the screen a menu of the map is asked for.
    """

    cell_hovered = Signal(object)
    cell_clicked = Signal(object)
    menu_asked = Signal(QPoint)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._part: SlicePart | None = None
        self._cell: Cell | None = None
        self._reached: Outline | None = None
        self._stale = False
        self.setAccessibleName(name)
        self.setMouseTracking(True)

    def mark(self, cell: Cell | None, reached: Outline | None = None) -> None:
        """Box the cell that is looked at, and what a pixel of the input reaches or a unit of a later layer sees."""
        if (cell, reached) != (self._cell, self._reached):
            self._cell, self._reached = cell, reached
            self.update()

    def show_stale(self, stale: bool) -> None:
        """Tint the map while a newer one is computed."""
        if stale != self._stale:
            self._stale = stale
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the map."""
        self.menu_asked.emit(event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that no cell is under the pointer."""
        self.cell_hovered.emit(None)
