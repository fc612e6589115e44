"""The panels around the maps: each can be moved to another side, floated, resized and put away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from explorer.qt.buttons import FlatButton
from explorer.qt.look import Look
from explorer.qt.panels import SidePanel, named

_SIDES = Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True)
class Place:
    """Where a panel stands until the user moves it.

    Attributes
    ----------
    name
        Of the panel in the state, ``"input"``.
    title
        Of the panel while it floats or shares its place with another.
    width, least
        Logical pixels.
    """

    name: str
    title: str
    panel: SidePanel
    area: Qt.DockWidgetArea
    width: int
    least: int


class Docks(QMainWindow):
    """Holds the side panels around a widget in the middle.

    Attributes
    ----------
    put_away
        Name of the panel that is to be hidden.
    """

    put_away = Signal(str)

    def __init__(self, look: Look, centre: QWidget, places: Sequence[Place]) -> None:
        super().__init__(None, Qt.WindowType.Widget)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setDockOptions(QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.AllowTabbedDocks)
        self.setCentralWidget(centre)
        self._places = places
        self._docks: Mapping[str, QDockWidget] = {place.name: self._dock(look, place) for place in places}
        self.reset()

    def show_panels(self, names: Mapping[str, bool]) -> None:
        """Show or hide each of the panels."""
        for name, dock in self._docks.items():
            if dock.isHidden() == names[name]:
                dock.setVisible(names[name])

    def reset(self) -> None:
        """Put every panel where it stood at first."""
        for place in self._places:
            dock = self._docks[place.name]
            hidden = dock.isHidden()
            dock.setFloating(False)
            self.removeDockWidget(dock)
            self.addDockWidget(place.area, dock)
            dock.setHidden(hidden)
        docks, widths = list(self._docks.values()), [place.width for place in self._places]
        self.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def saved(self) -> str:
        """Return where the panels stand, as a text that ``put_back`` knows."""
        return bytes(self.saveState().toBase64().data()).decode()

    def put_back(self, text: str) -> None:
        """Put the panels where they stood; a text that means nothing changes nothing."""
        self.restoreState(QByteArray.fromBase64(text.encode()))

    def _dock(self, look: Look, place: Place) -> QDockWidget:
        away = FlatButton(look, "x", f"Put this panel away; View > Panels > {place.title} shows it again")
        away.setAccessibleName(f"Put the panel {place.title} away")
        away.clicked.connect(lambda: self.put_away.emit(place.name))
        place.panel.header.append(away)
        place.panel.setMinimumWidth(place.least)
        dock = named(QDockWidget(place.title), place.name)
        dock.setAllowedAreas(_SIDES)
        dock.setTitleBarWidget(place.panel.header)
        place.panel.header.show()
        dock.setWidget(place.panel)
        return dock
