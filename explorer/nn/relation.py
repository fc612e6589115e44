"""Which elements of a node's input reach which elements of its output, read in either direction."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from explorer.nn.region import Part, Piece, dense, pieces_of
from explorer.nn.spec import Array, Shape

NOWHERE = np.iinfo(np.int64).min
"""A place in ``Link.places`` that is none, not even one in the padding."""


class Relation(Protocol):
    """The dependence of one output on one input.

    Attributes
    ----------
    exact
        Whether all elements that it relates do depend on each other.
    """

    @property
    def exact(self) -> bool:
        """Whether all elements that it relates do depend on each other."""

    def back(self, piece: Piece) -> list[Piece]:
        """Return the elements of the input that reach a piece of the output."""

    def ahead(self, piece: Piece) -> list[Piece]:
        """Return the elements of the output that a piece of the input reaches."""


@dataclass(frozen=True, eq=False)
class Link:
    """The dependence of an axis of the output on one of the input.

    Attributes
    ----------
    output, input
        The two axes.
    extent
        Of the input's axis.
    places
        int64 (extent of the output's axis, taps): places on the input's axis, negative or beyond its extent in the
        padding, or ``NOWHERE``. None where the two axes go side by side.
    step
        Places on the input's axis for one on the output's, where both are thought of as going on beyond their ends.
    """

    output: int
    input: int
    extent: int
    places: Array | None = None
    step: float = 1.0

    def back(self, part: Part) -> Part | None:
        """Return the places of the input that reach places of the output; None where there are none."""
        if self.places is None:
            return part
        mask = np.zeros(self.extent + 1, bool)
        mask[self._inside[part.mask]] = True
        if not mask[:-1].any():
            return None
        return Part.of(mask[:-1], whole=True) if part.whole else Part(mask[:-1], *self._beyond(part))

    def ahead(self, part: Part) -> Part | None:
        """Return the places of the output that places of the input reach; None where there are none."""
        if self.places is None:
            return part
        mask: Array = np.logical_or.reduce(np.append(part.mask, False)[self._inside], axis=1)
        return Part.of(mask) if mask.any() else None

    @cached_property
    def _inside(self) -> Array:
        """``places`` with ``extent`` in the place of all that lie in the padding."""
        assert self.places is not None
        return np.where((self.places >= 0) & (self.places < self.extent), self.places, self.extent)

    @cached_property
    def _ends(self) -> tuple[Array, Array]:
        """The least and the greatest place for each of the output's; where there is none, one that is never either."""
        assert self.places is not None
        nowhere = self.places == NOWHERE
        return np.where(nowhere, -NOWHERE - 1, self.places).min(axis=1), self.places.max(axis=1)

    def _beyond(self, part: Part) -> tuple[int, int]:
        lows, highs = self._ends
        last = len(lows) - 1
        rows = slice(min(max(part.low, 0), last), min(max(part.high, 0), last) + 1)
        before, after = sorted((min(part.low, 0) * self.step, max(part.high - last, 0) * self.step))
        return math.floor(int(lows[rows].min()) + before), math.ceil(int(highs[rows].max()) + after)


@dataclass(frozen=True, eq=False)
class AxisByAxis:
    """An output that depends on its input along each axis for itself.

    Attributes
    ----------
    source, target
        Shapes of input and output.
    links
        At most one for each axis of either; axes without one are reached from, or reach, everything.
    """

    source: Shape
    target: Shape
    links: tuple[Link, ...] = ()
    exact: bool = True

    def back(self, piece: Piece) -> list[Piece]:
        """Return the elements of the input that reach a piece of the output."""
        parts = {link.input: link.back(piece[link.output]) for link in self.links}
        return _product(parts.get(axis, Part.all(extent)) for axis, extent in enumerate(self.source))

    def ahead(self, piece: Piece) -> list[Piece]:
        """Return the elements of the output that a piece of the input reaches."""
        parts = {link.output: link.ahead(piece[link.input]) for link in self.links}
        return _product(parts.get(axis, Part.all(extent)) for axis, extent in enumerate(self.target))


def _product(parts: Iterable[Part | None]) -> list[Piece]:
    found: list[Part] = []
    for part in parts:
        if part is None:
            return []
        found.append(part)
    return [tuple(found)]


@dataclass(frozen=True)
class Reshaped:
    """An output that has the input's elements in order in another shape."""

    source: Shape
    target: Shape
    exact: bool = True

    def back(self, piece: Piece) -> list[Piece]:
        """Return the same elements in the shape of the input."""
        return _reshaped(piece, self.target, self.source)

    def ahead(self, piece: Piece) -> list[Piece]:
        """Return the same elements in the shape of the output."""
        return _reshaped(piece, self.source, self.target)


def _reshaped(piece: Piece, old: Shape, new: Shape) -> list[Piece]:
    """Return a piece in another shape; axes that run together or come apart do so for themselves."""
    found: list[Piece] = [()]
    for before, after in _groups(old, new):
        parts = _regrouped(piece[before], new[after])
        found = [(*one, *part) for one in found for part in parts]
    return found


def _regrouped(piece: Piece, new: Shape) -> list[Piece]:
    """Return the parts of some axes as those of ``new`` ones; where only extents of 1 come or go, they stay."""
    wide = [part for part in piece if len(part.mask) > 1]
    if [len(part.mask) for part in wide] != [extent for extent in new if extent > 1]:
        return pieces_of(dense(piece).reshape(new))
    rest = iter(wide)
    return [tuple(next(rest) if extent > 1 else Part.all(1) for extent in new)]


def _groups(old: Shape, new: Shape) -> Iterator[tuple[slice, slice]]:
    """Yield the shortest runs of axes of both shapes that hold as many elements."""
    ends = {math.prod(old[:i]): i for i in range(len(old), -1, -1)}
    before = after = 0
    for i in range(len(new) + 1):
        end = len(old) if i == len(new) else ends.get(math.prod(new[:i]), -1)
        if end > before or i == len(new):
            yield slice(before, end), slice(after, i)
            before, after = end, i


@dataclass(frozen=True)
class Chain:
    """Relations one after another, from the input to the output."""

    links: Sequence[Relation]

    @property
    def exact(self) -> bool:
        """Whether all of them are."""
        return all(link.exact for link in self.links)

    def back(self, piece: Piece) -> list[Piece]:
        """Return the elements of the input that reach a piece of the output."""
        pieces = [piece]
        for link in reversed(self.links):
            pieces = [found for one in pieces for found in link.back(one)]
        return pieces

    def ahead(self, piece: Piece) -> list[Piece]:
        """Return the elements of the output that a piece of the input reaches."""
        pieces = [piece]
        for link in self.links:
            pieces = [found for one in pieces for found in link.ahead(one)]
        return pieces
