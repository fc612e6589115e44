"""The choice among the ways to convolve, made once for each layer and shape."""

from __future__ import annotations

from explorer.nn.abreast_plan import plan_abreast
from explorer.nn.convolution_protocol import ConvolutionPlan
from explorer.nn.depthwise_plan import plan_depthwise
from explorer.nn.dilated_plan import DilatedPlan, is_dilated, split
from explorer.nn.few_tiles_plan import plan_few_tiles
from explorer.nn.grouped_plan import GroupedPlan
from explorer.nn.line_plan import plan_lines
from explorer.nn.pixel_plan import plan_pixel
from explorer.nn.point_plan import plan_points
from explorer.nn.span_plan import plan_spans
from explorer.nn.tap_plan import plan_taps
from explorer.nn.tap_planes import Axis
from explorer.nn.winograd_plan import plan_winograd

_ONE = Axis(1, 1, 1, (0,))
"""An axis of one element."""


def plan_convolution(
    channels: int, filters: int, groups: int, axes: tuple[Axis, Axis], exact: bool, far: bool = False
) -> ConvolutionPlan:
    """Return the fastest plan; where it is to be ``exact``, one that adds the products of the definition.

    That one reads filters and biases in place, as it must where a net computes them anew in each pass. Filters may lie
    ``far`` away, in memory, as those of a net do that no cache holds from one pass to the next.
    """
    if all(map(_covers, axes)):
        # A window as large as the image weights each of its elements once, as if that were a channel.
        channels *= axes[0].extent * axes[1].extent
        axes = (_ONE, _ONE)
    if groups == channels > 1:
        each: list[ConvolutionPlan] = [*plan_depthwise(channels, filters, *axes)]
        if not exact:
            each += plan_abreast(channels, filters, *axes)
        if each:
            return min(each, key=lambda plan: plan.cycles)
    direct: ConvolutionPlan = plan_taps(channels, filters, groups, *axes)
    if exact:
        return direct
    plans: list[ConvolutionPlan] = [
        direct,
        *plan_points(channels, filters, groups, *axes),
        *plan_spans(channels, filters, groups, *axes),
    ]
    if axes == (_ONE, _ONE):
        plans += plan_pixel(channels, filters, groups)
    if groups > 1:
        plans.append(GroupedPlan(groups, plan_convolution(channels // groups, filters // groups, 1, axes, exact, far)))
    elif all(map(_slides, axes)):
        plans += [
            plan_winograd(channels, filters, *axes, far=far),
            *plan_few_tiles(channels, filters, *axes, far=far),
            *plan_lines(channels, filters, *axes),
        ]
    if groups == 1 and any(map(is_dilated, axes)) and all(axis.stride == 1 for axis in axes):
        plans.append(_plan_dense(channels, filters, axes, far))
    return min(plans, key=lambda plan: plan.cycles)


def _plan_dense(channels: int, filters: int, axes: tuple[Axis, Axis], far: bool) -> DilatedPlan:
    """Return the plan of a dilated convolution as a dense one."""
    y, x = map(split, axes)
    dense = plan_convolution(channels, filters, 1, (y.axis, x.axis), exact=False, far=far)
    return DilatedPlan(channels, filters, (axes[0].extent, axes[1].extent), y, x, dense)


def _covers(axis: Axis) -> bool:
    """Return whether there is one output element, which reads the whole image in its order."""
    return axis.outputs == 1 and axis.shifts == tuple(range(axis.extent))


def _slides(axis: Axis) -> bool:
    """Return whether each output element reads three neighbours or more, and the next one those beside them."""
    first, count = axis.shifts[0], len(axis.shifts)
    return axis.stride == 1 and count >= 3 and axis.shifts == tuple(range(first, first + count))
