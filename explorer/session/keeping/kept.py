"""The session between two starts of the program: what is kept of it, and what the next one begins with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from explorer.errors import FileError
from explorer.session.keeping.history import Moment
from explorer.session.keeping.recent import Recent
from explorer.session.keeping.store import Store
from explorer.session.launch import Launch
from explorer.session.messages import Message
from explorer.session.request import DesignText, Request, Seen, Source
from explorer.session.state import (
    GAMMAS,
    LARGEST_TILE,
    PAGES,
    PASSING,
    SMALLEST_TILE,
    SPEEDS,
    ViewState,
    at_rest,
)
from explorer.sources.picture import Picture

SESSION, RECENT, RESTORING = "session", "recent", "restoring"
"""What the store keeps: a ``Kept``, a ``Recent``, and a mark while a session is being restored."""
PASTED = "pasted picture"
"""The picture that it keeps, where the session's is no file."""

T = TypeVar("T")


@dataclass(frozen=True)
class Kept:
    """One session on disk.

    Attributes
    ----------
    geometry, layout
        Where the window and its panels stand, in words of Qt's own.
    """

    state: ViewState = field(default_factory=ViewState)
    request: Request = field(default_factory=Request)
    geometry: str = ""
    layout: str = ""


@dataclass(frozen=True)
class Beginning:
    """What a start begins with.

    Attributes
    ----------
    state
        Theme, colours, panels and so on, of nothing that is open yet.
    moment
        What to open and select; None for nothing.
    welcome
        Whether this is the first start of all.
    told
        What the user is to be told.
    """

    state: ViewState = field(default_factory=ViewState)
    recent: Recent = field(default_factory=Recent)
    moment: Moment | None = None
    geometry: str = ""
    layout: str = ""
    welcome: bool = False
    told: tuple[Message, ...] = ()


def kept(state: ViewState, request: Request, geometry: str, layout: str, pasted: Path) -> Kept:
    """Return what is to be kept of a session; a picture that is no file is one that lies at ``pasted``."""
    lasting = replace(at_rest(state), side="a")
    asked = replace(request, looked_at=ViewState(), seen=Seen(), asked=0.0)
    asked = replace(asked, net=_file(request.net, pasted), picture=_file(request.picture, pasted))
    return Kept(lasting, asked, geometry, layout)


def begin(store: Store, launch: Launch) -> Beginning:
    """Return what a start begins with; what cannot be read is told and does without."""
    recent, bad_list = _read(store, RECENT, Recent)
    before, bad_session = _read(store, SESSION, Kept)
    told = tuple(message for message in (bad_list, bad_session) if message is not None)
    known = Beginning(recent=recent or Recent(), told=told)
    if launch.fresh or bad_session is not None:
        return known
    named = launch.image is not None or bool(launch.net)
    if before is None:
        return replace(known, welcome=not named)
    state = _sound(before.state)
    known = replace(known, state=_unopened(state), geometry=before.geometry, layout=before.layout)
    if named:
        return known
    if store.has(RESTORING):
        store.forget(RESTORING)
        return replace(known, told=(*told, _not_again(before.request)))
    opened = before.request != Request(fit=before.request.fit)
    return replace(known, moment=Moment(state, before.request) if opened else None)


def _read(store: Store, name: str, kind: type[T]) -> tuple[T | None, Message | None]:
    try:
        return store.read(name, kind), None
    except FileError as error:
        return None, Message("error", f"What was kept of the last start is lost: {error.message}", error.hint)


def _file(source: Source | None, pasted: Path) -> Source | None:
    if source is None or isinstance(source.origin, DesignText):
        return source
    origin = pasted if isinstance(source.origin, Picture) else source.origin
    return Source(origin.absolute(), source.opening)


def _sound(state: ViewState) -> ViewState:
    """Return the state with numbers that are possible, whoever wrote them."""
    return replace(
        state,
        slice=max(0, state.slice),
        tile=min(max(SMALLEST_TILE, state.tile), LARGEST_TILE),
        columns=max(1, state.columns),
        gamma=state.gamma if state.gamma in GAMMAS else 1.0,
        page=state.page if state.page in PAGES else 0,
        speed=state.speed if state.speed in SPEEDS else SPEEDS[0],
    )


def _unopened(state: ViewState) -> ViewState:
    """Return how things are shown, without what."""
    untouched = ViewState()
    chosen = ("scope", "colormap", "gamma", "marked", "fit", "tile", "order", "page", *PASSING)
    return replace(untouched, **{name: getattr(state, name) for name in chosen})


def _not_again(request: Request) -> Message:
    names = " and ".join(source.origin.name for source in (request.picture, request.net) if source is not None)
    text = f"The program stopped while it opened {names or 'the last session'}, which is not opened again"
    return Message("error", text, "if you want to try once more, it is under File > Recent")
