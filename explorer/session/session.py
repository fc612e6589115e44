"""The session: the one mutable object, asked by the user and answered by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from explorer.nn.activations import Activations
from explorer.nn.spec import Array
from explorer.session.messages import Busy, Message, Report, Request
from explorer.session.state import Cell, Colormap, Fit, Scope, Theme, ViewState
from explorer.session.view import View
from explorer.session.worker import Deliver


class Session:
    """What is open, what is selected, and what follows from both.

    All methods, signals and ``receive`` belong to one thread, the window's.

    Parameters
    ----------
    deliver
        Called in the worker's thread with each report; must see to it that ``receive`` is called with it in the session's thread.

    Attributes
    ----------
    view_changed
        (old, new) views.
    activations_changed
        The activations of a forward pass that has just been adopted.
    busy_changed
        What the worker is at.
    message
        A sentence for the user.
    """

    view_changed = Signal(View, View)
    activations_changed = Signal(Activations)
    busy_changed = Signal(Busy)
    message = Signal(Message)

    def __init__(self, deliver: Deliver, state: ViewState | None = None) -> None: ...

    @property
    def state(self) -> ViewState:
        """What the user has chosen."""

    @property
    def view(self) -> View:
        """What is shown of it."""

    def open_net(self, text: str) -> None:
        """Open a net by the name of a bundled one, or by its path."""

    def open_picture(self, path: Path) -> None:
        """Open an image file."""

    def open_sample(self) -> None:
        """Open the next of the bundled pictures."""

    def paste(self, pixels: Array | None) -> None:
        """Take a picture from the clipboard, uint8 (H, W, 3 or 4); None says that there is none."""

    def select_layer(self, value: str) -> None:
        """Select a layer by its value name."""

    def step_layer(self, count: int) -> None:
        """Select the layer ``count`` cards on."""

    def select_slice(self, index: int) -> None:
        """Select a depth slice of the layer."""

    def step_slice(self, dx: int, dy: int) -> None:
        """Move the selection in the grid, by columns and rows; it stops at the edges."""

    def hover(self, cell: Cell | None) -> None:
        """Look at a cell of the selected layer; None when the pointer leaves."""

    def pin(self, cell: Cell) -> None:
        """Select a cell and its slice."""

    def step_back(self) -> None:
        """Undo the last of: zoom, pin."""

    def set_scope(self, scope: Scope) -> None: ...
    def step_scope(self) -> None: ...
    def set_colormap(self, colormap: Colormap) -> None: ...
    def step_colormap(self) -> None: ...
    def set_fit(self, fit: Fit) -> None: ...
    def step_fit(self) -> None: ...
    def set_theme(self, theme: Theme) -> None: ...
    def step_theme(self) -> None: ...
    def set_tile(self, pixels: int) -> None: ...
    def set_columns(self, columns: int) -> None:
        """Say how many tiles the grid lays out in a row."""

    def toggle_zoom(self) -> None: ...

    def suggested_name(self, what: str) -> str:
        """Return a file name for a PNG of the ``"slice"`` or the ``"layer"``."""

    def save_slice_png(self, path: Path) -> None: ...
    def save_layer_png(self, path: Path) -> None: ...

    def receive(self, report: Report) -> None:
        """Take a report of the worker."""

    def close(self) -> None:
        """Stop the worker."""
