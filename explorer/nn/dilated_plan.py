"""The plan of a dilated convolution as a dense one, made once for each layer and shape.

Taps that lie d pixels apart see every d-th pixel alone. So the lines of an image are put in another order: every d-th
one from the first on, every d-th one from the second on, and so on. Between these phases lie zeros, which both
neighbours share. Over them taps are neighbours; what comes out is in phases, too, and is put back in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

import numpy as np

from explorer.kernels.vector import LINE
from explorer.kernels.work import Work
from explorer.nn.convolution_protocol import ConvolutionPlan
from explorer.nn.maps import Maps
from explorer.nn.picks import NOWHERE, Picks
from explorer.nn.spec import FLOAT, Array
from explorer.nn.tap_planes import Axis


class Phases(NamedTuple):
    """An axis in phases.

    Attributes
    ----------
    axis
        Of the dense convolution.
    pixels
        The element of the image that each of its elements is.
    places
        Where it has each element of the activation map.
    """

    axis: Axis
    pixels: list[int]
    places: list[int]


def split(axis: Axis) -> Phases:
    """Return the phases of an ``axis`` at stride 1, whose taps lie equally far apart."""
    taps, apart = len(axis.shifts), _distance(axis)
    pixels: list[int] = []
    places = [0] * axis.outputs
    for first in range(min(apart, axis.outputs)):
        count = len(places[first::apart])
        line = [first + axis.shifts[0] + apart * n for n in range(count + taps - 1)]
        line = [pixel if 0 <= pixel < axis.extent else NOWHERE for pixel in line]
        shared = min(taps - 1, _count_zeros(line), _count_zeros(pixels[::-1]))
        places[first::apart] = range(len(pixels) - shared, len(pixels) - shared + count)
        pixels += line[shared:]
    return Phases(Axis(len(pixels), len(pixels) - taps + 1, 1, tuple(range(taps))), pixels, places)


def is_dilated(axis: Axis) -> bool:
    """Return whether there is something between the taps of an axis."""
    return _distance(axis) > 1


def _distance(axis: Axis) -> int:
    """Return how far apart the taps of an axis are."""
    return axis.shifts[1] - axis.shifts[0] if len(axis.shifts) > 1 else 1


def _count_zeros(line: list[int]) -> int:
    """Return how many zeros a line begins with."""
    return len([*takewhile(lambda pixel: pixel == NOWHERE, line)])


@dataclass(frozen=True, eq=False)
class DilatedPlan:
    """A convolution of one image at stride 1 whose taps lie apart.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer.
    extents
        Rows and columns of the image.
    y, x
        Its axes in phases.
    dense
        The plan of the convolution over them.
    """

    channels: int
    filters: int
    extents: tuple[int, int]
    y: Phases
    x: Phases
    dense: ConvolutionPlan

    @cached_property
    def _split(self) -> Picks:
        height, width = self.extents
        rows = [pixel if pixel == NOWHERE else pixel * width for pixel in self.y.pixels]
        return Picks(height * width, rows, self.x.pixels)

    @cached_property
    def _join(self) -> Picks:
        height, width = self.y.axis.outputs, self.x.axis.outputs
        return Picks(height * width, [place * width for place in self.y.places], self.x.places)

    @property
    def _places(self) -> tuple[int, int]:
        """Where the maps begin in scratch memory behind the image, and the memory of the dense convolution."""
        sizes = self.channels * self._split.count, self.filters * self._join.plane
        image, maps = (-(-size // LINE) * LINE for size in sizes)
        return image, image + maps

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return self._places[1] + self.dense.scratch

    @property
    def cycles(self) -> float:
        """Estimated time."""
        return self._split.cycles(self.channels) + self.dense.cycles + self._join.cycles(self.filters)

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        return self.dense.prepare(weights)

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        first, behind = self._places
        pixels = scratch[: self.channels * self._split.count].reshape(-1, self.y.axis.extent, self.x.axis.extent)
        sums = scratch[first:][: self.filters * self._join.plane]
        return (
            self._split.bind(image, np.zeros(self.channels, FLOAT), Maps(pixels.reshape(-1)))
            + self.dense.bind(pixels, filters, bias, scratch[behind:], Maps(sums))
            + self._join.bind(sums, np.zeros(self.filters, FLOAT), maps)
        )
