"""What can be under the pointer: units, pixels, weights, and other numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Cell:
    """One unit of a layer's volume: its depth slice, row and column, from 0."""

    slice: int
    y: int
    x: int


@dataclass(frozen=True)
class Pixel:
    """A place of the picture as the net is fed it: row and column, from 0."""

    y: int
    x: int


@dataclass(frozen=True)
class Weight:
    """One weight of the filter that is shown: its kernel slice, row and column, from 0."""

    kernel: int
    y: int
    x: int


@dataclass(frozen=True)
class Tap:
    """All weights of one filter of the layer at a row and column, from 0: one of each of its kernel slices."""

    filter: int
    y: int
    x: int


@dataclass(frozen=True)
class Bias:
    """The bias of the filter that is shown."""


@dataclass(frozen=True)
class Unit:
    """A unit of any layer, by value name: its depth slice, row and column, from 0."""

    value: str
    slice: int
    y: int
    x: int


@dataclass(frozen=True)
class Number:
    """Another number that a panel shows.

    Attributes
    ----------
    text, exact
        What it is with the number, ``"W[3, 5] = 0.0431"``, and the same in all digits.
    cell
        The cell of the selected layer whose place it belongs to; None where it belongs to none.
    """

    text: str
    exact: str
    cell: Cell | None = None


Pointed: TypeAlias = Cell | Pixel | Weight | Tap | Bias | Unit | Number
"""What can be under the pointer."""


def holds(shape: tuple[int, ...], cell: Cell) -> bool:
    """Return whether a volume of this shape, (D, H, W), has the cell."""
    place = (cell.slice, cell.y, cell.x)
    return all(0 <= index < extent for index, extent in zip(place, shape, strict=True))
