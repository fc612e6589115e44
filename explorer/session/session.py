"""The session: the one mutable object, asked by the user and answered by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from explorer.errors import ExplorerError, UsageError
from explorer.nn.activations import Activations
from explorer.nn.spec import Array, Shape
from explorer.session.bundled import DEFAULT_NET, bundled_nets, find_net
from explorer.session.exchange import Exchange
from explorer.session.launch import Launch
from explorer.session.layers import Layer, find_layer, first_layer
from explorer.session.maps_part import holds
from explorer.session.messages import Busy, Message, Report
from explorer.session.resolve import resolve
from explorer.session.save import What, save, suggested_name
from explorer.session.shown import Loaded, check_slice, layer_shape
from explorer.session.state import (
    COLORMAPS,
    FITS,
    LARGEST_TILE,
    SCOPES,
    SMALLEST_TILE,
    Cell,
    Colormap,
    Fit,
    Scope,
    Theme,
    ViewState,
    following,
)
from explorer.session.view import View
from explorer.session.worker import Deliver
from explorer.sources.picture import Picture, picture_from_array
from explorer.sources.samples import samples


class Session:
    """What is open, what is selected, and what follows from both.

    All methods, signals and ``receive`` belong to one thread, the window's. Nothing that a user can cause is raised: it
    comes as a ``message``.

    Parameters
    ----------
    deliver
        Called in the worker's thread with each report; must see to it that ``receive`` is called with it in the
        session's thread.

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

    def __init__(self, deliver: Deliver, state: ViewState | None = None) -> None:
        self._state = state or ViewState()
        self._exchange = Exchange(deliver, self._state.fit)
        self._wished = Launch()
        self._samples = 0
        self._view = self._resolve()

    @property
    def state(self) -> ViewState:
        """What the user has chosen."""
        return self._state

    @property
    def view(self) -> View:
        """What is shown of it."""
        return self._view

    @property
    def busy(self) -> Busy:
        """What the worker is at."""
        return self._exchange.busy

    # Opening

    def launch(self, options: Launch) -> None:
        """Open what the command line names, and select its layer and slice once they are there."""
        self._wished = options
        self.set_theme(options.theme)
        if options.net:
            self.open_net(options.net)
        if options.image is not None:
            self.open_picture(options.image)

    def open_net(self, text: str) -> None:
        """Open a net by the name of a bundled one, or by its path."""
        try:
            path = find_net(text)
        except UsageError as error:
            self._complain(error)
        else:
            self._ask(lambda: self._exchange.open_net(path))

    def open_picture(self, path: Path) -> None:
        """Open an image file."""
        self._show(path)

    def open_sample(self) -> None:
        """Open the next of the bundled pictures."""
        if found := samples():
            self._show(found[self._samples % len(found)].path)
            self._samples += 1
        else:
            self.message.emit(Message("error", "No sample pictures are installed", "open an image of your own"))

    def paste(self, pixels: Array | None) -> None:
        """Take a picture from the clipboard, uint8 (H, W, 3 or 4); None says that there is none."""
        if pixels is None:
            self.message.emit(Message("info", "The clipboard holds no picture", "copy one, or the file of one, first"))
            return
        try:
            self._show(picture_from_array(pixels, "pasted picture"))
        except ExplorerError as error:
            self._complain(error)

    def _show(self, origin: Path | Picture) -> None:
        if not self._exchange.wants_net and DEFAULT_NET in bundled_nets():
            self._exchange.open_net(bundled_nets()[DEFAULT_NET])
        self._ask(lambda: self._exchange.open_picture(origin))

    def _ask(self, ask: Callable[[], None]) -> None:
        """Ask something of the worker, and tell that it is busy."""
        busy = self.busy
        ask()
        self._tell_busy(busy)
        self._refresh()

    # Selecting

    @property
    def layer(self) -> Layer | None:
        """The selected layer."""
        layers = self._exchange.loaded.layers if self._exchange.loaded is not None else ()
        return next((layer for layer in layers if layer.value == self._state.layer), None)

    @property
    def shape(self) -> Shape | None:
        """Depth, height, width of the selected layer; None before its maps are there."""
        return None if self._view.maps is None else self._view.maps.volume.shape

    def select_layer(self, value: str) -> None:
        """Select a layer by its value name; a name that there is not is passed over."""
        loaded = self._exchange.loaded
        if loaded is not None and value in loaded.specs and value != self._state.layer:
            self._change(**self._selection(loaded, value, self._state.slice))

    def step_layer(self, count: int) -> None:
        """Select the layer ``count`` cards on; it stops at the ends."""
        values = [card.value for card in self._view.cards]
        if self._state.layer in values:
            place = values.index(self._state.layer) + count
            self.select_layer(values[min(max(place, 0), len(values) - 1)])

    def select_slice(self, index: int) -> None:
        """Select a depth slice of the layer; the nearest there is."""
        if (shape := self.shape) is not None:
            self._change(slice=min(max(index, 0), shape[0] - 1))

    def step_slice(self, dx: int, dy: int) -> None:
        """Move the selection in the grid, by columns and rows; it stops at the edges."""
        if (shape := self.shape) is None:
            return
        columns = self._state.columns
        row, column = divmod(self._state.slice, columns)
        last = (shape[0] - 1) // columns
        self.select_slice(min(max(row + dy, 0), last) * columns + column + dx)

    def hover(self, cell: Cell | None) -> None:
        """Look at a cell of the selected layer; None when the pointer leaves."""
        self._change(hovered=cell)

    def pin(self, cell: Cell) -> None:
        """Select a cell and its slice."""
        if self.shape is not None and holds(self.shape, cell):
            self._change(slice=cell.slice, pinned=(cell.y, cell.x))

    def step_back(self) -> None:
        """Undo the last of: the large map, the pinned cell."""
        self._change(**({"zoomed": False, "hovered": None} if self._state.zoomed else {"pinned": None}))

    # Showing

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

    def set_fit(self, fit: Fit) -> None:
        """Choose how a picture of another shape meets the net's input, and feed it again."""
        if fit != self._state.fit:
            self._state = replace(self._state, fit=fit)
            self._ask(lambda: self._exchange.fit(fit))

    def step_fit(self) -> None:
        """Choose the next fit."""
        self.set_fit(following(FITS, self._state.fit))

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

    # Saving

    def suggested_name(self, what: What) -> str:
        """Return a file name for a PNG of the selected slice or layer."""
        layer = self.layer
        return suggested_name(self._state, layer, what) if layer is not None else "maps.png"

    def save_slice_png(self, path: Path) -> None:
        """Write the selected slice."""
        self._save(path, "slice")

    def save_layer_png(self, path: Path) -> None:
        """Write all slices of the selected layer."""
        self._save(path, "layer")

    def _save(self, path: Path, what: What) -> None:
        if self._exchange.computed is None or self.layer is None:
            self.message.emit(Message("info", "There is nothing to save yet", "open an image first"))
            return
        try:
            save(path, self._state, self._exchange.computed, self.layer, what)
        except ExplorerError as error:
            self._complain(error)
        else:
            self.message.emit(Message("info", f"Saved {path.name}", path=path))

    # From the worker

    def receive(self, report: Report) -> None:
        """Take a report of the worker."""
        busy, computed, loaded = self.busy, self._exchange.computed, self._exchange.loaded
        message = self._exchange.take(report)
        self._tell_busy(busy)
        self._name_what_is_shown()
        if loaded is not self._exchange.loaded:
            self._select_anew()
        self._refresh()
        if self._exchange.computed is not None and self._exchange.computed is not computed:
            self.activations_changed.emit(self._exchange.computed.activations)
        if message is not None:
            self.message.emit(message)

    def close(self) -> None:
        """Stop the worker; a forward pass that has begun is waited for."""
        self._exchange.stop()

    def _tell_busy(self, before: Busy) -> None:
        if self.busy != before:
            self.busy_changed.emit(self.busy)

    def _name_what_is_shown(self) -> None:
        loaded, picture = self._exchange.loaded, self._exchange.picture
        net, name = loaded.name if loaded is not None else "", picture.name if picture is not None else ""
        self._state = replace(self._state, net=net, picture=name)

    def _select_anew(self) -> None:
        """Select in a net that has just been shown what the command line named, else what was selected before."""
        loaded = self._exchange.loaded
        if loaded is None or not loaded.specs:
            return
        wished, self._wished = self._wished, Launch()
        values = [layer.value for layer in loaded.layers]
        value = self._state.layer if self._state.layer in values else first_layer(loaded.layers).value
        try:
            value = find_layer(loaded.layers, wished.layer).value if wished.layer else value
            check_slice(loaded, value, wished.slice)
        except UsageError as error:
            self._complain(error)
        self._state = replace(self._state, **self._selection(loaded, value, wished.slice or self._state.slice))

    def _selection(self, loaded: Loaded, value: str, index: int) -> dict[str, Any]:
        """Return the changes that select a slice of a layer, the nearest there is; a pinned cell stays if it fits."""
        depth, *plane = layer_shape(loaded, value)
        pinned = self._state.pinned
        fits = pinned is not None and pinned[0] < plane[0] and pinned[1] < plane[1] and value == self._state.layer
        return {"layer": value, "slice": min(index, depth - 1), "hovered": None, "pinned": pinned if fits else None}

    def _complain(self, error: ExplorerError) -> None:
        self.message.emit(Message("error", error.message, error.hint))

    def _change(self, **changes: Any) -> None:
        state = replace(self._state, **changes)
        if state != self._state:
            self._state = state
            self._refresh()

    def _resolve(self) -> View:
        shown = self._exchange
        return resolve(self._state, shown.loaded, shown.computed, shown.picture, stale=shown.stale)

    def _refresh(self) -> None:
        old, self._view = self._view, self._resolve()
        if self._view != old:
            self.view_changed.emit(old, self._view)
