"""The session: the one mutable object, asked by the user and answered by the worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from explorer import resources
from explorer.errors import ExplorerError, UsageError
from explorer.nn.activations import Activations
from explorer.nn.spec import Array, Shape
from explorer.session.bundled import DEFAULT_NET, bundled_nets, find_net
from explorer.session.choosing_colours import ChoosingColours
from explorer.session.choosing_input import ChoosingInput
from explorer.session.choosing_play import ChoosingPlay
from explorer.session.choosing_terms import ChoosingTerms
from explorer.session.colours import held
from explorer.session.comparing import Comparing
from explorer.session.designing import Designing
from explorer.session.editing import Editing
from explorer.session.exchange import Exchange
from explorer.session.keeping_columns import KeepingColumns
from explorer.session.launch import Launch
from explorer.session.layer_search import following_hit
from explorer.session.layers import Layer, find_layer, first_layer
from explorer.session.messages import Busy, Failed, Message, Opened, Progress, Report
from explorer.session.recent import Recent
from explorer.session.resolve import resolve
from explorer.session.save import What, save, suggested_name
from explorer.session.shaping import Shaping
from explorer.session.shown import Loaded, check_slice, layer_shape
from explorer.session.sliding import Sliding
from explorer.session.state import ViewState
from explorer.session.touring import Touring
from explorer.session.travelling import Travelling
from explorer.session.view import View
from explorer.session.worker import Deliver
from explorer.session.workings_part import Waiting
from explorer.sources.folder import neighbour
from explorer.sources.picture import Picture, picture_from_array
from explorer.sources.samples import samples

_FIRST_NET, _FIRST_PICTURE = "lenet5", "digit-3.png"
_WELCOME = "This is LeNet-5, a small net, reading a drawn digit"
_WHAT_NEXT = "point at a map to see where its values come from, take the tour (F2), or drop an image of your own here"


class Session(
    Touring,
    Comparing,
    Editing,
    Travelling,
    ChoosingInput,
    ChoosingColours,
    ChoosingPlay,
    ChoosingTerms,
    Shaping,
    Designing,
    Sliding,
    KeepingColumns,
):
    """What is open, what is selected, and what follows from both.

    All methods, signals and ``receive`` belong to one thread, the window's. Nothing that a user can cause is raised: it
    comes as a ``message``.

    Parameters
    ----------
    deliver
        Called in the worker's thread with each report; must see to it that ``receive`` is called with it in the
        session's thread.
    state
        What was chosen before.
    recent
        The files that were opened before.
    clock
        Seconds that go on, by which changes in quick succession are one step of undo.

    Attributes
    ----------
    activations_changed
        The activations of a forward pass that has just been adopted.
    busy_changed
        What the worker is at.
    """

    activations_changed = Signal(Activations)
    busy_changed = Signal(Busy)

    def __init__(
        self,
        deliver: Deliver,
        state: ViewState | None = None,
        recent: Recent | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(state or ViewState())
        self._recent = recent or Recent()
        self._clock = clock
        self._exchange = Exchange(deliver, self._state.fit)
        self._wished = Launch()
        self._samples = 0
        self._view = self._resolve()

    @property
    def busy(self) -> Busy:
        """What the worker is at."""
        return self._exchange.busy

    # Opening

    def launch(self, options: Launch) -> None:
        """Open what the command line names, and select its layer and slice once they are there."""
        self._wished = options
        if options.theme is not None:
            self.set_theme(options.theme)
        if options.net:
            self.open_net(options.net)
        if options.image is not None:
            self.open_picture(options.image)

    def welcome(self) -> None:
        """Show something at once to whoever starts the program for the first time."""
        net, picture = bundled_nets().get(_FIRST_NET), resources.samples() / _FIRST_PICTURE
        if net is not None and picture.exists():
            self._exchange.open_net(net)
            self._show(picture)
            self.message.emit(Message("note", _WELCOME, _WHAT_NEXT))

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

    def step_picture(self, count: int) -> None:
        """Open the image file ``count`` places on in the folder of the one that was asked for last."""
        source = self._exchange.wanted.picture
        if source is None or not isinstance(source.origin, Path):
            return
        if (path := neighbour(source.origin, count)) != source.origin:
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
        self._state = replace(self._state, crop=None)
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
        loaded = self._exchange.loaded
        return None if loaded is None else loaded.layer(self._state.layer)

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
        strip = self._view.strip
        if strip is not None and strip.selected is not None:
            place = min(max(strip.selected + count, 0), len(strip.cards) - 1)
            self.select_layer(strip.cards[place].value)

    def step_hit(self, count: int) -> None:
        """Select the next layer that was searched for and found, or the one before; it goes round."""
        loaded, strip = self._exchange.loaded, self._view.strip
        if loaded is not None and strip is not None and strip.search is not None:
            layers = loaded.arranged(self._state.folds).layers
            self.select_layer(following_hit(layers, strip.search.hits, self._state.layer, count))

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

    def see_tiles(self, tiles: range, height: int, width: int) -> None:
        """Note which places of the grid are on the screen, and the size of a tile, so that the worker prepares them."""
        self._exchange.seen = replace(self._exchange.seen, tiles=(tiles.start, tiles.stop), height=height, width=width)

    def see_cards(self, cards: tuple[str, ...], side: int) -> None:
        """Note which layers of the strip are on the screen, and the largest side of their thumbnails."""
        self._exchange.seen = replace(self._exchange.seen, cards=cards, side=side)

    # From the worker

    def receive(self, report: Report) -> None:
        """Take a report of the worker."""
        busy, computed, loaded = self.busy, self._exchange.computed, self._exchange.loaded
        message = self._exchange.take(report)
        self._tell_busy(busy)
        if isinstance(report, Progress):
            return
        arrived = self._arrive()
        self._name_what_is_shown()
        if arrived or loaded is not self._exchange.loaded:
            self._select_anew()
        if not arrived:
            self._look_at_scores(loaded)
        self._note_files(report)
        self._keep_format(loaded)
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

    def _note_files(self, report: Report) -> None:
        """Keep the names of files that could be opened, and drop that of one that could not."""
        match report:
            case Opened(request):
                self._recent = self._recent.having(request)
            case Failed(request, "net" | "picture" as part):
                self._recent = self._recent.without(getattr(request, part))

    def _name_what_is_shown(self) -> None:
        loaded, picture = self._exchange.loaded, self._exchange.picture
        net, name = loaded.name if loaded is not None else "", picture.name if picture is not None else ""
        self._state = replace(self._state, net=net, picture=name, crop=self._exchange.wanted.crop)

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
        chosen = {"layer": value, "slice": min(index, depth - 1), "hovered": None, "pinned": pinned if fits else None}
        return chosen if value == self._state.layer else {**chosen, "before": (self._state.layer, self._state.slice)}

    def _complain(self, error: ExplorerError) -> None:
        self.message.emit(Message("error", error.message, error.hint))

    def _resolve(self) -> View:
        shown = self._exchange
        view = resolve(
            self._state, shown.loaded, shown.computed, shown.picture, stale=shown.stale, comparison=self._comparison
        )
        past, future = bool(self._history.past), bool(self._history.future)
        return replace(
            view,
            designed=self.is_designed,
            undoable=past,
            redoable=future,
            recent=self._recent,
            tour=self.tour_part(),
        )

    def _refresh(self) -> None:
        self._state = held(self._state, self._exchange.computed)
        if self._comparison is not None and self._exchange.computed is not None:
            self._comparison = self._comparison.beside(self._exchange.computed)
        self._remember()
        self._exchange.looked_at = self._state
        old, self._view = self._view, self._resolve()
        if self._view != old:
            self.view_changed.emit(old, self._view)
        self._leave_chore()

    def _leave_chore(self) -> None:
        """Have the worker compute what the workings wait for."""
        if isinstance(self._view.workings, Waiting):
            busy = self.busy
            self._exchange.leave(self._view.workings.chore)
            self._tell_busy(busy)
