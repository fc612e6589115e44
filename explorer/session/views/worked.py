"""Where the value of a cell comes from, as the window draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels

Role: TypeAlias = Literal["plain", "sum", "result"]
"""What a line is: one of several numbers, what they come to, or what the node has made of that."""


@dataclass(frozen=True, eq=False)
class Grid:
    """A window of numbers in colours.

    Attributes
    ----------
    numbers
        (H, W), float32 or float64.
    outside
        bool (H, W), the cells that lie in the padding; None where none does.
    winner
        Row and column of the largest, where that is what counts.
    """

    numbers: Array = field(repr=False)
    levels: Levels
    colours: Colouring
    outside: Array | None = field(default=None, repr=False)
    winner: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)
class Term:
    """One of the numbers that are summed, or looked at, by a node.

    Attributes
    ----------
    name
        ``"Channel 17"``.
    number
        What it gives.
    detail
        How, where that fits in a line: ``"exp(2.31 − 5.10)"``.
    grids
        A window of the input alone, or patch, kernel slice and their products.
    source
        Value name and depth slice of what it comes from; None where that is no layer.
    """

    name: str
    number: float
    detail: str = ""
    grids: tuple[Grid, ...] = ()
    source: tuple[str, int] | None = None

    @property
    def summed(self) -> bool:
        """Whether it is a sum of products, and a part of a sum itself."""
        return len(self.grids) > 1


@dataclass(frozen=True)
class Line:
    """A number with what it is.

    Attributes
    ----------
    rule
        The formula that gives it: ``"max(0, x)"``; empty where the name says it.
    """

    name: str
    number: float
    role: Role = "plain"
    rule: str = ""


@dataclass(frozen=True, eq=False)
class Window:
    """Where a window lies on a map of the node's input.

    Attributes
    ----------
    source
        Value name and depth slice of the map.
    layer, title
        What it lies on: ``"pool1"``, and which of its maps is shown: ``"pool1, map 3"``.
    plane
        The map (H, W), float32, read-only.
    rows, columns
        The places that its taps meet, from 0 and ascending; those beyond the map lie in the padding.
    stride
        Rows and columns that it moves on for the next unit; None where there is but one position.
    why
        Why this map of several is shown; empty where there is but one.
    """

    source: tuple[str, int]
    layer: str
    title: str
    plane: Array = field(repr=False)
    levels: Levels
    colours: Colouring
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    stride: tuple[int, int] | None
    why: str = ""


@dataclass(frozen=True, eq=False)
class Step:
    """What one node makes of its inputs for one unit.

    Attributes
    ----------
    title
        ``"Conv conv2"``.
    address
        Of the unit, ``"conv2:17@5,8"``.
    terms
        What is looked at one by one, in the order in which it is read. Made when it is asked for.
    total
        How many terms there are, those that are not shown too.
    lines
        What the terms come to, step by step.
    cell
        What stands in the tensor.
    residual
        What that has more than the last line: rounding in float32.
    note
        What else there is to say; empty where there is nothing.
    """

    title: str
    address: str
    terms: Sequence[Term]
    total: int
    lines: tuple[Line, ...]
    cell: float
    residual: float
    note: str = ""
    window: Window | None = None


@dataclass(frozen=True)
class Worked:
    """The arithmetic of one cell, node by node.

    Two of them are equal if they are of the same cell of the same pass, in the same colours and the same order.

    Attributes
    ----------
    address
        Of the cell.
    look
        What its colours and its order hang on.
    steps
        In the order of computation; of one of them the cell is the unit.
    """

    address: str
    run: int
    look: tuple[object, ...]
    steps: tuple[Step, ...] = field(repr=False, compare=False)
