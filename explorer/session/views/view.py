"""What the window draws: frozen parts, one a panel, with every text spelled."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.nn.spec import Array
from explorer.resources import TITLE
from explorer.session.filters.edits import EditsPart
from explorer.session.filters.kernels import FilterPart
from explorer.session.filters.sharing import SharingPart
from explorer.session.keeping.recent import Recent
from explorer.session.maps.outlines import FieldPart, Outline, Rect
from explorer.session.maps.slices import Legend, MapsPart
from explorer.session.maps.underlay import Underlay
from explorer.session.messages import Message
from explorer.session.pointed import Cell
from explorer.session.state import Side, ViewState
from explorer.session.tour.part import TourPart
from explorer.session.views.fact import Fact
from explorer.session.views.input import AnswerPart, FeedPart, InputPart
from explorer.session.views.strip import StripPart
from explorer.session.views.worked import Worked
from explorer.session.views.workings import Nothing, WorkingsPart


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
    failure
        Why there are no maps where what is open cannot be computed; None where it can.
    status
        The status line's right side: that the net is untrained or edited, and the time of the forward pass.
    notes
        Sentences about what was odd in the net's file.
    pointed
        What is looked at with what it sees, or reaches.
    arithmetic
        That of the cell that is looked at, in short, or why there is none; None while none is looked at.
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
    title: str = TITLE
    strip: StripPart | None = None
    input: InputPart | None = None
    feed: FeedPart | None = None
    maps: MapsPart | None = None
    slice: SlicePart | None = None
    filter: FilterPart | None = None
    answer: AnswerPart | None = None
    pointed: FieldPart | None = None
    readout: Readout | None = None
    arithmetic: Worked | Nothing | None = None
    sharing: SharingPart | None = None
    workings: WorkingsPart | None = None
    failure: Message | None = None
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
