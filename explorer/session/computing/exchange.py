"""What is wanted of the worker, and what it has handed over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from time import perf_counter

from explorer.nn.changes import Changes
from explorer.nn.edits import UNEDITED, Edits
from explorer.nn.graph import InputFormat
from explorer.session.computing.forward import Forward
from explorer.session.computing.worker import Deliver, LatestWorker
from explorer.session.messages import (
    Busy,
    Crashed,
    Failed,
    Finished,
    Idle,
    Message,
    Opened,
    Part,
    Progress,
    Report,
    Saved,
)
from explorer.session.request import Chore, DesignText, Request, Saving, Seen, Source
from explorer.session.shown import Computed, Loaded
from explorer.session.state import Crop, ViewState
from explorer.sources.fit import Fit
from explorer.sources.picture import Picture

_GOING_WITH: dict[Part, tuple[str, ...]] = {
    "net": ("pixels", "changes", "convolutional", "edits"),
    "changes": ("convolutional",),
    "picture": ("crop",),
}
"""What of a request is of its net, or of its picture, and is wanted again with it."""


class Exchange:
    """Asks the worker for a net and a picture, and keeps the last that could be opened and computed.

    Parameters
    ----------
    deliver
        Called in the worker's thread with each report.

    Attributes
    ----------
    loaded, picture, computed
        What is shown: always of one another, ``computed`` being None while there is no forward pass of the two.
    failure
        Why there is no forward pass of what is shown; None where there is one, or nothing that stands in its way.
    busy
        What the worker is at, from the request to the end of it.
    looked_at, seen
        What is selected, and on the screen; go with each request.
    """

    def __init__(self, deliver: Deliver, fit: Fit) -> None:
        self.loaded: Loaded | None = None
        self.picture: Picture | None = None
        self.computed: Computed | None = None
        self.failure: Message | None = None
        self.busy = Busy()
        self.looked_at = ViewState()
        self.seen = Seen()
        self._wanted = Request(fit=fit)
        self._submitted: Request | Saving | Chore = self._wanted
        self._saving: Saving | None = None
        self._opened = Opened(Request(), None, None)
        self._refused: Source | Changes | Edits | None = None
        self._openings = 0
        self._worker: LatestWorker[Request | Saving | Chore, Report] = LatestWorker(Forward(), deliver)

    @property
    def wants_net(self) -> bool:
        """Whether a net has been asked for."""
        return self._wanted.net is not None

    @property
    def wanted(self) -> Request:
        """What was asked for last and not refused."""
        return self._wanted

    @property
    def shown(self) -> Request:
        """What is shown."""
        return self.computed.request if self.computed is not None else self._opened.request

    @property
    def opens_net(self) -> bool:
        """Whether another net than the one that is shown is on its way."""
        return self._wanted.net != self.shown.net

    @property
    def opens_picture(self) -> bool:
        """Whether another picture than the one that is shown is on its way."""
        return self._wanted.picture != self.shown.picture

    @property
    def restructures(self) -> bool:
        """Whether another net than the one that is shown, or another structure of it, is on its way."""
        shown, wanted = self.shown, self._wanted
        structure = (wanted.net, wanted.changes, wanted.convolutional)
        return (shown.net, shown.changes, shown.convolutional) != structure

    @property
    def answered(self) -> bool:
        """Whether what is wanted is shown, or told why it cannot be."""
        told = self.computed is not None or self.failure is not None
        return told and not self.stale and self.shown == self._wanted

    @property
    def stale(self) -> bool:
        """Whether another forward pass than the one that is shown is on its way, or the rest of that."""
        return self.computed is not None and (self.computed.partial or self.computed.request != self._wanted)

    def request_for(self, net: Path, picture: Path) -> Request:
        """Return what asks for a net as its file has it, with a picture; as they are open, where they are."""
        wanted = self._wanted
        return Request(self._known(wanted.net, net), self._known(wanted.picture, picture), fit=wanted.fit)

    def ask(self, request: Request) -> None:
        """Ask for all of an earlier request again."""
        sources = (source for source in (request.net, request.picture) if source is not None)
        self._openings = max(self._openings, *(source.opening for source in sources), 0)
        self._submit(request)

    def open_net(self, origin: Path | DesignText) -> None:
        """Ask for a net."""
        self._submit(Request(self._source(origin), self._wanted.picture, self._wanted.fit, self._wanted.crop))

    def open_picture(self, origin: Path | Picture) -> None:
        """Ask for a picture."""
        self._submit(replace(self._wanted, picture=self._source(origin), crop=None))

    def fit(self, fit: Fit, crop: Crop | None = None) -> None:
        """Ask for the picture to be fitted otherwise, or for a part of it."""
        self._submit(replace(self._wanted, fit=fit, crop=crop))

    def feed(self, pixels: InputFormat) -> None:
        """Ask for the net to be fed otherwise."""
        self._submit(replace(self._wanted, pixels=pixels))

    def change(self, changes: Changes) -> None:
        """Ask for the net in another structure."""
        self._refused = None
        self._submit(replace(self._wanted, changes=changes))

    def slide(self, *, convolutional: bool) -> None:
        """Ask for the net with its fully connected layers as convolutions, or as they are."""
        self._refused = None
        self._submit(replace(self._wanted, convolutional=convolutional))

    def edit(self, edits: Edits) -> None:
        """Ask for the net with other weights."""
        self._submit(replace(self._wanted, edits=edits))

    def save(self, saving: Saving) -> None:
        """Have the worker write a net, as soon as it is idle."""
        self._saving = saving
        self._save()

    def _save(self) -> None:
        if self._saving is not None and not self.busy:
            self._submitted = self._saving
            self.busy = Busy(f"Saving {self._saving.path.name}")
            self._worker.submit(self._saving)

    def leave(self, chore: Chore) -> None:
        """Have the worker do a chore that it was not given last, if it is idle."""
        if not self.busy and chore != self._submitted:
            self._submitted = chore
            self.busy = Busy(chore.name)
            self._worker.submit(chore)

    def take(self, report: Report) -> Message | None:
        """Take a report of the worker; return what the user is to be told."""
        message = self._follow(report)
        self._saving = None if isinstance(report, Saved | Crashed) else self._saving
        self._save()
        return message

    def _follow(self, report: Report) -> Message | None:
        match report:
            case Progress(text):
                self.busy = Busy(text)
            case Idle(last) if last == self._submitted:
                self.busy = Busy()
            case Opened():
                self._opened = report
                if self.computed is None:
                    self._show(report)
            case Finished(_, computed):
                self.loaded, self.picture, self.computed = computed.loaded, computed.picture, computed
                self.failure = None
            case Failed():
                return self._fail(report)
            case Saved(message):
                return message
            case Crashed():
                return self._crash(report)
        return None

    def _fail(self, failed: Failed) -> Message | None:
        message = Message("error", failed.text, failed.hint)
        if failed.part == "forward":
            self._show(self._opened, message)
            return message
        return message if self._withdraw(failed.part, failed.request) else None

    def _crash(self, crashed: Crashed) -> Message:
        message = Message("bug", crashed.text, "copy the report and send it to us", report=crashed.report)
        self._wanted = self.shown
        if self.computed is None and self.loaded is not None and self.picture is not None:
            self.failure = message
        return message

    def stop(self) -> None:
        """Stop the worker; a forward pass that has begun is waited for."""
        self._worker.stop()

    def _known(self, source: Source | None, path: Path) -> Source:
        """Return ``source`` if it is of this file, else a new one."""
        return source if source is not None and source.origin == path else self._source(path)

    def _source(self, origin: Path | DesignText | Picture) -> Source:
        self._openings += 1
        return Source(origin, self._openings)

    def _submit(self, request: Request) -> None:
        self._wanted = self._submitted = request
        self.busy = Busy("Waiting for the worker")
        self._worker.submit(replace(request, looked_at=self.looked_at, seen=self.seen, asked=perf_counter()))

    def _show(self, opened: Opened, failure: Message | None = None) -> None:
        """Show what is open without a forward pass, of which there may never be one."""
        self.loaded, self.picture, self.computed = opened.loaded, opened.picture, None
        self.failure = failure

    def _withdraw(self, part: Part, failed: Request) -> bool:
        """Want the net or picture again that could be opened last, or no edits, with whatever else is wanted by now.

        Return whether this is the first time that it could not be opened.
        """
        known, self._refused = self._refused, getattr(failed, part)
        if getattr(self._wanted, part) == getattr(failed, part):
            last = {name: getattr(self._opened.request, name) for name in (part, *_GOING_WITH.get(part, ()))}
            last |= {"edits": UNEDITED} if part == "edits" else {}
            self._wanted = replace(self._wanted, **last)
        if self._wanted not in (failed, self._opened.request):
            self._submit(self._wanted)
        return self._refused != known
