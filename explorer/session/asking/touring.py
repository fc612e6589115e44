"""The guided tour: going from page to page, and back to where one was."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explorer import resources
from explorer.errors import UsageError
from explorer.session.address import Address, find_address
from explorer.session.asking.travelling import Travelling
from explorer.session.bundled import find_net
from explorer.session.comparison import Comparison
from explorer.session.keeping.history import History, Moment
from explorer.session.keeping.recent import Recent
from explorer.session.request import Request
from explorer.session.state import ViewState, at_rest, passing_of
from explorer.session.tour.page import Scene, Stage
from explorer.session.tour.pages import PAGES
from explorer.session.tour.part import TourPart

_OPENING = "The net and the picture of this page are being opened."
_ELSEWHERE = "Something else is shown now than what this page is about. Go on, or show the page again."


@dataclass(frozen=True, eq=False)
class _Before:
    """What there was before the tour began."""

    state: ViewState
    request: Request
    history: History
    comparison: Comparison | None
    recent: Recent


@dataclass(frozen=True, eq=False)
class _Tour:
    """The tour at one of its pages.

    Attributes
    ----------
    page
        From 0.
    request
        What the page is about.
    words
        What it says; empty before the net and the picture are there.
    """

    before: _Before
    page: int
    request: Request
    words: str = ""


class Touring(Travelling):
    """Shows the pages of the tour; leaving it brings back what there was."""

    _recent: Recent
    _comparison: Comparison | None
    _tour: _Tour | None = None

    def toggle_tour(self) -> None:
        """Begin the tour at its first page, or leave it."""
        if self._tour is None:
            self.show_page(0)
        else:
            self.leave_tour()

    def turn_tour(self, count: int) -> None:
        """Go on by pages, or back; past the last page the tour is over."""
        if self._tour is None:
            return
        page = self._tour.page + count
        if page >= len(PAGES):
            self.leave_tour()
        else:
            self.show_page(max(0, page))

    def show_page_again(self) -> None:
        """Set the program once more to what the page is about."""
        if self._tour is not None:
            self.show_page(self._tour.page)

    def show_page(self, number: int) -> None:
        """Begin the tour at a page, from 0, or go on with it."""
        scene = PAGES[number].scene
        try:
            request = self._exchange.request_for(find_net(scene.net), resources.samples() / scene.picture)
            request = replace(request, convolutional=scene.slides)
        except UsageError as error:
            self._complain(error)
            return
        self._tour, self._comparison = _Tour(self._before_the_tour(), number, request), None
        if self._is_here(self._tour):
            self._set_stage(self._tour)
            self._refresh()
        else:
            self.restore(Moment(self._state, request))

    def leave_tour(self) -> None:
        """Bring back what there was before the tour; where nothing was open, what the page shows stays."""
        if self._tour is None:
            return
        before, self._tour = self._tour.before, None
        self._history, self._comparison, self._recent = before.history, before.comparison, before.recent
        self._state = passing_of(_passing_again(before.state, self._state), self._state)
        if before.request.net is not None or before.request.picture is not None:
            self.restore(Moment(before.state, before.request))
        else:
            self._refresh()

    def tour_part(self) -> TourPart | None:
        """Return what the window shows of the tour; None while there is none."""
        if self._tour is None:
            return None
        here, page = self._is_here(self._tour), PAGES[self._tour.page]
        words = self._tour.words if here else _OPENING if self._awaited is not None else _ELSEWHERE
        return TourPart(self._tour.page + 1, len(PAGES), page.title, words, here)

    def _before_the_tour(self) -> _Before:
        if self._tour is not None:
            return self._tour.before
        return _Before(self._state, self._exchange.wanted, self._history, self._comparison, self._recent)

    def _is_here(self, tour: _Tour) -> bool:
        """Return whether what is shown is what the page is about."""
        return self._exchange.computed is not None and self._exchange.shown == tour.request

    def _arrive(self) -> bool:
        """Choose what the page says, once its net and picture are there."""
        arrived = super()._arrive()
        if self._tour is None or self._tour.words or not self._is_here(self._tour):
            return arrived
        self._set_stage(self._tour)
        return True

    def _set_stage(self, tour: _Tour) -> None:
        computed, page = self._exchange.computed, PAGES[tour.page]
        assert computed is not None
        loaded = computed.loaded
        at = find_address(page.scene.address, loaded.layers, loaded.fields.volume)
        self._state = _state_of(self._state, page.scene, at)
        self._history = History()
        self._tour = replace(tour, words=page.words(Stage(computed, at)))


def _state_of(state: ViewState, scene: Scene, at: Address) -> ViewState:
    """Return what a page chooses: its cell, all panels, and the workings where it has a tab of them."""
    chosen = ViewState(
        net=state.net,
        picture=state.picture,
        layer=at.layer.value,
        slice=at.slice or 0,
        pinned=at.place,
        scope=scene.scope,
        fit=state.fit,
        tile=state.tile,
        zoomed=scene.slides,
        over_picture=scene.slides,
    )
    return replace(
        passing_of(_passing_again(ViewState(), state), chosen),
        hidden=("workings",) if scene.tab is None else (),
        tab=scene.tab or state.tab,
        terms="index",
    )


def _passing_again(before: ViewState, now: ViewState) -> ViewState:
    """Return the state ``before`` without pointer, search and play, in the layout and look of ``now``."""
    looks = {name: getattr(now, name) for name in ("theme", "dark", "columns", "strip_height")}
    return replace(at_rest(before), **looks)
