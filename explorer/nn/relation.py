"""Which elements of a node's input reach which elements of its output, read in either direction."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np

from explorer.nn.region import Part, Piece, dense, pieces_of
from explorer.nn.spec import Array, Shape

_KEPT, _REGROUPED = 128, 1024
"""Answers that are kept of an axis, and of axes that run together or come apart."""

NOWHERE = np.iinfo(np.int64).min
"""A place in ``Link.places`` that is none, not even one in the padding."""


class Relation(Protocol):
    """The dependence of one output on one input.

    Attributes
    ----------
    exact
        Whether all elements that it relates do depend on each other.
    keeps_axes
        Whether it relates each element to one other, whose indices are the same, if in another order.
    """

    @property
    def exact(self) -> bool:
        """Whether all elements that it relates do depend on each other."""

    @property
    def keeps_axes(self) -> bool:
        """Whether it relates each element to one other, whose indices are the same, if in another order."""

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
        return part if self.places is None else self._sources(part)

    def ahead(self, part: Part) -> Part | None:
        """Return the places of the output that places of the input reach; None where there are none."""
        return part if self.places is None else self._targets(part)

    @cached_property
    def _sources(self) -> Callable[[Part], Part | None]:
        """What is asked of ``back``; the last answers are kept, as units beside each other see the same rows."""

        def sources(part: Part) -> Part | None:
            mask = np.zeros(self.extent + 1, bool)
            mask[self._inside[part.mask]] = True
            if not mask[:-1].any():
                return None
            return Part.of(mask[:-1], whole=True) if part.whole else Part(mask[:-1], *self._beyond(part))

        return lru_cache(_KEPT)(sources)

    @cached_property
    def _targets(self) -> Callable[[Part], Part | None]:
        """What is asked of ``ahead``; the last answers are kept."""

        def targets(part: Part) -> Part | None:
            mask: Array = np.logical_or.reduce(np.append(part.mask, False)[self._inside], axis=1)
            return Part.of(mask) if mask.any() else None

        return lru_cache(_KEPT)(targets)

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

    @cached_property
    def keeps_axes(self) -> bool:
        """Whether all axes go side by side."""
        return len(self.links) == len(self.source) == len(self.target) and all(
            link.places is None for link in self.links
        )

    def back(self, piece: Piece) -> list[Piece]:
        """Return the elements of the input that reach a piece of the output."""
        found = [whole if link is None else link.back(piece[link.output]) for link, whole in self._sources]
        return _product(found)

    def ahead(self, piece: Piece) -> list[Piece]:
        """Return the elements of the output that a piece of the input reaches."""
        found = [whole if link is None else link.ahead(piece[link.input]) for link, whole in self._targets]
        return _product(found)

    @cached_property
    def _sources(self) -> list[tuple[Link | None, Part]]:
        """The link of each axis of the input, and all places of it."""
        links = {link.input: link for link in self.links}
        return [(links.get(axis), Part.all(extent)) for axis, extent in enumerate(self.source)]

    @cached_property
    def _targets(self) -> list[tuple[Link | None, Part]]:
        """The link of each axis of the output, and all places of it."""
        links = {link.output: link for link in self.links}
        return [(links.get(axis), Part.all(extent)) for axis, extent in enumerate(self.target)]


def _product(parts: Sequence[Part | None]) -> list[Piece]:
    found = tuple(part for part in parts if part is not None)
    return [found] if len(found) == len(parts) else []


@dataclass(frozen=True)
class Reshaped:
    """An output that has the input's elements in order in another shape."""

    source: Shape
    target: Shape
    exact: bool = True
    keeps_axes: bool = False

    def back(self, piece: Piece) -> list[Piece]:
        """Return the same elements in the shape of the input."""
        return _reshaped(piece, self.target, self.source)

    def ahead(self, piece: Piece) -> list[Piece]:
        """Return the same elements in the shape of the output."""
        return _reshaped(piece, self.source, self.target)


def _reshaped(piece: Piece, old: Shape, new: Shape) -> list[Piece]:
    """Return a piece in another shape; axes that run together or come apart do so for themselves."""
    found: list[Piece] = [()]
    for before, after in _runs(old, new):
        parts = _regrouped(piece[before], new[after])
        found = [(*one, *part) for one in found for part in parts]
    return found


@lru_cache(_REGROUPED)
def _regrouped(piece: Piece, new: Shape) -> list[Piece]:
    """Return the parts of some axes as those of ``new`` ones; where only extents of 1 come or go, they stay."""
    wide = [part for part in piece if len(part.mask) > 1]
    if [len(part.mask) for part in wide] != [extent for extent in new if extent > 1]:
        return pieces_of(dense(piece).reshape(new))
    rest = iter(wide)
    return [tuple(next(rest) if extent > 1 else Part.all(1) for extent in new)]


@lru_cache(_KEPT)
def _runs(old: Shape, new: Shape) -> tuple[tuple[slice, slice], ...]:
    return tuple(_groups(old, new))


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
    keeps_axes: bool = False

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
