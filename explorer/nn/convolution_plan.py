"""The choice among the ways to convolve, made once for each layer and shape."""

from __future__ import annotations

from typing import Protocol

from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.depthwise_plan import DepthwisePlan
from explorer.nn.few_tiles_plan import plan_few_tiles
from explorer.nn.line_plan import plan_lines
from explorer.nn.maps import Maps
from explorer.nn.point_plan import plan_points
from explorer.nn.spec import Array
from explorer.nn.tap_plan import plan_taps
from explorer.nn.tap_planes import Axis
from explorer.nn.winograd_plan import plan_winograd


class ConvolutionPlan(Protocol):
    """A convolution of one image."""

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        ...

    @property
    def cycles(self) -> float:
        """Estimated time."""
        ...

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        ...

    def bind(self, image: Array, filters: Array, bias: Array, scratch: Array, maps: Maps) -> Work:
        """Return the work of convolving an ``image`` (C, H, W) into ``maps``."""
        ...


def plan_convolution(channels: int, filters: int, groups: int, axes: tuple[Axis, Axis], exact: bool) -> ConvolutionPlan:
    """Return the fastest plan; where it is to be ``exact``, the one that adds the products of the definition."""
    if groups == channels > 1 and 2 * axes[1].outputs >= LANES and axes[1].stride <= 2:
        return DepthwisePlan(channels, filters, *axes)
    direct: ConvolutionPlan = plan_taps(channels, filters, groups, *axes)
    if exact or groups > 1:
        return direct
    plans = [direct, *plan_points(channels, filters, *axes)]
    if all(map(_slides, axes)):
        plans += [
            plan_winograd(channels, filters, *axes),
            *plan_few_tiles(channels, filters, *axes),
            *plan_lines(channels, filters, *axes),
        ]
    return min(plans, key=lambda plan: plan.cycles)


def _slides(axis: Axis) -> bool:
    """Return whether each output element reads three neighbours or more, and the next one those beside them."""
    first, count = axis.shifts[0], len(axis.shifts)
    return axis.stride == 1 and count >= 3 and axis.shifts == tuple(range(first, first + count))
