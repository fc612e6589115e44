"""What the weights of a filter are shared by, as the window draws it."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.session.pointed import Weight


@dataclass(frozen=True)
class Lit:
    """All that a weight multiplies.

    Attributes
    ----------
    weight
        The weight that is pointed at.
    value, channel
        The map that it is laid on, by value name.
    fed
        Whether that is the picture, as the net is fed it.
    title
        ``"pool1, map 3"``.
    words
        What it does: ``"multiplies 961 inputs, for 1024 units"``.
    plane
        The map (H, W), float32, read-only.
    inputs
        bool (H, W), what of it the weight multiplies.
    """

    weight: Weight
    value: str
    channel: int
    fed: bool
    title: str
    words: str
    levels: Levels
    colours: Colouring
    plane: Array = field(repr=False, compare=False)
    inputs: Array = field(repr=False, compare=False)


@dataclass(frozen=True)
class SharingPart:
    """How the weights of the filter that made the selected map are shared.

    Attributes
    ----------
    run
        Number of the forward pass.
    words
        The count with and without sharing.
    shared
        Whether a weight is used at several places, and what it multiplies can be lit up.
    lit
        All that the weight under the pointer multiplies; None while no weight is pointed at.
    """

    run: int
    words: str
    shared: bool
    lit: Lit | None
