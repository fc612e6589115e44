"""Convolution backwards: each element of the image spreads the filter over the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.ops.base import Arena, BindableStep, Step, operator
from explorer.nn.ops.convolution import Convolution, check_bias
from explorer.nn.ops.product import Finish, multiply_by_columns
from explorer.nn.spec import FLOAT, Array, Arrays, Shape, Spec, Specs
from explorer.nn.transposed_plan import Spread, plan_transposed
from explorer.nn.window import AUTO_PADS, Window


@operator
@dataclass(frozen=True, kw_only=True)
class ConvTranspose(Convolution):
    """The convolution whose gradient Conv is: strides enlarge the image.

    Attributes
    ----------
    output_padding
        Rows and columns added after the output.
    output_shape
        Spatial extents of the output; the padding follows from them.

    Notes
    -----
    ONNX operator ConvTranspose-22. The image is (N, C, H, W), filters are (C, O / group, KH, KW), the bias is (O,).
    """

    output_padding: Shape | None = None
    output_shape: Shape | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the output, (N, O, ...)."""
        image, filters, bias = self.operands(inputs, 0)
        count = filters.shape[1] * self.group
        check_bias(bias, count)
        return (Spec((image.shape[0], count, *(axis.outputs for axis in self._spread(image, filters)))),)

    def _spread(self, image: Spec, filters: Spec) -> list[Spread]:
        """Return the arithmetic of each spatial axis."""
        window = Window.of(
            filters.shape[2:], image.shape[2:], strides=self.strides, dilations=self.dilations, pads=self.pads
        )
        axes = image.rank - 2
        extra = self.output_padding or (0,) * axes
        wanted: Sequence[int | None] = self.output_shape[-axes:] if self.output_shape else (None,) * axes
        if len(extra) != axes or len(wanted) != axes:
            raise NetError(f"output_padding and output_shape need {axes} numbers, one for each spatial axis")
        if self.auto_pad not in AUTO_PADS:
            raise NetError(f"auto_pad is {self.auto_pad!r}", f"it may be {', '.join(AUTO_PADS)}")
        return [
            _spread(window, axis, extent, extra[axis], wanted[axis], self.auto_pad)
            for axis, extent in enumerate(image.shape[2:])
        ]

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step; filters that are known now are arranged now."""
        image, filters, bias = self.operands(inputs, 0)
        axes = self._spread(image, filters)
        if self.group == 1 and all(axis.is_filter for axis in axes) and (bias is None or bias.value is not None):
            return BindableStep(lambda arrays, outputs: _scale_filters(arrays, outputs[0], arena))
        if len(axes) > 2:
            return lambda arrays, outputs: _scatter(arrays, outputs[0], axes, self.group)
        y, x = axes if len(axes) == 2 else (Spread(1, 1, 1, 1, 1, 0), axes[0])
        channels, count = image.shape[1], filters.shape[1] * self.group
        exact = arena.exact or filters.value is None
        plan = plan_transposed(channels, count, self.group, (y, x), exact, arena.crowded)
        arena.floats(plan.scratch)
        kernel = (y.taps, x.taps)
        known = None if filters.value is None else plan.prepare(_by_filter(filters.value, self.group, kernel))
        zeros = np.zeros(count, FLOAT)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            images, weights, bias = (*arrays, None)[:3]
            assert images is not None
            assert weights is not None
            prepared = plan.prepare(_by_filter(weights, self.group, kernel)) if known is None else known
            biases, scratch = zeros if bias is None else bias, arena.floats(plan.scratch)
            planes = images.reshape(-1, channels, y.extent, x.extent)
            works = [
                plan.bind(image, prepared, biases, scratch, Maps(out.reshape(-1)))
                for image, out in zip(planes, outputs[0], strict=True)
            ]
            return sum(works, Work(()))

        # Filters that are computed are arranged anew in each pass.
        return BindableStep(bind) if known is not None else lambda arrays, outputs: bind(arrays, outputs)()


def _spread(window: Window, axis: int, extent: int, extra: int, wanted: int | None, auto_pad: str) -> Spread:
    """Return the arithmetic of one axis, whose output is ``wanted`` long, or as long as it comes out."""
    stride, cut, end = window.strides[axis], window.pads_begin[axis], window.pads_end[axis]
    whole = (extent - 1) * stride + window.reach[axis] + extra
    if auto_pad == "VALID":
        cut = end = 0
    if auto_pad.startswith("SAME") or wanted is not None:
        total = max(whole - (extent * stride if wanted is None else wanted), 0)
        cut = total // 2 if auto_pad == "SAME_UPPER" else total - total // 2
        end = total - cut
    outputs = whole - cut - end if wanted is None else wanted
    if outputs < 1:
        raise NetError(f"nothing is left of {whole} elements when {cut} and {end} are cut off")
    return Spread(extent, outputs, window.kernel[axis], stride, window.dilations[axis], cut)


def _by_filter(filters: Array, groups: int, kernel: Sequence[int]) -> Array:
    """Return ``filters`` (C, O / groups, ...) as Conv has them, (O, C / groups, ...), with taps along these axes."""
    channels, members = filters.shape[:2]
    split = filters.reshape(groups, channels // groups, members, *kernel)
    return split.swapaxes(1, 2).reshape(groups * members, channels // groups, *kernel)


def _scale_filters(arrays: Arrays, out: Array, arena: Arena) -> Work:
    """Return the work of adding up filters, each times the only element of its channel."""
    images, filters, bias = (*arrays, None)[:3]
    assert images is not None
    assert filters is not None
    count, channels = images.shape[:2]
    vectors, matrix = images.reshape(count, channels), filters.reshape(channels, -1)
    spread = np.zeros(out.shape, FLOAT)
    if bias is not None:
        spread += bias.reshape(-1, *(1,) * (out.ndim - 2))
    return multiply_by_columns(matrix, vectors, out.reshape(count, -1), Finish(1.0, spread), arena)


def _scatter(arrays: Arrays, out: Array, axes: Sequence[Spread], groups: int) -> None:
    """Compute any number of spatial axes in NumPy, tap by tap."""
    images, filters, *rest = arrays
    assert images is not None
    assert filters is not None
    count, channels, *extents = images.shape
    pixels = images.reshape(count, groups, channels // groups, -1)
    rows = _by_filter(filters, groups, filters.shape[2:])
    rows = rows.reshape(groups, -1, *rows.shape[1:])
    room = [max((a.extent - 1) * a.stride + (a.taps - 1) * a.dilation + 1, a.cut + a.outputs) for a in axes]
    whole = np.zeros((*out.shape[:2], *room), FLOAT)
    for tap in np.ndindex(*(a.taps for a in axes)):
        part = (rows[(..., *tap)] @ pixels).reshape(*out.shape[:2], *extents)
        starts = [i * a.dilation for i, a in zip(tap, axes, strict=True)]
        reached = [slice(s, s + (a.extent - 1) * a.stride + 1, a.stride) for s, a in zip(starts, axes, strict=True)]
        whole[(slice(None), slice(None), *reached)] += part
    out[...] = whole[(slice(None), slice(None), *(slice(a.cut, a.cut + a.outputs) for a in axes))]
    if rest and rest[0] is not None:
        out += rest[0].reshape(-1, *(1,) * len(axes))
