"""The plan of a convolution in groups that are convolved one after another, each as if it were alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.kernels.work import Work
from explorer.nn.convolution_protocol import ConvolutionPlan
from explorer.nn.maps import Maps
from explorer.nn.spec import Array

_GROUP = 1000
"""Cycles to begin and end a group."""


@dataclass(frozen=True, eq=False)
class GroupedPlan:
    """A convolution of one image whose filters see the channels of their group.

    Attributes
    ----------
    each
        The plan of every group.
    """

    groups: int
    each: ConvolutionPlan

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return self.each.scratch

    @property
    def cycles(self) -> float:
        """Estimated time."""
        return self.groups * (self.each.cycles + _GROUP)

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them, group by group."""
        return np.stack([self.each.prepare(part) for part in np.split(weights, self.groups)])

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        parts = zip(
            np.split(image, self.groups), filters, np.split(bias, self.groups), maps.split(self.groups), strict=True
        )
        works = [self.each.bind(pixels, rows, biases, scratch, part) for pixels, rows, biases, part in parts]
        return sum(works, Work(()))
