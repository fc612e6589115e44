"""The worker's job: open what is not open yet, then the forward pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from explorer.errors import ExplorerError
from explorer.nn.changes import Changes
from explorer.nn.edits import UNEDITED
from explorer.nn.executor import Executor
from explorer.nn.graph import InputFormat
from explorer.session.computing.edited_pass import EditedPasses
from explorer.session.computing.loading import described, load_design, load_net, restructured
from explorer.session.computing.preparing import prepare_cards, prepare_maps
from explorer.session.computing.worker import Lull
from explorer.session.feeding import fed_size, feeds_of, fit_picture, framing, picture_input
from explorer.session.messages import Failed, Finished, Message, Opened, Part, Progress, Report, Saved
from explorer.session.request import Chore, DesignText, Request, Saving, Source
from explorer.session.shown import Computed, Loaded
from explorer.sources.picture import Picture, open_picture

_QUICK = 5_000_000_000
"""Multiply-adds that take a few hundredths of a second."""


def compute(executor: Executor, loaded: Loaded, picture: Picture, request: Request, run: int = 1) -> Computed:
    """Return the forward pass of ``picture``, fitted as ``request`` says.

    Raises
    ------
    InputError
        The net does not take a picture.
    NetError
        It does not take one of this size.
    """
    fitted = fit_picture(loaded.graph, picture, request.fit, request.crop)
    feeds = feeds_of(loaded.graph, fitted)
    shapes = {name: tensor.shape for name, tensor in feeds.items()}
    if any(name not in loaded.specs or loaded.specs[name].shape != shape for name, shape in shapes.items()):
        loaded = described(loaded, shapes)
    return Computed(run, request, loaded, picture, fitted, executor.run(feeds))


class Forward:
    """Works on requests; remembers the last net and picture, so that only what changed is read again.

    The first pass of a net at a size compiles and plans, so that its times say little: another follows it. Where that
    takes no time to speak of it alone is reported, since a window that paints the first takes the cores from it.
    """

    def __init__(self) -> None:
        self._file: Loaded | None = None
        self._net: tuple[Source, Loaded] | None = None
        self._picture: tuple[Source, Picture] | None = None
        self._pixels = InputFormat()
        self._executor: Executor | None = None
        self._planned: tuple[int, int] | None = None
        self._unedited: Computed | None = None
        self._edited = EditedPasses()
        self._runs = 0

    def __call__(self, job: Request | Saving | Chore) -> Iterator[Report | Lull]:
        """Do what is asked, and yield what becomes of it.

        A request is ``Opened``, then ``Finished``, or has ``Failed``, with ``Progress`` between them; of what is saved
        the user is ``Saved``, of a chore there is ``Progress`` alone.
        """
        if isinstance(job, Request):
            yield from self._forward(job)
        elif isinstance(job, Saving):
            yield Progress(f"Saving {job.path.name}")
            yield Saved(_saved(job))
        else:
            yield Progress(job.name)
            yield from _done(job)

    def _forward(self, request: Request) -> Iterator[Report | Lull]:
        part: Part = "net"
        try:
            if request.net is not None and (self._net is None or self._net[0] != request.net):
                yield Progress(f"Opening {request.net.origin.name}")
                self._open_net(request.net)
            part = "changes"
            if self._net is not None and _structure(self._net[1]) != _structure(request):
                self._change(self._net[0], request)
            part = "picture"
            if request.picture is not None and (self._picture is None or self._picture[0] != request.picture):
                yield Progress(f"Opening {request.picture.origin.name}")
                self._open_picture(request.picture)
            yield Opened(request, self._net and self._net[1], self._picture and self._picture[1])
            part = "forward"
            if self._net is not None:
                picture_input(self._net[1].graph)  # Whether it takes one is told before there is a picture, too.
            if self._net is not None and self._picture is not None:
                yield Progress("Computing" if self._runs else "Preparing the kernels")
                yield from self._compute(request, *self._net, self._picture[1])
                part = "edits"
                yield from self._edit(request)
        except ExplorerError as error:
            yield Failed(request, part, error.message, error.hint)
        except MemoryError:
            yield Failed(request, part, "There is not enough memory for this net and picture", "try a smaller picture")

    def _open_net(self, source: Source) -> None:
        origin = source.origin
        assert isinstance(origin, Path | DesignText)
        self._file = load_net(origin) if isinstance(origin, Path) else load_design(origin)
        self._pixels = self._file.graph.input_format
        self._take(source, self._file)

    def _change(self, source: Source, request: Request) -> None:
        """Take the net that was opened in another structure."""
        assert self._file is not None
        self._take(source, restructured(self._file, request.changes, slides=request.convolutional))

    def _take(self, source: Source, loaded: Loaded) -> None:
        self._net, self._executor, self._planned = (source, loaded), None, None
        self._unedited, self._edited = None, EditedPasses()

    def _open_picture(self, source: Source) -> None:
        origin = source.origin
        assert isinstance(origin, Path | Picture)
        self._picture = (source, open_picture(origin) if isinstance(origin, Path) else origin)

    def _compute(self, request: Request, source: Source, loaded: Loaded, picture: Picture) -> Iterator[Report]:
        """Compute the net without edits, unless that is done."""
        plain = replace(request, edits=UNEDITED)
        if self._unedited is not None and self._unedited.request == plain:
            if not request.edits:
                yield Finished(request, self._unedited)
            return
        if self._executor is None:
            self._executor = Executor(loaded.graph)
        loaded = loaded.fed(request.pixels or self._pixels)
        size = fed_size(loaded.graph, framing(loaded.graph, picture, request.fit, request.crop).box)
        for following in (0,) if size == self._planned else (1, 0):
            self._runs += 1
            computed = compute(self._executor, loaded, picture, plain, self._runs)
            loaded = computed.loaded
            if not request.edits and (not following or _multiply_adds(loaded) > _QUICK):
                prepare_maps(computed)
                prepare_cards(computed)
                yield Finished(request, computed)
        self._net, self._planned, self._unedited = (source, loaded), size, computed

    def _edit(self, request: Request) -> Iterator[Report | Lull]:
        """Compute the net with its edits, if there are any; else give back the memory that they took."""
        if not request.edits:
            self._edited = EditedPasses()
        elif self._unedited is not None:
            for made in self._edited(self._unedited, request):
                if isinstance(made, Lull):
                    yield made
                    continue
                self._runs += 1
                computed = replace(made, run=self._runs)
                prepare_maps(computed)
                yield Finished(request, computed)


def _structure(net: Loaded | Request) -> tuple[Changes, bool]:
    return net.changes, net.convolutional


def _saved(saving: Saving) -> Message:
    """Write a net; return what the user is to be told."""
    from explorer.importers.writer import write_net  # noqa: PLC0415, it loads onnx

    try:
        write_net(saving.graph, saving.path, saving.edits)
    except ExplorerError as error:
        return Message("error", error.message, error.hint)
    return Message("info", f"Saved {saving.path.name}", path=saving.path)


def _done(chore: Chore) -> Iterator[Lull]:
    """Do a chore; one that goes step by step may be dropped between them."""
    steps = chore.do()
    if isinstance(steps, Iterator):
        for _ in steps:
            yield Lull()


def _multiply_adds(loaded: Loaded) -> int:
    return sum(layer.multiply_adds for layer in loaded.summaries.values())
