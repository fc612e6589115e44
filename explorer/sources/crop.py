"""The box that is cut out of a picture, as it is moved and resized by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from explorer.sources.fit import Box

_LEAST = 4.0
"""Pixels of the picture that a box is wide and high at least."""


class Grip(NamedTuple):
    """An edge or a corner of a box: -1 for its top or left, 1 for its bottom or right, 0 for neither."""

    down: int
    across: int


GRIPS = tuple(Grip(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1) if (down, across) != (0, 0))
"""All corners and edges."""


@dataclass(frozen=True)
class Framing:
    """A box with what it has to keep to; what comes of moving it keeps to it too.

    Attributes
    ----------
    box
        In pixels of the picture.
    bounds
        What the box may not leave: the picture, with bars around it where it is padded.
    aspect
        Width by height that the box keeps; None where it may have any shape.
    """

    box: Box
    bounds: Box
    aspect: float | None = None

    def moved(self, down: float, across: float) -> Box:
        """Return the box moved by so many pixels, as far as the bounds allow."""
        return _within(self.box, self.bounds, down, across)

    def resized(self, grip: Grip, y: float, x: float) -> Box:
        """Return the box with an edge or corner pulled to a point; the opposite one stays where it is."""
        box, bounds, least = self.box, self.bounds, self._least
        y, x = _clamped(y, bounds.top, bounds.bottom), _clamped(x, bounds.left, bounds.right)
        pulled = Box(
            max(min(y, box.bottom - least), bounds.top) if grip.down < 0 else box.top,
            max(min(x, box.right - least), bounds.left) if grip.across < 0 else box.left,
            min(max(y, box.top + least), bounds.bottom) if grip.down > 0 else box.bottom,
            min(max(x, box.left + least), bounds.right) if grip.across > 0 else box.right,
        )
        return pulled if self.aspect is None else self._shaped(pulled, grip, self.aspect)

    def scaled(self, factor: float) -> Box:
        """Return the box larger or smaller about its centre, in the same shape, as far as the bounds allow."""
        box, bounds = self.box, self.bounds
        most = min(bounds.height / box.height, bounds.width / box.width)
        factor = _clamped(factor, min(most, self._least / min(box.height, box.width)), most)
        return _within(_about(box, factor * box.height, factor * box.width), bounds)

    def reshaped(self) -> Box:
        """Return the box in the shape that it has to keep, with the same centre and area, within the bounds."""
        box, bounds = self.box, self.bounds
        if self.aspect is not None:
            height = min((box.height * box.width / self.aspect) ** 0.5, bounds.height, bounds.width / self.aspect)
            box = _about(box, height, height * self.aspect)
        else:
            box = _about(box, min(box.height, bounds.height), min(box.width, bounds.width))
        return _within(box, bounds)

    @property
    def _least(self) -> float:
        return min(_LEAST, self.bounds.height, self.bounds.width)

    def _shaped(self, box: Box, grip: Grip, aspect: float) -> Box:
        """Return ``box`` in the shape to keep: as large as what was pulled asks, and as the bounds allow."""
        height = max(box.height if grip.down else 0.0, box.width / aspect if grip.across else 0.0)
        down = _room(grip.down, box.top, box.bottom, self.bounds.top, self.bounds.bottom)
        across = _room(grip.across, box.left, box.right, self.bounds.left, self.bounds.right)
        height = min(height, down, across / aspect)
        top, bottom = _stretch(grip.down, box.top, box.bottom, height)
        left, right = _stretch(grip.across, box.left, box.right, height * aspect)
        return Box(top, left, bottom, right)


def _room(side: int, start: float, end: float, low: float, high: float) -> float:
    """Return how long a stretch can grow on one side; on both alike where ``side`` is 0."""
    if side:
        return end - low if side < 0 else high - start
    middle = (start + end) / 2
    return 2 * min(middle - low, high - middle)


def _stretch(side: int, start: float, end: float, length: float) -> tuple[float, float]:
    if side:
        return (end - length, end) if side < 0 else (start, start + length)
    middle = (start + end) / 2
    return middle - length / 2, middle + length / 2


def _about(box: Box, height: float, width: float) -> Box:
    """Return a box of another size with the same centre."""
    top, bottom = _stretch(0, box.top, box.bottom, height)
    left, right = _stretch(0, box.left, box.right, width)
    return Box(top, left, bottom, right)


def _within(box: Box, bounds: Box, down: float = 0.0, across: float = 0.0) -> Box:
    """Return a box no larger than ``bounds``, moved so far that it lies within them."""
    top = _clamped(box.top + down, bounds.top, bounds.bottom - box.height)
    left = _clamped(box.left + across, bounds.left, bounds.right - box.width)
    return Box(top, left, top + box.height, left + box.width)


def _clamped(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))
