"""What the window draws: frozen parts, one a panel, with every text spelled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from explorer.nn.spec import Array
from explorer.session.recent import Recent
from explorer.session.state import Cell, ViewState

if TYPE_CHECKING:
    from explorer.render.levels import Levels

Kind: TypeAlias = Literal["input", "conv", "activation", "pool", "join", "softmax", "other"]
    from explorer.nn.graph import InputFormat
    from explorer.render.colour import Theme
"""Colour of a layer card's bar."""
    from explorer.sources.crop import Framing

Fact: TypeAlias = tuple[str, str]
"""A label with its value, as one line of a panel."""


@dataclass(frozen=True)
class Card:
    """One layer in the strip.

    Attributes
    ----------
    value
        Value name that selecting the card selects.
    title
        Node name, or the input's.
    operator
        ONNX name; ``"Input"`` for inputs.
    volume
        ``"111 x 111 x 64"`` (W x H x D); empty before it is known.
    parameters
        ``"5*5*3*16 + 16 = 1216"``; empty for layers without.
    milliseconds
        ``"1.2 ms"``; empty before the forward pass, and where another node did the work.
    selected
        Whether this is the selected layer.
    """

    value: str
    title: str
    operator: str
    kind: Kind
    volume: str = ""
    parameters: str = ""
    milliseconds: str = ""
    selected: bool = False


@dataclass(frozen=True)
class Legend:
    """The colour scale in words.

    Attributes
    ----------
    low, high
        Ends of the scale, ``"≤ −2.10"`` where values are clipped.
    minimum, maximum
        Least and greatest finite value of what the scale spans.
    """

    levels: Levels
    low: str
    high: str
    minimum: str
    maximum: str


@dataclass(frozen=True)
class MapsPart:
    """All depth slices of the selected layer.

    Attributes
    ----------
    value, run
        Value name and the number of the forward pass.
    title, subtitle
        Header: node name, ``"64 maps · 111 × 111 · number = maximum"``.
    volume
        The activations (D, H, W), read-only, float32.
    levels
        Colour scale of each slice, length D; all the same object where the scope is the layer.
    captions
        Right-hand caption of each tile: its maximum, or its range where each slice has its own scale.
    dead
        Indices of slices that are 0 everywhere.
    names
        Class of each slice where the slices are the net's classes; else empty.
    legend
        Scale of the layer, or of the selected slice.
    warning
        A sentence about NaN and infinity; empty where all is finite.
    """

    value: str
    run: int
    title: str
    subtitle: str
    scope: str
    colormap: str
    legend: Legend
    volume: Array = field(repr=False, compare=False)
    levels: tuple[Levels, ...] = field(repr=False, compare=False)
    captions: tuple[str, ...] = field(repr=False, compare=False)
    dead: frozenset[int] = field(repr=False, compare=False)
    names: tuple[str, ...] = ()
    warning: str = ""


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
    """

    value: str
    run: int
    slice: int
    title: str
    address: str
    colormap: str
    legend: Legend
    facts: tuple[Fact, ...]
    plane: Array = field(repr=False, compare=False)


@dataclass(frozen=True)
class FilterPart:
    """The filter that made the selected slice.

    Attributes
    ----------
    node
        Name of the convolution or matrix product that it belongs to.
    note
        ``"of conv1, before Relu"`` where the selected layer is not that node itself; else empty.
    filter
        Index of the filter.
    kernels
        Kernel slices (I, KH, KW), float32, in the order of ``channels``.
    channels
        Name of the input slice under each kernel slice: ``R``, ``G``, ``B``, or an index.
    bias
        None where the node has none.
    formula
        Parameters of the whole node, ``"5*5*3*16 + 16 = 1216"``.
    levels
        Colour scale of the weights.
    """

    node: str
    net: str
    filter: int
    note: str
    channels: tuple[str, ...]
    bias: float | None
    formula: str
    levels: Levels
    kernels: Array = field(repr=False, compare=False)


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
    """

    name: str
    run: int
    framing: Framing | None
    cropped: bool
    fit: str
    fit_matters: bool
    facts: tuple[Fact, ...]
    pixels: Array = field(repr=False, compare=False)


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


@dataclass(frozen=True)
class Readout:
    """The status line's left side: the cell looked at, and its value in full."""

    cell: Cell
    text: str
    address: str
    exact: str
    facts
        File, size, kind.


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
    undoable, redoable
        Whether there is a step to undo, or one that was undone.
    recent
        The files that were opened last.
    """

    state: ViewState = field(default_factory=ViewState)
    title: str = "ConvNet Explorer"
    cards: tuple[Card, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    input: InputPart | None = None
    maps: MapsPart | None = None
    slice: SlicePart | None = None
    filter: FilterPart | None = None
    answer: AnswerPart | None = None
    readout: Readout | None = None
    status: str = ""
    stale: bool = False
    notes: tuple[str, ...] = ()
    undoable: bool = False
    redoable: bool = False
    recent: Recent = field(default_factory=Recent)
    feed: FeedPart | None = None
