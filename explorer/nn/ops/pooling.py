"""Operators that reduce windows, or whole channels, to one number each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.errors import NetError
from explorer.kernels.pooling import Slide, max_pools, sum_pools
from explorer.kernels.reduction import maxima, sums
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES
from explorer.kernels.work import Kernel, Work
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, Op, Step, operator, present
from explorer.nn.ops.shapes import given, spell
from explorer.nn.ops.taps import max_of_taps, sum_of_taps
from explorer.nn.spec import FLOAT, INT, Array, Arrays, Shape, Spec, Specs
from explorer.nn.window import Window


@dataclass(frozen=True, kw_only=True)
class _Pool(KernelOp):
    """A reduction of the window that ONNX's attributes mean, over the axes after N and C.

    Notes
    -----
    ONNX MaxPool-22, AveragePool-22, LpPool-22.
    """

    kernel_shape: tuple[int, ...]
    strides: tuple[int, ...] | None = None
    dilations: tuple[int, ...] | None = None
    pads: tuple[int, ...] | None = None
    auto_pad: str = "NOTSET"
    ceil_mode: int | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of as many windows as fit."""
        x = present(inputs, 0, self)
        if x.rank < 3:
            raise NetError(f"{type(self).__name__} takes at least one axis after N and C, not {x.rank} axes")
        return (Spec((*x.shape[:2], *self._window(x).output_extents(x.shape[2:])), x.dtype),)

    def _window(self, x: Spec) -> Window:
        return Window.of(
            self.kernel_shape,
            x.shape[2:],
            strides=self.strides,
            dilations=self.dilations,
            pads=self.pads,
            auto_pad=self.auto_pad,
            ceil_mode=bool(self.ceil_mode),
        )


_UNTOUCHED = (1, 1, 1, 0, 0)
"""Taps, stride, dilation and pads of an axis that is not pooled."""


def _merged(x: Spec, window: Window) -> tuple[Spec, Window]:
    """Return an image, and the window over it, whose neighbouring axes that are not pooled are one.

    So the mean over neighbouring channels, as PyTorch writes its response normalisation, is one over two axes.
    """
    extents: list[int] = []
    axes: list[tuple[int, ...]] = []
    numbers = window.kernel, window.strides, window.dilations, window.pads_begin, window.pads_end
    for extent, axis in zip(x.shape[2:], zip(*numbers, strict=True), strict=True):
        if axes and axes[-1] == axis == _UNTOUCHED:
            extents[-1] *= extent
        else:
            extents.append(extent)
            axes.append(axis)
    taps, strides, dilations, begins, ends = zip(*axes, strict=True)
    return Spec((*x.shape[:2], *extents), x.dtype), Window(taps, strides, dilations, begins, ends, window.ceil_mode)


