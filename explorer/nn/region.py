"""Sets of a tensor's elements, kept as unions of products of axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from typing import TypeAlias

import numpy as np

from explorer.nn.spec import Array, Shape

_MOST_PIECES = 16
"""Products that a union may consist of before it is rounded up to the one that encloses them."""


@dataclass(frozen=True)
class Part:
    """Some places along one axis. Parts of the same axis are equal if they are the same places.

    Attributes
    ----------
    mask
        bool (extent,): which places, at least one.
    low, high
        First and last place where the axis is thought of as going on beyond its ends, into the padding.
    whole
        Whether they come of all places of a later axis, which is not thought of as going on.
    bits
        ``mask`` as the digits of a number, which are compared at once.
    """

    mask: Array = field(compare=False)
    low: int
    high: int
    whole: bool = False
    bits: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Compute ``bits``."""
        object.__setattr__(self, "bits", int.from_bytes(np.packbits(self.mask).tobytes(), "big"))

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
        if self == other:
            return self
        mask = self.mask | other.mask
        if self.whole or other.whole:
            return Part.of(mask, whole=True)
        return Part(mask, min(self.low, other.low), max(self.high, other.high))

    def holds(self, other: Part) -> bool:
        """Return whether all places of ``other`` are among these."""
        return not other.bits & ~self.bits


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
    return _joined(list(first.pieces), second.pieces, exact=first.exact and second.exact)


def region_of(pieces: Iterable[Piece], *, exact: bool = True) -> Region:
    """Return the union of ``pieces``, in as few as are easily found."""
    return _joined([], pieces, exact=exact)


def _joined(kept: list[Piece], pieces: Iterable[Piece], *, exact: bool) -> Region:
    """Return the union of pieces that cannot be joined any more with others."""
    for piece in pieces:
        _insert(kept, piece)
    if len(kept) > _MOST_PIECES:
        return Region((reduce(_enclosing, kept),), exact=False)
    return Region(tuple(kept), exact)


def _insert(kept: list[Piece], piece: Piece) -> None:
    """Add a piece to others, joined with those that it makes a product with."""
    for place, other in enumerate(kept):
        if _make_a_product(other, piece):
            del kept[place]
            _insert(kept, _enclosing(other, piece))
            return
    kept.append(piece)


def _make_a_product(first: Piece, second: Piece) -> bool:
    """Return whether one of two pieces holds the other, or they differ along one axis alone."""
    unlike, within, around = 0, True, True
    for one, other in zip(first, second, strict=True):
        if one.bits != other.bits:
            unlike += 1
            within = within and one.holds(other)
            around = around and other.holds(one)
            if unlike > 1 and not within and not around:
                return False
    return True


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
