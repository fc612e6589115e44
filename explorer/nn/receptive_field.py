"""What a unit sees of every earlier value, and what a pixel reaches of every later one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from explorer.nn.dependence.table import Edge
from explorer.nn.region import Part, Piece, Region, region_of, union
from explorer.nn.relation import Relation
from explorer.nn.spec import Array

Kind: TypeAlias = Literal["exact", "whole", "bound"]


@dataclass(frozen=True)
class Box:
    """Places ``top`` to ``bottom`` and ``left`` to ``right``, both ends included, of the planes of a value."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Rows covered."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """Columns covered."""
        return self.right - self.left + 1


@dataclass(frozen=True)
class Field:
    """The part of a value's planes that depends on, or reaches, a unit.

    Attributes
    ----------
    box
        The least box around it, padding included: it reaches beyond the planes where windows hang over their edge.
    inside
        The least box around what lies on the planes.
    kind
        ``"exact"``; ``"whole"`` where that is all of the planes; ``"bound"`` where it may be less than the box.
    gaps
        Whether some rows or columns of the box are left out, by dilation or stride.
    padding
        The share of ``box`` that lies beyond the planes.
    """

    box: Box
    inside: Box
    kind: Kind
    gaps: bool
    padding: float


def receptive_fields(edges: Sequence[Edge], value: str, region: Region) -> dict[str, Region]:
    """Return the elements of every value that reach those of ``value`` in ``region``; values that do not are left out.

    Parameters
    ----------
    edges
        From ``dependences``, in the order of computation.
    """
    found = {value: region}
    for edge in reversed(edges):
        if edge.target in found:
            _add(found, edge.source, _related(found[edge.target], edge.relation, edge.relation.back))
    return found


def reached(edges: Sequence[Edge], value: str, region: Region) -> dict[str, Region]:
    """Return the elements of every value that those of ``value`` in ``region`` reach; the way back."""
    found = {value: region}
    for edge in edges:
        if edge.source in found:
            _add(found, edge.target, _related(found[edge.source], edge.relation, edge.relation.ahead))
    return found


def _related(region: Region, relation: Relation, way: Callable[[Piece], list[Piece]]) -> Region:
    """Return what a region is related to, one way or the other; pieces that keep their axes are as few as they were."""
    pieces = tuple(found for one in region.pieces for found in way(one))
    exact = region.exact and relation.exact
    return Region(pieces, exact) if relation.keeps_axes else region_of(pieces, exact=exact)


def _add(found: dict[str, Region], name: str, region: Region) -> None:
    if region.pieces:
        found[name] = union(found[name], region) if name in found else region


def field_of(region: Region, rows: int | None, columns: int | None) -> Field:
    """Return a region as boxes over the axes of rows and columns; None stands for an axis that there is not."""
    down, across = ([_part(piece, axis) for piece in region.pieces] for axis in (rows, columns))
    high, wide = (np.logical_or.reduce([part.mask for part in parts]) for parts in (down, across))
    box = _box(*(place for parts in (down, across) for place in _ends(parts)))
    inside = _box(*(int(place) for mask in (high, wide) for place in np.flatnonzero(mask)[[0, -1]]))
    exact = region.exact and _is_product(down, across, high, wide)
    gaps = high.sum() < inside.height or wide.sum() < inside.width
    whole = exact and not gaps and box == inside == Box(0, 0, len(high) - 1, len(wide) - 1)
    kind: Kind = "whole" if whole else "exact" if exact else "bound"
    return Field(box, inside, kind, bool(gaps), _beyond(box, len(high), len(wide)))


def _is_product(down: Sequence[Part], across: Sequence[Part], high: Array, wide: Array) -> bool:
    """Return whether products of rows and columns make up all of ``high`` times ``wide`` between them."""
    if len(down) == 1:
        return True
    plane = np.zeros((len(high), len(wide)), bool)
    for vertical, horizontal in zip(down, across, strict=True):
        plane |= vertical.mask[:, None] & horizontal.mask
    return int(plane.sum()) == int(high.sum()) * int(wide.sum())


def _ends(parts: Sequence[Part]) -> tuple[int, int]:
    return min(part.low for part in parts), max(part.high for part in parts)


def _box(top: int, bottom: int, left: int, right: int) -> Box:
    return Box(top, left, bottom, right)


def _part(piece: Sequence[Part], axis: int | None) -> Part:
    return Part.all(1) if axis is None else piece[axis]


def _beyond(box: Box, rows: int, columns: int) -> float:
    """Return the share of ``box`` that lies beyond planes of so many rows and columns."""
    high = min(box.bottom, rows - 1) - max(box.top, 0) + 1
    wide = min(box.right, columns - 1) - max(box.left, 0) + 1
    return 1 - max(high, 0) * max(wide, 0) / (box.height * box.width)
