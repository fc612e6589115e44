"""The bar at the top: what is open, how it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSlider

from explorer.designer.presets import presets
from explorer.qt.basics.buttons import Chooser, FlatButton, Segments
from explorer.qt.basics.look import ICON, SMALL_ICON, Look
from explorer.qt.basics.panels import Panel, label
from explorer.qt.basics.theme import MARGIN
from explorer.session.bundled import PRESET
from explorer.session.state import LARGEST_TILE, SMALLEST_TILE, ViewState

HEIGHT = 44

_LEAST_NET, _LEAST_SLIDER, _SLIDER = 120, 64, 112
_ROOM_FOR_WORDS, _ROOM_FOR_ICONS = 1100, 1000
_SCOPES = (("slice", "Map"), ("layer", "Layer"), ("block", "Block"), ("net", "Net"), ("locked", "Locked"))


class Toolbar(Panel):
    """Buttons for the commands that are used most.

    Parameters
    ----------
    actions
        The window's commands by name.
    menus
        All commands.
    nets
        Names of the bundled nets.

    Attributes
    ----------
    net_chosen
        Name of a bundled net, or ``"preset:NAME"``.
    scope_chosen
        What one colour scale spans, ``"layer"`` or another of ``SCOPES``.
    tile_chosen
        Least width of a tile, logical pixels.
    """

    net_chosen = Signal(str)
    scope_chosen = Signal(str)
    tile_chosen = Signal(int)

    def __init__(self, look: Look, actions: dict[str, QAction], menus: Sequence[QMenu], nets: Sequence[str]) -> None:
        super().__init__("toolbar")
        self._look = look
        self.setFixedHeight(HEIGHT)
        self._image = QPushButton("Open image…")
        self._image.setToolTip("Open a photograph or another image file (Ctrl+O)")
        self._image.clicked.connect(actions["open-picture"].trigger)
        self._net = Chooser(look, "Choose a net")
        self._net.setAccessibleName("Net")
        self._net.setMinimumWidth(_LEAST_NET)
        self._net.setMenu(self._net_menu(nets, actions["open-net"]))
        self._scope = Segments(_SCOPES, "Colour scale")
        for name, _ in _SCOPES:
            self._scope.explain(name, f"{actions[f'scope-{name}'].statusTip()} (L)")
        self._scope.chosen.connect(self.scope_chosen)
        self._tile = self._tile_slider()
        self._theme = self._icon("moon", actions["theme"])
        self._menu = self._menu_button(menus)
        save, pin, tour = self._spare = (
            self._icon("download-simple", actions["save-layer"]),
            self._icon("push-pin", actions["pin"]),
            self._icon("graduation-cap", actions["tour"]),
        )
        self._icons = [
            self._icon("magnifying-glass-plus", actions["zoom"]),
            self._icon("palette", actions["colours"]),
            save,
            pin,
            self._icon("math-operations", actions["panel-workings"]),
            self._theme,
            tour,
            self._icon("question", actions["help"]),
            self._menu,
        ]
        self._words = [label("Colour scale", tone="second"), label("Tile size", tone="second")]
        self._fill()
        look.changed.connect(self._tint)
        self._tint()

    def show_state(self, state: ViewState) -> None:
        """Show what is chosen."""
        self._net.setText(state.net.replace("&", "&&") or "No net")
        self._scope.show_choice(state.scope)
        with QSignalBlocker(self._tile):
            self._tile.setValue(state.tile)

    def open_menu(self) -> None:
        """Open the menu of all commands, as a click on its button does."""
        self._menu.showMenu()

    def _fill(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(self._image)
        row.addWidget(self._net)
        for words, widget in zip(self._words, (self._scope, self._tile), strict=True):
            row.addSpacing(8)
            row.addWidget(words)
            row.addWidget(widget)
        row.addStretch(1)
        for button in self._icons:
            row.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for: words, then icons of commands that are in the menu as well."""
        super().resizeEvent(event)
        for words in self._words:
            words.setVisible(event.size().width() >= _ROOM_FOR_WORDS)
        for icon in self._spare:
            icon.setVisible(event.size().width() >= _ROOM_FOR_ICONS)

    def _icon(self, name: str, action: QAction) -> FlatButton:
        button = FlatButton(self._look, name, action.toolTip(), ICON)
        button.clicked.connect(action.trigger)
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        return button

    def _menu_button(self, menus: Sequence[QMenu]) -> FlatButton:
        button = FlatButton(self._look, "list", "All commands (F10)", ICON)
        whole = QMenu(button)
        for menu in menus:
            whole.addMenu(menu)
        button.setMenu(whole)
        return button

    def _tile_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(SMALLEST_TILE, LARGEST_TILE)
        slider.setFixedHeight(24)
        slider.setMinimumWidth(_LEAST_SLIDER)
        slider.setMaximumWidth(_SLIDER)
        slider.setToolTip("Least width of a map; at the left end all maps are on one screen")
        slider.setAccessibleName("Tile size")
        slider.valueChanged.connect(self.tile_chosen)
        return slider

    def _net_menu(self, nets: Sequence[str], open_net: QAction) -> QMenu:
        menu = QMenu(self._net)
        designs = QMenu("Untrained", menu)
        entries = [(menu, name, name) for name in nets]
        entries += [(designs, name, f"{PRESET}{name}") for name in presets()]
        for part, title, name in entries:
            part.addAction(title).triggered.connect(lambda _=False, name=name: self.net_chosen.emit(name))
        menu.addMenu(designs)
        menu.addSeparator()
        menu.addAction(open_net)
        return menu

    def _tint(self) -> None:
        self._image.setIcon(self._look.icon("image"))
        self._image.setIconSize(SMALL_ICON)
        self._net.setIcon(self._look.icon("share-network"))
        self._theme.show_icon("sun" if self._look.theme.dark else "moon")
