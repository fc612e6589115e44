"""Convolution backwards: each element of the image spreads the filter over the output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from explorer.errors import NetError
from explorer.kernels.spreading import spread
from explorer.kernels.work import Work
from explorer.nn.convolution_plan import plan_convolution
from explorer.nn.convolution_protocol import ConvolutionPlan
from explorer.nn.maps import Maps
from explorer.nn.ops.base import Arena, BindableStep, Step, operator
from explorer.nn.ops.convolution import Convolution, check_bias
from explorer.nn.ops.product import Finish, multiply_by_columns
from explorer.nn.spec import FLOAT, Array, Arrays, Shape, Spec, Specs
from explorer.nn.tap_planes import Axis
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

    def _spread(self, image: Spec, filters: Spec) -> list[_Spread]:
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
        y, x = axes if len(axes) == 2 else (_Spread(1, 1, 1, 1, 1, 0), axes[0])
        channels, count = image.shape[1], filters.shape[1] * self.group
        exact = arena.exact or filters.value is None
        parts = [
            _Part(v, h, plan_convolution(channels, count, self.group, (v.axis, h.axis), exact) if taps else None)
            for v, h in product(y.phases(), x.phases())
            for taps in [v.taps and h.taps]
        ]
        arena.floats(max(part.scratch(count) for part in parts))
        kernel = (y.taps, x.taps)
        known = None if filters.value is None else _prepare_filters(parts, filters.value, self.group, kernel)
        zeros = np.zeros(count, FLOAT)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            images, weights, bias = (*arrays, None)[:3]
            assert images is not None
            assert weights is not None
            prepared = _prepare_filters(parts, weights, self.group, kernel) if known is None else known
            works = [
                part.bind(
                    pixels.reshape(channels, y.extent, x.extent),
                    rows,
                    zeros if bias is None else bias,
                    out.reshape(count, y.outputs, x.outputs),
                    arena.floats(part.scratch(count)),
                )
                for pixels, out in zip(images, outputs[0], strict=True)
                for part, rows in zip(parts, prepared, strict=True)
            ]
            return sum(works[1:], works[0])

        # Filters that are computed are arranged anew in each pass.
        return BindableStep(bind) if known is not None else lambda arrays, outputs: bind(arrays, outputs)()


@dataclass(frozen=True)
class _Spread:
    """One axis: tap i of image element e falls on output element e * stride + i * dilation - cut."""

    extent: int
    outputs: int
    taps: int
    stride: int
    dilation: int
    cut: int

    @property
    def is_filter(self) -> bool:
        """Whether the outputs are those of a filter laid on the only element."""
        return self.extent == self.dilation == 1 and self.cut == 0 and self.outputs == self.taps

    def phases(self) -> list[_Phase]:
        """Return every ``stride``-th output as one convolution of stride 1."""
        phases = []
        for first in range(min(self.stride, self.outputs)):
            distances = [first + self.cut - i * self.dilation for i in range(self.taps)]
            taps = tuple(i for i, distance in enumerate(distances) if distance % self.stride == 0)
            shifts = tuple(distances[i] // self.stride for i in taps)
            outputs = -(-(self.outputs - first) // self.stride)
            phases.append(_Phase(first, self.stride, taps, Axis(self.extent, outputs, 1, shifts)))
        return phases


@dataclass(frozen=True)
class _Phase:
    """Outputs ``first``, ``first + stride`` and so on along one axis, and the taps that fall on them."""

    first: int
    stride: int
    taps: tuple[int, ...]
    axis: Axis


@dataclass(frozen=True)
class _Part:
    """The outputs of one phase of rows and one of columns; without a plan where no tap falls on them."""

    y: _Phase
    x: _Phase
    plan: ConvolutionPlan | None

    @property
    def _maps(self) -> int:
        """Elements of one filter's map."""
        return self.y.axis.outputs * self.x.axis.outputs

    def scratch(self, filters: int) -> int:
        """Return the elements of memory that a pass works in."""
        return 0 if self.plan is None else self.plan.scratch + filters * self._maps

    def prepare(self, filters: Array) -> Array | None:
        """Return the taps of filters, (O, C / groups, KH, KW), that fall on these outputs, as ``bind`` takes them."""
        taps = np.ascontiguousarray(filters[:, :, self.y.taps][..., self.x.taps])
        return None if self.plan is None else self.plan.prepare(taps)

    def bind(self, image: Array, filters: Array | None, bias: Array, out: Array, scratch: Array) -> Work:
        """Return the work of computing this part of ``out``, (O, H, W)."""
        count = len(out)
        maps = scratch[: count * self._maps]
        place = (self.y.first, self.x.first, self.y.stride, self.x.stride)
        spreading = spread.over(count, count * self._maps / 4, maps.reshape(count, -1), bias, *place, out)
        if self.plan is None or filters is None:
            return spreading
        return self.plan.bind(image, filters, bias, scratch[maps.size :], Maps(maps)) + spreading


def _spread(window: Window, axis: int, extent: int, extra: int, wanted: int | None, auto_pad: str) -> _Spread:
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
    return _Spread(extent, outputs, window.kernel[axis], stride, window.dilations[axis], cut)


def _by_filter(filters: Array, groups: int) -> Array:
    """Return ``filters`` (C, O / groups, ...) as Conv has them, (O, C / groups, ...)."""
    channels, members, *kernel = filters.shape
    split = filters.reshape(groups, channels // groups, members, *kernel)
    return split.swapaxes(1, 2).reshape(groups * members, channels // groups, *kernel)


def _prepare_filters(
    parts: Sequence[_Part], filters: Array, groups: int, kernel: tuple[int, int]
) -> list[Array | None]:
    """Return the taps of each part's filters, as its plan takes them."""
    rows = _by_filter(filters, groups)
    return [part.prepare(rows.reshape(*rows.shape[:2], *kernel)) for part in parts]


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


def _scatter(arrays: Arrays, out: Array, axes: Sequence[_Spread], groups: int) -> None:
    """Compute any number of spatial axes in NumPy, tap by tap."""
    images, filters, *rest = arrays
    assert images is not None
    assert filters is not None
    count, channels, *extents = images.shape
    pixels = images.reshape(count, groups, channels // groups, -1)
    rows = _by_filter(filters, groups)
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
