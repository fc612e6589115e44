"""How the state is replaced, one choice at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Any

from psygnal import Signal

from explorer.session.state import (
    COLORMAPS,
    LARGEST_TILE,
    SCOPES,
    SMALLEST_TILE,
    Cell,
    Colormap,
    Scope,
    Theme,
    ViewState,
    following,
)
from explorer.session.view import View


class Choosing(ABC):
    """Keeps what the user has chosen, and what is shown of it.

    Attributes
    ----------
    view_changed
        (old, new) views.
    """

    view_changed = Signal(View, View)

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

    def set_scope(self, scope: Scope) -> None:
        """Choose what one colour scale spans."""
        self._change(scope=scope)

    def step_scope(self) -> None:
        """Choose the next scope."""
        self.set_scope(following(SCOPES, self._state.scope))

    def set_colormap(self, colormap: Colormap) -> None:
        """Choose the palette of the activations."""
        self._change(colormap=colormap)

    def step_colormap(self) -> None:
        """Choose the next palette."""
        self.set_colormap(following(COLORMAPS, self._state.colormap))

    def set_theme(self, theme: Theme) -> None:
        """Choose the colours of the window."""
        self._change(theme=theme)

    def step_theme(self) -> None:
        """Choose light where the window is dark, and dark where it is light."""
        self.set_theme("light" if self._state.dark else "dark")

    def set_dark(self, dark: bool) -> None:
        """Say whether the window is dark now, which the theme ``"system"`` leaves to the desktop."""
        self._change(dark=dark)

    def set_tile(self, pixels: int) -> None:
        """Choose the least width of a tile."""
        self._change(tile=min(max(pixels, SMALLEST_TILE), LARGEST_TILE))

    def set_columns(self, columns: int) -> None:
        """Say how many tiles the grid lays out in a row."""
        self._change(columns=max(1, columns))

    def toggle_zoom(self) -> None:
        """Show the selected slice large, or the grid again."""
        self._change(zoomed=not self._state.zoomed, hovered=None)

    def hover(self, cell: Cell | None) -> None:
        """Look at a cell of the selected layer; None when the pointer leaves."""
        self._change(hovered=cell)

    def step_back(self) -> None:
        """Undo the last of: the large map, the pinned cell."""
        self._change(**({"zoomed": False, "hovered": None} if self._state.zoomed else {"pinned": None}))

    def _change(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._refresh()

    @abstractmethod
    def _refresh(self) -> None:
        """Show what follows from the state."""
