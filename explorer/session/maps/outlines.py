"""Where receptive fields lie on the maps of layers, as the window draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from explorer.nn.receptive_field import Box, Field, Kind
from explorer.nn.spec import Shape


class Rect(NamedTuple):
    """A box in parts of the height and width of a value's planes; below 0 and above 1 it lies in the padding."""

    top: float
    left: float
    bottom: float
    right: float


@dataclass(frozen=True)
class Outline:
    """Where a field lies on the planes of a value.

    Attributes
    ----------
    box
        The field with its padding.
    inside
        What of it lies on the planes.
    """

    box: Rect
    inside: Rect
    kind: Kind

    @property
    def padded(self) -> bool:
        """Whether some of the field lies in the padding."""
        return self.box != self.inside


@dataclass(frozen=True)
class FieldPart:
    """What a unit sees, or what a pixel reaches.

    Attributes
    ----------
    way
        Whether ``value`` is looked back from, or ahead.
    value
        Name of the value whose unit or pixel is pointed at.
    input
        Name of the value that the picture is fed as.
    words
        ``"receptive field 43 × 43 of the input, exact, 12 % in padding"``, or ``"reaches 5 × 5 of conv1, exact"``.
    outlines
        By value name, that of ``value`` included.
    """

    way: Literal["sees", "reaches"]
    value: str
    input: str
    words: str
    outlines: Mapping[str, Outline]


def outline_of(field: Field, volume: Shape) -> Outline:
    """Return where a field lies on planes of a volume (D, H, W)."""
    return Outline(_rect(field.box, volume), _rect(field.inside, volume), field.kind)


def _rect(box: Box, volume: Shape) -> Rect:
    _, height, width = volume
    return Rect(box.top / height, box.left / width, (box.bottom + 1) / height, (box.right + 1) / width)
