"""What the session wants of the worker."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path

from explorer.nn.changes import Changes
from explorer.nn.edits import UNEDITED, Edits
from explorer.nn.graph import Graph, InputFormat
from explorer.session.state import Crop, ViewState
from explorer.sources.fit import Fit
from explorer.sources.picture import Picture


@dataclass(frozen=True)
class DesignText:
    """A net as text that lies in no file."""

    name: str
    text: str


@dataclass(frozen=True)
class Source:
    """A file, or a net or picture from elsewhere, as of one opening: the same file opened again is read again."""

    origin: Path | DesignText | Picture
    opening: int


@dataclass(frozen=True)
class Seen:
    """What is on the screen, in device pixels.

    Attributes
    ----------
    tiles
        First place in the grid of maps, and the one after the last.
    height, width
        Of a tile; 0 before there is one.
    cards
        Value names of the layers in the strip.
    side
        Largest height and width of their thumbnails.
    """

    tiles: tuple[int, int] = (0, 0)
    height: int = 0
    width: int = 0
    cards: tuple[str, ...] = ()
    side: int = 0


@dataclass(frozen=True)
class Request:
    """To the worker: all that is wanted, whether or not some of it is there already.

    Attributes
    ----------
    net
        The file of a net; None for no net yet.
    picture
        An image file, or a picture that was pasted; None for no picture yet.
    crop
        The part of the picture to feed; None for what ``fit`` chooses.
    pixels
        How the net is fed; None for the way it was fed when it was opened.
    changes
        What is changed of its structure.
    convolutional
        Whether its fully connected layers are to be convolutions, so that it slides over all of the picture.
    edits
        What is changed of its weights, once its structure is.
    looked_at, seen
        What was selected and on the screen when this was asked: what is drawn of it is made ready in the worker.
    asked
        When, in seconds of ``time.perf_counter``.
    """

    net: Source | None = None
    picture: Source | None = None
    fit: Fit = "crop"
    crop: Crop | None = None
    pixels: InputFormat | None = None
    changes: Changes = ()
    convolutional: bool = False
    edits: Edits = UNEDITED
    looked_at: ViewState = field(default_factory=ViewState, repr=False, compare=False)
    seen: Seen = field(default_factory=Seen, repr=False, compare=False)
    asked: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Saving:
    """To the worker: write a net as an ONNX file.

    Attributes
    ----------
    edits
        What is edited of its weights, in words.
    """

    path: Path
    graph: Graph = field(repr=False, compare=False)
    edits: str = ""


@dataclass(frozen=True)
class Chore:
    """To the worker: what else is to be computed of a pass that is done, where that takes too long for the window.

    Attributes
    ----------
    name
        What it is, ``"Summing the channels of conv2:17"``.
    key
        What tells it from all others.
    do
        Does it, and keeps what it finds with the pass; step by step if it returns an iterator.
    """

    name: str = field(compare=False)
    key: Hashable
    do: Callable[[], object] = field(repr=False, compare=False)
