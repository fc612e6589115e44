"""What the left of the window draws: the picture, how it is fed to the net, and the net's answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from explorer.nn.spec import Array
from explorer.session.views.fact import Fact

if TYPE_CHECKING:
    from explorer.nn.graph import InputFormat
    from explorer.sources.crop import Framing


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
