"""Convolution, forwards as Conv and backwards as ConvTranspose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.kernels.work import Work
from explorer.nn.convolution_plan import plan_convolution
from explorer.nn.maps import Maps
from explorer.nn.ops.base import AccompaniedOp, Arena, BindableStep, Companion, Cut, KernelOp, Step, operator, present
from explorer.nn.spec import FLOAT, Array, Arrays, Shape, Spec, Specs
from explorer.nn.tap_planes import Axis
from explorer.nn.window import Window


@dataclass(frozen=True, kw_only=True)
class Convolution(KernelOp):
    """What Conv and ConvTranspose have in common.

    Attributes
    ----------
    auto_pad, dilations, group, kernel_shape, pads, strides
        As ONNX has them.
    """

    auto_pad: str = "NOTSET"
    dilations: Shape | None = None
    group: int = 1
    kernel_shape: Shape | None = None
    pads: Shape | None = None
    strides: Shape | None = None

    def operands(self, inputs: Specs, channel_axis: int) -> tuple[Spec, Spec, Spec | None]:
        """Return image, filters and bias; filters count channels on ``channel_axis``.

        Raises
        ------
        NetError
            Image and filters do not fit each other or the attributes.
        """
        image, filters = present(inputs, 0, self), present(inputs, 1, self)
        bias = inputs[2] if len(inputs) > 2 else None
        if image.rank < 3 or filters.rank != image.rank:
            raise NetError(
                f"the image has {image.rank} axes and the filters have {filters.rank}",
                "both need the same number, two more than there are spatial axes",
            )
        if image.dtype != FLOAT or filters.dtype != FLOAT:
            raise NetError(f"{type(self).__name__} computes float32, not {image.dtype} with {filters.dtype}")
        channels = filters.shape[channel_axis] * (self.group if channel_axis == 1 else 1)
        if channels != image.shape[1]:
            raise NetError(
                f"the filters take {channels} channels where the image has {image.shape[1]}",
                f"filters are {_spell(filters.shape)}, the image is {_spell(image.shape)}, group is {self.group}",
            )
        if self.group < 1 or filters.shape[0] % self.group:
            raise NetError(f"{filters.shape[0]} filters cannot be shared among {self.group} groups")
        if self.kernel_shape not in (None, filters.shape[2:]):
            raise NetError(
                f"kernel_shape is {_spell(self.kernel_shape or ())} where the filters are {_spell(filters.shape[2:])}"
            )
        return image, filters, bias


def _spell(shape: Shape) -> str:
    return "x".join(map(str, shape))


def check_bias(bias: Spec | None, count: int) -> None:
    """Check that there is one bias for each of ``count`` filters.

    Raises
    ------
    NetError
        There is not.
    """
    if bias is not None and bias.shape != (count,):
        raise NetError(f"the bias has the shape {_spell(bias.shape)} where there are {count} filters")


@operator
@dataclass(frozen=True, kw_only=True)
class Conv(Convolution, AccompaniedOp):
    """Sum of the taps of each filter over the channels of its group, at every position of a sliding window.

    Notes
    -----
    ONNX operator Conv-22. The image is (N, C, H, W), filters are (O, I, KH, KW) with C = I * group, the bias is
    (O,); 1-D and 3-D alike.
    """

    def window(self, image: Spec, filters: Spec) -> Window:
        """Return the window that slides over ``image``."""
        return Window.of(
            filters.shape[2:],
            image.shape[2:],
            strides=self.strides,
            dilations=self.dilations,
            pads=self.pads,
            auto_pad=self.auto_pad,
        )

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the activation map, (N, O, ...)."""
        image, filters, bias = self.operands(inputs, 1)
        check_bias(bias, filters.shape[0])
        extents = self.window(image, filters).output_extents(image.shape[2:])
        return (Spec((image.shape[0], filters.shape[0], *extents)),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step; filters that are known now are prepared now."""
        return self._plan_clipped(inputs, arena, np.inf)

    def plan_both(self, inputs: Specs, arena: Arena, companion: Companion) -> Step | None:
        """Return the step that writes the maps cut off too."""
        return self._plan_clipped(inputs, arena, companion.ceiling) if isinstance(companion, Cut) else None

    def _plan_clipped(self, inputs: Specs, arena: Arena, ceiling: float) -> Step:
        """Return the step, which writes the maps cut to 0 ... ``ceiling`` too, if there is a second output."""
        image, filters, bias = self.operands(inputs, 1)
        window = self.window(image, filters)
        if image.rank > 4 or not filters.size:
            return lambda arrays, outputs: _convolve_by_window(arrays, outputs, window, self.group, ceiling)
        # What is computed of filters and biases is read in place, as the definition has it.
        exact = arena.exact or any(spec is not None and spec.value is None for spec in (filters, bias))
        plan = plan_convolution(
            image.shape[1], filters.shape[0], self.group, _axes(image.shape[2:], window), exact, arena.crowded
        )
        zeros = np.zeros(filters.shape[0], FLOAT)
        arena.floats(plan.scratch)
        known = None if filters.value is None else plan.prepare(np.ascontiguousarray(filters.value))

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            images, weights, bias = (*arrays, None)[:3]
            assert images is not None
            assert weights is not None
            prepared = plan.prepare(weights) if known is None else known
            biases, scratch = zeros if bias is None else bias, arena.floats(plan.scratch)
            works = [
                plan.bind(image, prepared, biases, scratch, Maps.over(written, ceiling))
                for image, *written in zip(images, *outputs, strict=True)
            ]
            return sum(works[1:], works[0])

        return BindableStep(bind)


def _axes(extents: Shape, window: Window) -> tuple[Axis, Axis]:
    """Return the rows and columns that the taps of ``window`` shift over; a single spatial axis has one row."""
    axes = [
        Axis(extent, outputs, stride, tuple(i * dilation - begin for i in range(taps)))
        for extent, outputs, taps, stride, dilation, begin in zip(
            extents,
            window.output_extents(extents),
            window.kernel,
            window.strides,
            window.dilations,
            window.pads_begin,
            strict=True,
        )
    ]
    return (axes[0], axes[1]) if len(axes) == 2 else (Axis(1, 1, 1, (0,)), axes[0])


def _convolve_by_window(
    arrays: Arrays, outputs: tuple[Array, ...], window: Window, groups: int, ceiling: float
) -> None:
    """Compute any number of spatial axes in NumPy, as one product a group."""
    out, *rectified = outputs
    images, filters, *rest = arrays
    assert images is not None
    assert filters is not None
    pads = list(zip(window.pads_begin, window.pads_end, strict=True))
    padded = np.pad(images, [(0, 0), (0, 0), *pads])
    axes = tuple(range(2, images.ndim))
    slid = np.lib.stride_tricks.sliding_window_view(padded, window.reach, axes)
    steps = tuple(slice(None, None, stride) for stride in window.strides)
    taps = tuple(slice(None, None, dilation) for dilation in window.dilations)
    windows = slid[(slice(None), slice(None), *steps, *taps)]
    kernel = tuple(range(-len(axes), 0))
    for part, weights, group in zip(
        np.split(out, groups, 1), np.split(filters, groups), np.split(windows, groups, 1), strict=True
    ):
        part[...] = np.moveaxis(np.tensordot(group, weights, ((1, *kernel), (1, *kernel))), -1, 1)
    if rest and rest[0] is not None:
        out += rest[0].reshape(-1, *(1,) * len(axes))
    for positive in rectified:
        np.clip(out, 0, ceiling, out=positive)
