"""The plan of a depthwise convolution, made once for each layer and shape."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from explorer.kernels.depthwise import convolve_channels
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.spec import FLOAT, INT, Array
from explorer.nn.tap_plan import Axis, Planes, lay_out

_NOTHING = np.empty(0, FLOAT)

_FILL, _TAP = 1.0, 0.75
"""Cycles to fill an element, and to add a tap to a vector."""

_FILTER = 150
"""Cycles to begin and end a filter."""


@dataclass(frozen=True, eq=False)
class DepthwisePlan:
    """A convolution of one image whose filters see one channel each.

    Attributes
    ----------
    channels, filters
        Of the image and of the layer; a multiple of them.
    outputs
        Rows and columns of a map.
    every
        Elements of a plane, and rows of it, from one position to the next: 1 or 2.
    """

    channels: int
    filters: int
    outputs: tuple[int, int]
    planes: Planes
    every: int

    @property
    def _elements(self) -> int:
        return -(-self.planes.elements(self.planes.outputs) // LANES) * LANES + 2 * LANES

    @property
    def scratch(self) -> int:
        """Elements of memory that a pass works in."""
        return threads() * (self._elements + self.outputs[1] + 2 * LANES)

    @property
    def cycles(self) -> float:
        """Estimated time."""
        planes, taps = self.planes, len(self.planes.y.steps) * len(self.planes.x.steps)
        vectors = self.outputs[0] * -(-self.outputs[1] // LANES) * self.every
        filling = self.channels * planes.elements(planes.outputs) * _FILL
        return (filling + self.filters * (vectors * taps * _TAP + _FILTER)) / threads()

    def prepare(self, weights: Array) -> Array:
        """Return the filters as ``bind`` takes them."""
        return weights.reshape(-1)

    def bind(
        self,
        image: Array,
        filters: Array,
        bias: Array,
        scratch: Array,
        out: Array,
        rectified: Array = _NOTHING,
        *,
        ceiling: float = np.inf,
    ) -> Work:
        """Return the work of convolving an ``image``, as ``tap_plan.TapPlan.bind`` does."""
        planes = self.planes
        own = scratch[: self.scratch].reshape(threads(), -1)
        layout = planes.layout._replace(rows=planes.outputs - 1 + planes.reach)
        return convolve_channels.over(
            self.filters, self.cycles * threads(), image.reshape(-1, *planes.extents), np.array(planes.phases, INT),
            planes.offsets(1, planes.outputs), filters, bias, out, rectified, float(ceiling), own, self._elements,
            self.filters // self.channels, self.every, *layout, *self.outputs,
        )  # fmt: skip


def plan_depthwise(channels: int, filters: int, y: Axis, x: Axis) -> DepthwisePlan:
    """Return the plan."""
    outputs = y.outputs, x.outputs
    if (y.stride, x.stride) == (2, 2):
        # Every second element of whole planes is read sooner than planes are split in four.
        y, x = (replace(axis, outputs=2 * axis.outputs - 1, stride=1) for axis in (y, x))
        return DepthwisePlan(channels, filters, outputs, lay_out(y, x), 2)
    return DepthwisePlan(channels, filters, outputs, lay_out(y, x), 1)
