"""What the strip draws: all layers of the net, and which of them are selected, found and edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.session.state import Limits, Scope
from explorer.session.strip.card import Card
from explorer.session.strip.flow import Flow

if TYPE_CHECKING:
    from explorer.render.colour import Theme

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
