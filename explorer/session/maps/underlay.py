"""The picture that a map is laid over, as the window draws it."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.nn.spec import Array


@dataclass(frozen=True)
class Underlay:
    """A picture under a map.

    Attributes
    ----------
    run
        Number of the forward pass.
    top, left, height, width
        Where the picture lies, in rows and columns of the map, from its upper left corner.
    pixels
        float32 (height, width, C) in 0..1, as they reached the net.
    """

    run: int
    top: float
    left: float
    height: float
    width: float
    pixels: Array = field(repr=False, compare=False)
