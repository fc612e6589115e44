"""Sets of a tensor's elements, kept as unions of products of axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import TypeAlias

import numpy as np

from explorer.nn.spec import Array, Shape

_MOST_PIECES = 16
"""Products that a union may consist of before it is rounded up to the one that encloses them."""


@dataclass(frozen=True, eq=False)
class Part:
    """Some places along one axis.

    Attributes
    ----------
    mask
        bool (extent,): which places, at least one.
    low, high
        First and last place where the axis is thought of as going on beyond its ends, into the padding.
    whole
        Whether they come of all places of a later axis, which is not thought of as going on.
    """

    mask: Array
    low: int
    high: int
    whole: bool = False

    @classmethod
    def of(cls, mask: Array, *, whole: bool = False) -> Part:
        """Return the places in ``mask``, none of them beyond the ends."""
        places = np.flatnonzero(mask)
        return cls(mask, int(places[0]), int(places[-1]), whole)

    @staticmethod
    @cache
    def all(extent: int) -> Part:
        """Return all places of an axis."""
        mask = np.ones(extent, bool)
        mask.flags.writeable = False
        return Part(mask, 0, extent - 1, whole=True)

    def joined(self, other: Part) -> Part:
        """Return the places in either."""
        mask = self.mask | other.mask
        if self.whole or other.whole:
            return Part.of(mask, whole=True)
        return Part(mask, min(self.low, other.low), max(self.high, other.high))

    def holds(self, other: Part) -> bool:
        """Return whether all places of ``other`` are among these."""
        return not (other.mask & ~self.mask).any()


Piece: TypeAlias = tuple[Part, ...]
"""The elements whose every index is in the part of its axis."""


@dataclass(frozen=True)
class Region:
    """Some elements of a tensor.

    Attributes
    ----------
    pieces
        Products whose union it is.
    exact
        Whether it is these elements, rather than some of them.
    """

    pieces: tuple[Piece, ...]
    exact: bool = True


def region_at(shape: Shape, index: Sequence[int | slice]) -> Region:
    """Return the elements of a tensor of ``shape`` that ``index`` picks, one number or slice an axis."""
    masks = [np.zeros(extent, bool) for extent in shape]
    for mask, picked in zip(masks, index, strict=True):
        mask[picked] = True
    return Region((tuple(map(Part.of, masks)),))


def union(first: Region, second: Region) -> Region:
    """Return the elements in either region."""
    return region_of((*first.pieces, *second.pieces), exact=first.exact and second.exact)


def region_of(pieces: Iterable[Piece], *, exact: bool = True) -> Region:
    """Return the union of ``pieces``, in as few as are easily found."""
    kept: list[Piece] = []
    for piece in pieces:
        _insert(kept, piece)
    if len(kept) > _MOST_PIECES:
        return Region((reduce(_enclosing, kept),), exact=False)
    return Region(tuple(kept), exact)


def _insert(kept: list[Piece], piece: Piece) -> None:
    """Add a piece to others, joined with those that it makes a product with."""
    for place, other in enumerate(kept):
        within = [a.holds(b) for a, b in zip(other, piece, strict=True)]
        around = [b.holds(a) for a, b in zip(other, piece, strict=True)]
        alike = [i and o for i, o in zip(within, around, strict=True)]
        if all(within) or all(around) or alike.count(False) == 1:
            del kept[place]
            _insert(kept, _enclosing(other, piece))
            return
    kept.append(piece)


def _enclosing(first: Piece, second: Piece) -> Piece:
    return tuple(a.joined(b) for a, b in zip(first, second, strict=True))


def dense(piece: Piece) -> Array:
    """Return a piece as bool of the tensor's shape."""
    mask = np.ones((), bool)
    for part in piece:
        mask = mask[..., None] & part.mask
    return mask


def pieces_of(mask: Array) -> list[Piece]:
    """Return disjoint pieces that make up ``mask``, bool of any shape."""
    if not mask.any():
        return []
    sides: list[Array] = [
        np.logical_or.reduce(mask, axis=tuple(other for other in range(mask.ndim) if other != axis))
        for axis in range(mask.ndim)
    ]
    enclosing = tuple(Part.of(side, whole=len(side) > 1 and bool(side.all())) for side in sides)
    if mask.sum() == math.prod(int(side.sum()) for side in sides):
        return [enclosing]
    kinds, kind_of = np.unique(mask.reshape(len(mask), -1), axis=0, return_inverse=True)
    return [
        (Part.of(kind_of.reshape(-1) == index), *rest)
        for index, kind in enumerate(kinds)
        for rest in pieces_of(kind.reshape(mask.shape[1:]))
    ]
