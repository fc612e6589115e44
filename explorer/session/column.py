"""A depth column: the values of all maps of a layer at one place."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

import numpy as np

from explorer.nn.spec import FLOAT, Array

MOST_KEPT = 6
"""Columns that are kept at a time."""


@dataclass(frozen=True)
class Column:
    """A depth column as it was when it was kept, to be compared with others.

    Attributes
    ----------
    net, picture, layer
        Names of the net and the picture, and the layer's title.
    y, x
        The place.
    packed
        The values, float32, little end first, in base 64: a text that holds them exactly, whatever they are.
    """

    net: str
    picture: str
    layer: str
    y: int
    x: int
    packed: str = field(repr=False)

    @property
    def values(self) -> Array:
        """The values, float32 (D,)."""
        found: Array = np.frombuffer(base64.b64decode(self.packed), "<f4").astype(FLOAT)
        return found


def packed(values: Array) -> str:
    """Return float32 values as a text."""
    return base64.b64encode(np.ascontiguousarray(values, "<f4").tobytes()).decode()
