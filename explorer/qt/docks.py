"""The panels around the maps: each can be moved to another side, floated, resized and put away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from explorer.qt.basics.buttons import FlatButton
from explorer.qt.basics.look import Look
from explorer.qt.basics.panels import Header, named

_Area = Qt.DockWidgetArea
_SIDES = (_Area.LeftDockWidgetArea, _Area.RightDockWidgetArea)

_USUAL = 1280
"""Width of a window in which panels have their extents; in a narrower one those at the sides leave more to the maps."""


class Docked(Protocol):
    """A panel with a header that stands above it and does not scroll."""

    header: Header


_CORNERS = {
    Qt.Corner.TopLeftCorner: _Area.LeftDockWidgetArea,
    Qt.Corner.BottomLeftCorner: _Area.LeftDockWidgetArea,
    Qt.Corner.TopRightCorner: _Area.RightDockWidgetArea,
    Qt.Corner.BottomRightCorner: _Area.RightDockWidgetArea,
}
"""The panels at the sides are as high as the window."""


@dataclass(frozen=True)
class Place:
    """Where a panel stands until the user moves it.

    Attributes
    ----------
    name
        Of the panel in the state, ``"input"``.
    title
        Of the panel while it floats or shares its place with another.
    extent, least
        How far it reaches towards the middle, logical pixels: its width at a side, its height above or below.
    share
        The part of a large window that it takes, of its width or height.
    """

    name: str
    title: str
    panel: Docked
    area: Qt.DockWidgetArea
    extent: int
    least: int
    share: float

    @property
    def beside(self) -> bool:
        """Whether it stands at a side."""
        return self.area in _SIDES

    def extent_in(self, window: QSize) -> int:
        """Return how far it reaches in a window of this size."""
        whole = window.width() if self.beside else window.height()
        narrowed = min(1.0, whole / _USUAL) if self.beside else 1.0
        return max(self.least, round(self.extent * narrowed), round(self.share * whole))

    @property
    def widget(self) -> QWidget:
        """The panel as a widget."""
        return cast(QWidget, self.panel)


class Docks(QMainWindow):
    """Holds the side panels around a widget in the middle; until one is moved or resized they grow with the window.

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
        for corner, area in _CORNERS.items():
            self.setCorner(corner, area)
        self._places = places
        self._arranged = False
        self._docks: Mapping[str, QDockWidget] = {place.name: self._dock(look, place) for place in places}
        self.reset()

    @property
    def panels(self) -> tuple[QDockWidget, ...]:
        """The panels, each of which may be a window of its own."""
        return tuple(self._docks.values())

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
        self._arranged = False
        self._share_out()

    def _share_out(self) -> None:
        """Give each panel its part of the window."""
        window = self.window().size()
        for beside, way in ((True, Qt.Orientation.Horizontal), (False, Qt.Orientation.Vertical)):
            places = [place for place in self._places if place.beside is beside]
            extents = [place.extent_in(window) for place in places]
            self.resizeDocks([self._docks[place.name] for place in places], extents, way)

    def saved(self) -> str:
        """Return where the panels stand, as a text that ``put_back`` knows; empty while they stand as at first."""
        return bytes(self.saveState().toBase64().data()).decode() if self._arranged else ""

    def put_back(self, text: str) -> None:
        """Put the panels where they stood; a text that means nothing changes nothing."""
        if self.restoreState(QByteArray.fromBase64(text.encode())):
            self._arranged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each panel its part of a larger or smaller window."""
        super().resizeEvent(event)
        if not self._arranged:
            self._share_out()

    def event(self, event: QEvent) -> bool:
        """Note that a panel has been resized: all that is under the pointer here are the lines between them."""
        if event.type() is QEvent.Type.MouseButtonRelease:
            self._arranged = True
        return super().event(event)

    def _note_move(self) -> None:
        self._arranged = True

    def _dock(self, look: Look, place: Place) -> QDockWidget:
        away = FlatButton(look, "x", f"Put this panel away; View > Panels > {place.title} shows it again")
        away.setAccessibleName(f"Put the panel {place.title} away")
        away.clicked.connect(lambda: self.put_away.emit(place.name))
        place.panel.header.append(away)
        if place.beside:
            place.widget.setMinimumWidth(place.least)
        else:
            place.widget.setMinimumHeight(place.least)
        dock = named(_Dock(look, place.title), place.name)
        dock.setTitleBarWidget(place.panel.header)
        place.panel.header.show()
        dock.setWidget(place.widget)
        dock.topLevelChanged.connect(self._note_move)
        dock.dockLocationChanged.connect(self._note_move)
        return dock


class _Dock(QDockWidget):
    """A panel with a border while it floats, since a window of its own header gets none from the desktop."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__(title)
        self._look = look
        self.topLevelChanged.connect(self._make_room)
        look.changed.connect(self.update)

    def _make_room(self, floats: bool) -> None:
        self.setContentsMargins(*([1] * 4 if floats else [0] * 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the border."""
        super().paintEvent(event)
        if self.isFloating():
            painter = QPainter(self)
            painter.setPen(self._look.theme.color("strong"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()