@dataclass(frozen=True)
class _Sliding:
    """A window over one or two axes of an image, as the pooling kernels take it.

    Attributes
    ----------
    rows
        For each row of the map, where the first row that its windows hold begins in the image, how many rows they hold,
        and how many rows of the map from this one on may be taken as one, int64 (OH, 3).
    pitch
        Elements from one row that a window holds to the next.
    plane
        Elements of the image.
    """

    rows: Array
    pitch: int
    plane: int
    slide: Slide

    @classmethod
    def of(cls, window: Window, extents: Shape) -> _Sliding:
        """Return the window over an image of one or two ``extents``."""
        outputs = window.output_extents(extents)
        (step, taps, stride, left), width, columns = _along(window, -1), extents[-1], outputs[-1]
        used = max(min(width, (columns - 1) * stride + (taps - 1) * step + 1 - left), 0)
        slide = Slide(used, left, taps, step, columns, stride)
        if len(extents) == 1:
            return cls(np.array([[0, 1, 1]], INT), width, width, slide)
        gap, taps, stride, top = _along(window, 0)
        places = np.arange(outputs[0], dtype=INT)[:, None] * stride + np.arange(taps) * gap - top
        within = (places >= 0) & (places < extents[0])
        firsts, counts = places[np.arange(outputs[0]), within.argmax(axis=1)], within.sum(axis=1)
        firsts[counts == 0] = 0
        alike = (np.diff(firsts) == 1) & (np.diff(counts) == 0) & (slide.line == used == width)
        ends = np.append(np.flatnonzero(~alike), outputs[0] - 1) + 1
        runs = ends[np.searchsorted(ends, np.arange(outputs[0]), side="right")] - np.arange(outputs[0])
        return cls(np.stack([firsts * width, counts, runs], axis=1).astype(INT), gap * width, extents[0] * width, slide)

    def over(self, kernels: Mapping[str, Kernel], arena: Arena, x: Array, out: Array, shares: Array) -> Work:
        """Return the work of the pooling kernel for this window on all channels; ``shares`` is one map, or nothing."""
        slide, rows = self.slide, out.size // self.slide.columns
        own = arena.floats(threads() * slide.scratch).reshape(threads(), -1)
        time = (
            rows / LANES * (slide.width * (len(self.rows) and self.rows[:, 1].max()) + slide.columns * slide.taps) * 2
        )
        shares = np.resize(shares, shares.size and shares.size + slide.height * slide.columns + LANES)
        return kernels[slide.way].over(
            rows, time, x.reshape(-1), self.rows.reshape(-1), self.pitch, self.plane, out.reshape(-1), shares,
            slide.masks().reshape(-1), own, slide.height, *slide,
        )  # fmt: skip


def _along(window: Window, axis: int) -> tuple[int, int, int, int]:
    """Return the dilation, taps, stride and padding before an axis."""
    return window.dilations[axis], window.kernel[axis], window.strides[axis], window.pads_begin[axis]


@operator
@dataclass(frozen=True, kw_only=True)
class MaxPool(_Pool):
    """ONNX MaxPool: the largest number of each window and, where asked for, its index in the whole input.

    Attributes
    ----------
    storage_order
        1 where indices count H fastest.
    """

    storage_order: int | None = None

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the largest numbers and, where asked for, that of their indices."""
        (spec,) = super().infer(inputs)
        return (spec, Spec(spec.shape, INT))[: self.outputs]

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel for float32 over one or two axes; otherwise NumPy."""
        x = present(inputs, 0, self)
        whole, storage_order = self._window(x), self.storage_order or 0
        x, window = _merged(x, whole)
        if x.dtype != FLOAT or x.rank > 4 or self.outputs > 1:
            return lambda arrays, outputs: max_of_taps(given(arrays, 0), whole, outputs, storage_order)
        sliding = _Sliding.of(window, x.shape[2:])
        return BindableStep(
            lambda arrays, outputs: sliding.over(max_pools, arena, given(arrays, 0), outputs[0], np.empty(0, FLOAT))
        )


