"""Where the pixels lie that the taps of a convolution read: planes of an image, over which they shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explorer.kernels.convolution import SPAN, Map
from explorer.kernels.planes import Layout, pitch_of
from explorer.kernels.vector import LANES, LINE, WIDE
from explorer.nn.spec import INT, Array

_RUN_BYTES = (128 if WIDE else 24) << 10
"""Pixels that a run of taps reads for some positions, to find them in a cache for each block of filters: in that of the
first level, or of the second where so few are read for so many products that they arrive in time."""


@dataclass(frozen=True)
class Axis:
    """The taps of one spatial axis: output element o reads elements o * stride + shift of the image.

    Attributes
    ----------
    extent, outputs
        Elements of the image and of the activation map.
    shifts
        One for each tap of the axis; may be negative, or lead past the image, where it is 0.
    """

    extent: int
    outputs: int
    stride: int
    shifts: tuple[int, ...]

    @property
    def before(self) -> int:
        """Elements read before the image; negative where its first ones are not read."""
        return -min(self.shifts)

    @property
    def after(self) -> int:
        """Elements read after the image; negative where its last ones are not read."""
        return max(self.shifts) + (self.outputs - 1) * self.stride - (self.extent - 1)

    @property
    def pointwise(self) -> bool:
        """Whether each output element reads the image's element of the same number alone."""
        return self.stride == 1 and self.shifts == (0,) and self.outputs == self.extent


@dataclass(frozen=True)
class _Lines:
    """How an axis lies on planes.

    Attributes
    ----------
    lead
        Elements before the image.
    length
        Elements of a plane.
    steps
        Position and phase of each tap.
    shared
        Whether the zeros before a line also serve as those after the line before it.
    """

    lead: int
    length: int
    steps: tuple[tuple[int, int], ...]
    shared: bool = False


def _split(axis: Axis) -> _Lines:
    """Return planes that hold every ``stride``-th element."""
    steps = tuple(divmod(shift + axis.before, axis.stride) for shift in axis.shifts)
    return _Lines(axis.before, axis.outputs + max(position for position, _ in steps), steps)


def _sharing(axis: Axis) -> _Lines:
    """Return planes whose rows share the zeros between them, where there are any."""
    lead = max(axis.before, axis.after)
    if axis.stride > 1 or min(axis.before, axis.after) <= 0 or axis.outputs > axis.extent + lead:
        return _split(axis)
    return _Lines(lead, axis.extent + lead, tuple((shift + lead, 0) for shift in axis.shifts), shared=True)


def _unrolled(axis: Axis) -> _Lines:
    """Return one plane a tap, as narrow as the activation map, so that no position is wasted."""
    return _Lines(axis.before, axis.outputs, tuple((0, shift + axis.before) for shift in axis.shifts))


@dataclass(frozen=True)
class Planes:
    """The planes of an image, one for each channel and each pair of phases.

    Attributes
    ----------
    stride, extents
        Of rows and columns of the image.
    columns, outputs
        Of an activation map.
    """

    y: _Lines
    x: _Lines
    stride: tuple[int, int]
    extents: tuple[int, int]
    columns: int
    outputs: int

    @property
    def phases(self) -> list[tuple[int, int]]:
        """Row phase and column phase of each kind of plane."""
        return sorted({(a, b) for _, a in self.y.steps for _, b in self.x.steps})

    @property
    def rows(self) -> int:
        """Rows of a plane; the zeros after its last row are those of one row more."""
        return self.y.length + self.x.shared

    @property
    def reach(self) -> int:
        """Rows that the taps of one row of the map read."""
        return max(position for position, _ in self.y.steps) + 1 + self.x.shared

    def positions(self, rows: int) -> int:
        """Return the positions from the first to the last element of so many rows of the map."""
        return (rows - 1) * self.x.length + self.columns

    @property
    def whole(self) -> bool:
        """Whether positions follow each other as the elements of the map do."""
        return self.x.length == self.columns

    @property
    def run(self) -> int:
        """Taps that are added to some positions before the next ones; their weights are whole pairs of cache lines."""
        length, pixels = self.x.length, 0
        for a, b in self.phases:
            shifts = [v for v, phase in self.x.steps if phase == b]
            row = SPAN + max(shifts) - min(shifts) + LINE
            pixels += row + (sum(phase == a for _, phase in self.y.steps) - 1) * min(row, length)
        taps = len(self.y.steps) * len(self.x.steps)
        return max(_RUN_BYTES * taps // (4 * pixels) // (2 * LINE), 1) * 2 * LINE

    def lone(self, rows: int) -> int:
        """Return the positions of so many rows that fill no vector, and are computed alone."""
        return self.positions(rows) % LANES if self.whole else 0

    def elements(self, rows: int) -> int:
        """Return the elements of the planes of one channel that so many rows of the map read."""
        return len(self.phases) * self._pitch(rows)

    def _pitch(self, rows: int) -> int:
        """Return the elements from one plane to the next, of so many rows of the map."""
        return int(pitch_of(rows - 1 + self.reach, self.x.length))

    def offsets(self, channels: int, rows: int) -> Array:
        """Return the element of each tap, channel by channel, from that of the position, on planes of so many rows."""
        kinds, pitch = {phase: kind for kind, phase in enumerate(self.phases)}, self._pitch(rows)
        taps = [[kinds[a, b] * pitch + u * self.x.length + v for v, b in self.x.steps] for u, a in self.y.steps]
        return np.add.outer(np.arange(channels) * self.elements(rows), taps).ravel().astype(INT)

    @property
    def layout(self) -> Layout:
        """The numbers that ``kernels.planes`` takes."""
        return Layout(*self.stride, self.y.lead, self.x.lead, self.rows, self.x.length)

    @property
    def map(self) -> Map:
        """Where sums go."""
        return Map(self.x.length, self.columns, self.outputs * self.columns)


def lay_out(y: Axis, x: Axis, *, unrolled: bool = False) -> Planes:
    """Return the planes that the taps of both axes shift over; rows may have no margins, and each tap its own plane."""
    lines = _unrolled(x) if unrolled else _sharing(x)
    return Planes(_split(y), lines, (y.stride, x.stride), (y.extent, x.extent), x.outputs, y.outputs)


def lay_out_all(y: Axis, x: Axis) -> Iterator[Planes]:
    """Yield the planes to choose from."""
    yield lay_out(y, x)
    if len(x.shifts) > 1:
        yield lay_out(y, x, unrolled=True)
