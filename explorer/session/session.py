"""The session: the one mutable object, asked by the user and answered by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from psygnal import Signal

from explorer.errors import UsageError
from explorer.nn.activations import Activations
from explorer.session import bundled
from explorer.session.asking.choosing_colours import ChoosingColours
from explorer.session.asking.choosing_counts import ChoosingCounts
from explorer.session.asking.choosing_input import ChoosingInput
from explorer.session.asking.choosing_play import ChoosingPlay
from explorer.session.asking.choosing_terms import ChoosingTerms
from explorer.session.asking.comparing import Comparing
from explorer.session.asking.designing import Designing
from explorer.session.asking.editing import Editing
from explorer.session.asking.keeping_columns import KeepingColumns
from explorer.session.asking.opening import Opening
from explorer.session.asking.saving_pictures import SavingPictures
from explorer.session.asking.shaping import Shaping
from explorer.session.asking.sliding import Sliding
from explorer.session.asking.touring import Touring
from explorer.session.asking.travelling import Travelling
from explorer.session.computing.exchange import Exchange
from explorer.session.computing.worker import Deliver
from explorer.session.keeping.recent import Recent
from explorer.session.launch import Launch
from explorer.session.messages import Failed, Idle, Opened, Progress, Report
from explorer.session.parts.colours import held
from explorer.session.request import Request
from explorer.session.resolve import resolve
from explorer.session.shown import check_slice
from explorer.session.state import ViewState
from explorer.session.strip.layers import find_layer, first_layer
from explorer.session.views.view import View
from explorer.session.views.workings import Waiting
from explorer.sources import labels


class Session(
    Touring,
    Comparing,
    Editing,
    Travelling,
    ChoosingInput,
    ChoosingColours,
    ChoosingPlay,
    ChoosingTerms,
    ChoosingCounts,
    Shaping,
    Designing,
    Sliding,
    KeepingColumns,
    Opening,
    SavingPictures,
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

    Attributes
    ----------
    activations_changed
        The activations of a forward pass that has just been adopted.
    """

    activations_changed = Signal(Activations)

    def __init__(
        self,
        deliver: Deliver,
        state: ViewState | None = None,
        recent: Recent | None = None,
    ) -> None:
        state = state or ViewState()
        super().__init__(state, Exchange(deliver, state.fit))
        self._recent = recent or Recent()
        self._wished = Launch()
        self._view = self._resolve()

    def launch(self, options: Launch) -> None:
        """Open what the command line names, and select its layer and slice once they are there."""
        self._wished = options
        if options.theme is not None:
            self.set_theme(options.theme)
        if options.net:
            self.open_net(options.net)
        if options.image is not None:
            self.open_picture(options.image)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open the first net among files, and the first of the others, by its ending names of classes or a picture."""
        nets = [path for path in paths if path.suffix.lower() in bundled.SUFFIXES]
        others = [path for path in paths if path not in nets]
        for path in nets[:1]:
            self.open_net(str(path))
        for path in others[:1]:
            if path.suffix.lower() in labels.SUFFIXES:
                self.open_labels(path)
            else:
                self.open_picture(path)

    def see_tiles(self, tiles: range, height: int, width: int) -> None:
        """Note which places of the grid are on the screen, and the size of a tile, so that the worker prepares them."""
        self._exchange.seen = replace(self._exchange.seen, tiles=(tiles.start, tiles.stop), height=height, width=width)

    def see_cards(self, cards: tuple[str, ...], side: int) -> None:
        """Note which layers of the strip are on the screen, and the largest side of their thumbnails."""
        self._exchange.seen = replace(self._exchange.seen, cards=cards, side=side)

    def receive(self, report: Report) -> None:
        """Take a report of the worker."""
        busy, computed, loaded = self.busy, self._exchange.computed, self._exchange.loaded
        message = self._exchange.take(report)
        self._tell_busy(busy)
        if isinstance(report, Progress):
            return
        recent = self._recent
        self._note_files(report)
        if self._shows_nothing_new(report) and self._recent == recent:
            self._leave_chore()
            return
        arrived = self._arrive()
        self._name_what_is_shown()
        if arrived or loaded is not self._exchange.loaded:
            self._select_anew()
        if not arrived:
            self._look_at_scores(loaded)
        self._keep_format(loaded)
        self._refresh()
        if self._exchange.computed is not None and self._exchange.computed is not computed:
            self.activations_changed.emit(self._exchange.computed.activations)
        if message is not None:
            self.message.emit(message)

    def _shows_nothing_new(self, report: Report) -> bool:
        """Return whether what a report tells is shown already, or not before its pass is done."""
        if isinstance(report, Idle):
            return isinstance(report.last, Request)
        same = self._exchange.computed is not None and self._state.crop == self._exchange.wanted.crop
        return isinstance(report, Opened) and same

    def close(self) -> None:
        """Stop the worker; a forward pass that has begun is waited for."""
        self._exchange.stop()

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

    def _resolve(self) -> View:
        shown = self._exchange
        view = resolve(
            self._state, shown.loaded, shown.computed, shown.picture, stale=shown.stale, comparison=self._comparison
        )
        past, future = bool(self._history.past), bool(self._history.future)
        return replace(
            view,
            designed=self.is_designed,
            failure=shown.failure,
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
