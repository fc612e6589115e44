"""The choice among the ways to convolve, made once for each layer and shape."""

from __future__ import annotations

from typing import Protocol

from explorer.kernels.work import Work
from explorer.nn.spec import Array
from explorer.nn.tap_plan import Axis, plan_taps


class ConvolutionPlan(Protocol):
    """A convolution of one image.

    Attributes
    ----------
    scratch
        Elements of memory that a pass works in.
    """

    @property
    def scratch(self) -> int: ...

    def bind(self, image: Array, weights: Array, bias: Array, scratch: Array, out: Array, rectified: Array = ...) -> Work:
        """Return the work of convolving an ``image`` (C, H, W) into the flat ``out``, and max(0, out) into another."""
        ...


def plan_convolution(channels: int, filters: int, groups: int, axes: tuple[Axis, Axis], exact: bool) -> ConvolutionPlan:
    """Return the fastest plan; where it is to be ``exact``, the one that adds the products of the definition."""
    return plan_taps(channels, filters, groups, *axes)
