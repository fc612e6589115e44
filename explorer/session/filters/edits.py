"""What the window says of the edits of a net."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EditsPart:
    """The net is edited.

    Attributes
    ----------
    count
        Number of edits.
    words
        ``"3 edits"``.
    layers
        Value names of the layers that are edited.
    scale
        What the selected depth slice is scaled by for the layers behind; 0 where it is ablated.
    """

    count: int
    words: str
    layers: frozenset[str]
    scale: float