@operator
@dataclass(frozen=True, kw_only=True)
class AveragePool(_Pool):
    """ONNX AveragePool: the mean of each window.

    Attributes
    ----------
    count_include_pad
        1 where the padding counts as zeros instead of not at all.
    """

    count_include_pad: int = 0

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel for one or two axes; otherwise the sum of taps in NumPy."""
        x = present(inputs, 0, self)
        x, window = _merged(x, self._window(x))
        shares: list[Array] = [
            np.reciprocal(counts) for counts in _counts(window, x.shape[2:], bool(self.count_include_pad))
        ]
        return sum_step(x, window, shares, arena)


def _counts(window: Window, extents: Shape, padding: bool) -> list[Array]:
    """Return, for each axis, how many taps of each window lie in the image, or in the padded image."""
    counts = []
    for axis, (extent, windows) in enumerate(zip(extents, window.output_extents(extents), strict=True)):
        low, high = (-window.pads_begin[axis], extent + window.pads_end[axis]) if padding else (0, extent)
        starts = np.arange(windows)[:, None] * window.strides[axis] - window.pads_begin[axis]
        taps = starts + np.arange(window.kernel[axis]) * window.dilations[axis]
        counts.append(((taps >= low) & (taps < high)).sum(axis=1, dtype=FLOAT))
    return counts


def sum_step(x: Spec, window: Window, shares: Sequence[Array], arena: Arena) -> Step:
    """Return the step that sums windows, times a number for each place along each axis."""
    if x.rank > 4:
        return lambda arrays, outputs: sum_of_taps(
            given(arrays, 0).reshape(x.shape), window, shares, outputs[0].reshape((*x.shape[:2], *map(len, shares)))
        )
    sliding = _Sliding.of(window, x.shape[2:])
    rows, columns = (np.ones(1, FLOAT), *shares)[-2:]
    portions = np.outer(rows, columns)
    return BindableStep(lambda arrays, outputs: sliding.over(sum_pools, arena, given(arrays, 0), outputs[0], portions))


@operator
@dataclass(frozen=True, kw_only=True)
class LpPool(_Pool):
    """ONNX LpPool: the p-norm of each window."""

    p: int = 2

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of as many windows as fit."""
        _check_norm(self.p)
        return super().infer(inputs)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step that sums powers."""
        x = present(inputs, 0, self)
        x, window = _merged(x, self._window(x))
        add = sum_step(x, window, [np.ones(n, FLOAT) for n in window.output_extents(x.shape[2:])], arena)

        def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
            add([np.abs(given(arrays, 0)) ** np.float32(self.p)], outputs)
            np.power(outputs[0], np.float32(1 / self.p), out=outputs[0])

        return step


@dataclass(frozen=True, kw_only=True)
class _GlobalPool(Op):
    """A reduction of every axis after N and C to extent 1."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of one number a channel."""
        x = present(inputs, 0, self)
        if x.rank < 2:
            raise NetError(f"{type(self).__name__} takes the axes N and C, not {x.rank} axes")
        if not x.size:
            raise NetError(
                f"a channel of {spell(x.shape)} has nothing to pool", "the input may be too small for the net"
            )
        return (Spec((*x.shape[:2], *(1,) * (x.rank - 2)), x.dtype),)


@operator
@dataclass(frozen=True, kw_only=True)
class GlobalAveragePool(_GlobalPool, KernelOp):
    """ONNX GlobalAveragePool: the mean of each channel."""

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over channels."""
        x = present(inputs, 0, self)
        return _channel_step(sums, x, math.prod(x.shape[2:]))


@operator
@dataclass(frozen=True, kw_only=True)
class GlobalMaxPool(_GlobalPool, KernelOp):
    """ONNX GlobalMaxPool: the largest number of each channel, NaN where it holds one."""

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the kernel over channels; NumPy for integers."""
        x = present(inputs, 0, self)
        if x.dtype != FLOAT:
            return _write_maxima
        return _channel_step(maxima, x, 1)


def _write_maxima(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
    x = given(arrays, 0)
    x.max(axis=tuple(range(2, x.ndim)), keepdims=True, out=outputs[0])


def _channel_step(kernel: Kernel, x: Spec, divisor: int) -> Step:
    """Return the step that reduces each channel, and divides."""
    columns = math.prod(x.shape[2:])

    def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
        rows = given(arrays, 0).reshape(-1, columns)
        return kernel.over(len(rows), x.size / LANES * 2, rows, np.float32(divisor), outputs[0].reshape(-1))

    return BindableStep(bind)


@operator
@dataclass(frozen=True, kw_only=True)
class GlobalLpPool(_GlobalPool):
    """ONNX GlobalLpPool: the p-norm of each channel."""

    p: int = 2

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of one norm a channel."""
        _check_norm(self.p)
        return super().infer(inputs)

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the norms."""
        x = given(inputs, 0)
        powers = np.abs(x) ** np.float32(self.p)
        return (powers.sum(axis=tuple(range(2, x.ndim)), keepdims=True) ** np.float32(1 / self.p),)


def _check_norm(p: int) -> None:
    if p < 1:
        raise NetError(f"there is no {p}-norm")
