"""How the state is replaced, one choice at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from psygnal import Signal

from explorer.session.state import (
    LARGEST_TILE,
    SMALLEST_TILE,
    Folds,
    PanelName,
    Tab,
    Theme,
    ViewState,
)
from explorer.session.views.view import View


class Choosing(ABC):
    """Keeps what the user has chosen, and what is shown of it.

    Attributes
    ----------
    view_changed
        (old, new) views. What is chosen while one is drawn is shown after it has been drawn everywhere.
    """

    view_changed = Signal(View, View, reemission="queued")

    def __init__(self, state: ViewState) -> None:
        self._state = state
        self._view = View(state)

    @property
    def state(self) -> ViewState:
        """What the user has chosen."""
        return self._state

    @property
    def view(self) -> View:
        """What is shown of it."""
        return self._view

    def set_theme(self, theme: Theme) -> None:
        """Choose the colours of the window."""
        self._change(theme=theme)

    def step_theme(self) -> None:
        """Choose light where the window is dark, and dark where it is light."""
        self.set_theme("light" if self._state.dark else "dark")

    def set_dark(self, dark: bool) -> None:
        """Say whether the window is dark now, which the theme ``"system"`` leaves to the desktop."""
        self._change(dark=dark)

    def toggle_panel(self, name: PanelName) -> None:
        """Put a panel away, or show it again."""
        hidden = self._state.hidden
        self._change(hidden=tuple(sorted(set(hidden) ^ {name})))

    def reset_panels(self) -> None:
        """Show the panels that are shown at first."""
        self._change(hidden=ViewState().hidden)

    def show_tab(self, tab: Tab) -> None:
        """Show a tab of the workings, which may have been put away."""
        self._change(tab=tab, hidden=tuple(name for name in self._state.hidden if name != "workings"))

    def set_tile(self, pixels: int) -> None:
        """Choose the least width of a tile."""
        self._change(tile=min(max(pixels, SMALLEST_TILE), LARGEST_TILE))

    def set_columns(self, columns: int) -> None:
        """Say how many tiles the grid lays out in a row."""
        self._change(columns=max(1, columns))

    def toggle_zoom(self) -> None:
        """Show the selected slice large, or the grid again."""
        self._change(zoomed=not self._state.zoomed, pointed_at=self._state.elsewhere)

    def toggle_over_picture(self) -> None:
        """Lay the selected slice over the picture, or show it by itself again; large in both cases."""
        over = not (self._state.zoomed and self._state.over_picture)
        self._change(zoomed=True, over_picture=over, pointed_at=self._state.elsewhere)

    def fold_all(self) -> None:
        """Show every block of layers as one tile of the strip, or every layer by itself again."""
        self._change(folds=Folds(all=not self._state.folds.all))

    def fold(self, block: str) -> None:
        """Fold one block, or open it again, by the value name of its last layer."""
        self._change(folds=self._state.folds.turning(block))

    def set_strip_height(self, pixels: int) -> None:
        """Choose how high the strip is where there are branches; 0 for what suits the window."""
        self._change(strip_height=pixels)

    def search(self, text: str | None) -> None:
        """Look for layers by their name and operator; None ends it."""
        self._change(search=text)

    def _change(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._refresh()

    @abstractmethod
    def _refresh(self) -> None:
        """Show what follows from the state."""
