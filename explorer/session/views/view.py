"""What the window draws: frozen parts, one a panel, with every text spelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.session.filters.edits import EditsPart
from explorer.session.filters.kernels import FilterPart
from explorer.session.filters.sharing import SharingPart
from explorer.session.keeping.recent import Recent
from explorer.session.maps.outlines import FieldPart, Outline, Rect
from explorer.session.maps.slices import Legend, MapsPart
from explorer.session.maps.underlay import Underlay
from explorer.session.state import Cell, Limits, Scope, Side, ViewState
from explorer.session.strip.card import Card
from explorer.session.strip.flow import Flow
from explorer.session.tour.part import TourPart
from explorer.session.views.worked import Worked
from explorer.session.views.workings import WorkingsPart

if TYPE_CHECKING:
    from explorer.nn.graph import InputFormat
    from explorer.render.colour import Theme
    from explorer.sources.crop import Framing

Fact: TypeAlias = tuple[str, str]
"""A label with its value, as one line of a panel."""


Thumbnail: TypeAlias = Callable[[str, int, "Theme"], Array | None]
"""Returns a small picture of a layer, uint8 RGB (H, W, 3), by value name, largest height and width, and theme.

It is None where the slice is 0 everywhere.
"""


@dataclass(frozen=True)
class SearchPart:
    """What is looked for among the layers.

    Attributes
    ----------
    hits
        Value names of the layers that were found, in reading order.
    place
        Number of the selected layer among them, from 1; 0 where it is none of them.
    """

    text: str
    hits: tuple[str, ...]
    place: int


@dataclass(frozen=True)
class StripPart:
    """All layers of the net, and what is pointed out among them.

    Attributes
    ----------
    cards
        In reading order.
    flow
        Where each card stands.
    layer
        Value name of the selected layer.
    selected
        The card that stands for it; None where there is none.
    found
        Cards that stand for layers that were searched for and found.
    edited
        Cards that stand for layers whose weights, or depth slices, are edited.
    run
        Number of the forward pass, whose slices the thumbnails show; 0 before there is one.
    thumbnail
        Draws a layer; None before the forward pass. What comes before stands for it.
    """

    cards: tuple[Card, ...]
    flow: Flow
    layer: str = ""
    selected: int | None = None
    search: SearchPart | None = None
    found: frozenset[int] = frozenset()
    edited: frozenset[int] = frozenset()
    run: int = 0
    slice: int = 0
    scope: Scope = "layer"
    limits: tuple[Limits, ...] = ()
    colours: Colouring = field(default_factory=Colouring)
    thumbnail: Thumbnail | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class SlicePart:
    """The selected depth slice.

    Attributes
    ----------
    title
        ``"Map 18"``.
    address
        ``"conv1:18"``, or ``"conv1:18@35,46"`` (x, y) with a pinned cell.
    plane
        The slice (H, W), read-only.
    facts
        Value at the pinned cell, range, zeros.
    under
        The picture that it is laid over; None for none.
    """

    value: str
    run: int
    slice: int
    title: str
    address: str
    legend: Legend
    facts: tuple[Fact, ...]
    plane: Array = field(repr=False, compare=False)
    under: Underlay | None = None


@dataclass(frozen=True)
class Answer:
    """One class with its probability in 0..1."""

    label: str
    probability: float
    percent: str


@dataclass(frozen=True)
class AnswerPart:
    """What the net says of the picture.

    Attributes
    ----------
    answers
        The likeliest classes, likeliest first.
    note
        Where the probabilities come from, when the net itself does not end in them; else empty.
    """

    answers: tuple[Answer, ...]
    note: str = ""


@dataclass(frozen=True)
class InputPart:
    """The picture, and what of it the net is fed.

    Attributes
    ----------
    pixels
        The picture (H, W, C), float32 in 0..1, C 1 or 3.
    framing
        What the net sees of it; None where there is no net that takes a picture.
    cropped
        Whether that was chosen by hand.
    fit_matters
        Whether the net fixes a shape, so that crop, pad or stretch is a choice.
    facts
        File, size, kind.
    fixed
        Whether it is that of what is pinned, which nothing changes.
    """

    name: str
    run: int
    framing: Framing | None
    cropped: bool
    fit: str
    fit_matters: bool
    facts: tuple[Fact, ...]
    pixels: Array = field(repr=False, compare=False)
    fixed: bool = False


@dataclass(frozen=True)
class FeedPart:
    """How the picture becomes the tensor that the net is fed.

    Attributes
    ----------
    chosen
        How it becomes numbers.
    words
        The same in words.
    origin
        Who says so, one sentence.
    changed
        Whether the net's file says otherwise, or would have been taken otherwise.
    preset
        Name of the preset that it is, or ``"own"``.
    orders
        Orders of channels that the net takes.
    facts
        The tensor in numbers; empty before the forward pass.
    pixels
        What reached the net (H, W, C) in 0..1, before it became numbers; None before the forward pass.
    fixed
        Whether it is that of what is pinned, which nothing changes.
    """

    run: int
    chosen: InputFormat
    words: str
    origin: str
    changed: bool
    preset: str
    orders: tuple[str, ...]
    facts: tuple[Fact, ...]
    pixels: Array | None = field(repr=False, compare=False)
    fixed: bool = False


@dataclass(frozen=True)
class Readout:
    """The status line's left side: what is looked at, and its value in full.

    Attributes
    ----------
    cell
        None where it is no unit of the selected layer.
    text
        ``"conv2:17@5,8 = 0.312   receptive field 14 × 14 of the input, exact"``.
    address
        Empty where it is neither unit nor pixel.
    """

    cell: Cell | None
    text: str
    address: str
    exact: str


@dataclass(frozen=True)
class ComparePart:
    """A comparison: A is open, B is pinned.

    Attributes
    ----------
    side
        What is shown.
    possible
        What can be shown of the selected layer.
    a, b
        What the two are, in a few words.
    why
        Why not all can be shown; empty where it can.
    same
        Whether A is B.
    unedited
        Whether B is the open net before its edits.
    """

    side: Side
    possible: tuple[Side, ...]
    a: str
    b: str
    why: str
    same: bool
    unedited: bool = False


@dataclass(frozen=True)
class View:
    """The whole window; a part is None while there is nothing to show in it.

    Parts compare by what they show: arrays do not take part, ``run`` (the number of the forward pass) stands for them.
    So a panel redraws when ``old.part != new.part``.

    Attributes
    ----------
    state
        What the user has chosen.
    title
        Title of the window.
    stale
        Whether the maps belong to another picture, net or fit than the one now chosen.
    status
        The status line's right side: size of the net, time of the forward pass.
    notes
        Sentences about what was odd in the net's file.
    pointed
        What is looked at with what it sees, or reaches.
    arithmetic
        That of the cell that is looked at, in short.
    sharing
        How the weights of the filter are shared.
    workings
        What the chosen tab below the maps shows; None while it is put away.
    designed
        Whether the net was built from a text.
    reshaped
        Whether layers of the net have other windows or filters than when it was opened.
    slides
        Whether its fully connected layers are convolutions.
    uncovered
        What of the input no window of the selected layer holds, while the shapes are looked at.
    compare
        The comparison; None while nothing is pinned.
    edits
        What is edited of the net; None where nothing is.
    tour
        The page of the tour that is open; None while there is none.
    undoable, redoable
        Whether there is a step to undo, or one that was undone.
    recent
        The files that were opened last.
    """

    state: ViewState = field(default_factory=ViewState)
    title: str = "ConvNet Explorer"
    strip: StripPart | None = None
    input: InputPart | None = None
    feed: FeedPart | None = None
    maps: MapsPart | None = None
    slice: SlicePart | None = None
    filter: FilterPart | None = None
    answer: AnswerPart | None = None
    pointed: FieldPart | None = None
    readout: Readout | None = None
    arithmetic: Worked | None = None
    sharing: SharingPart | None = None
    workings: WorkingsPart | None = None
    status: str = ""
    stale: bool = False
    notes: tuple[str, ...] = ()
    designed: bool = False
    reshaped: bool = False
    slides: bool = False
    uncovered: tuple[Rect, ...] = ()
    compare: ComparePart | None = None
    tour: TourPart | None = None
    edits: EditsPart | None = None
    undoable: bool = False
    redoable: bool = False
    recent: Recent = field(default_factory=Recent)

    @property
    def reached(self) -> Outline | None:
        """What of each map of the selected layer is reached by a pixel that is looked at, or seen by a later unit."""
        pointed, maps = self.pointed, self.maps
        if pointed is None or maps is None or (pointed.way, pointed.value) == ("sees", maps.value):
            return None
        return pointed.outlines.get(maps.value)
