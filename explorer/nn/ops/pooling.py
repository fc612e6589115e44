"""Operators that reduce windows, or whole channels, to one number each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from explorer.errors import NetError
from explorer.kernels.normalisation import means
from explorer.kernels.pooling import max_pool, max_pool_pairs, sum_pool
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


def _tables(window: Window, extents: Shape) -> tuple[Array, Array, int]:
    """Return the rows, spans and column stride of a window over one or two axes, as the pooling kernels take them."""
    rows = _tap_places(window, extents, 0) if len(extents) == 2 else np.zeros((1, 1), INT)
    columns = _tap_places(window, extents, -1)
    inside = columns >= 0
    counts, firsts = inside.sum(axis=0), inside.argmax(axis=0)
    spans = np.stack([firsts, counts, columns[firsts, np.arange(columns.shape[1])]], axis=1)
    return rows, np.maximum(spans, 0), window.strides[-1]


def _tap_places(window: Window, extents: Shape, axis: int) -> Array:
    """Return the place of every tap of every window along an axis, -1 outside the image; int64 (windows, taps)."""
    windows = np.arange(window.output_extents(extents)[axis], dtype=INT)[:, None]
    taps = np.arange(window.kernel[axis], dtype=INT)
    places = windows * window.strides[axis] + taps * window.dilations[axis] - window.pads_begin[axis]
    return np.where(places < extents[axis], np.maximum(places, -1), -1)


def _planes(array: Array) -> Array:
    """Return a view (N * C, H, W) of an array of three or four axes."""
    return array.reshape(-1, array.shape[2] if array.ndim == 4 else 1, array.shape[-1])


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
        window, storage_order = self._window(x), self.storage_order or 0
        if x.dtype != FLOAT or x.rank > 4 or self.outputs > 1:
            return lambda arrays, outputs: max_of_taps(given(arrays, 0), window, outputs, storage_order)
        if window == Window((2, 2), (2, 2), (1, 1), (0, 0), (0, 0)):
            pairs = max_pool_pairs.over(x.size)
            return BindableStep(lambda arrays, outputs: partial(pairs, _planes(given(arrays, 0)), _planes(outputs[0])))
        tables, kernel = _tables(window, x.shape[2:]), max_pool.over(x.size)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Callable[[], None]:
            return partial(kernel, _planes(given(arrays, 0)), *tables, _planes(outputs[0]))

        return BindableStep(bind)


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
        window = self._window(x)
        shares: list[Array] = [
            np.reciprocal(counts) for counts in _counts(window, x.shape[2:], bool(self.count_include_pad))
        ]
        return sum_step(x, window, shares)


def _counts(window: Window, extents: Shape, padding: bool) -> list[Array]:
    """Return, for each axis, how many taps of each window lie in the image, or in the padded image."""
    counts = []
    for axis, (extent, windows) in enumerate(zip(extents, window.output_extents(extents), strict=True)):
        low, high = (-window.pads_begin[axis], extent + window.pads_end[axis]) if padding else (0, extent)
        starts = np.arange(windows)[:, None] * window.strides[axis] - window.pads_begin[axis]
        taps = starts + np.arange(window.kernel[axis]) * window.dilations[axis]
        counts.append(((taps >= low) & (taps < high)).sum(axis=1, dtype=FLOAT))
    return counts


def sum_step(x: Spec, window: Window, shares: Sequence[Array]) -> Step:
    """Return the step that sums windows, times a number for each place along each axis."""
    if x.rank > 4:
        return lambda arrays, outputs: sum_of_taps(given(arrays, 0), window, shares, outputs[0])
    rows, columns = (np.ones(1, FLOAT), *shares)[-2:]
    tables, kernel = _tables(window, x.shape[2:]), sum_pool.over(x.size)

    def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        kernel(_planes(given(arrays, 0)), *tables, rows, columns, _planes(outputs[0]))

    return step


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
        window = self._window(x)
        add = sum_step(x, window, [np.ones(n, FLOAT) for n in window.output_extents(x.shape[2:])])

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
        columns, kernel = math.prod(x.shape[2:]), means.over(x.size)
        return BindableStep(
            lambda arrays, outputs: partial(kernel, given(arrays, 0).reshape(-1, columns), outputs[0].reshape(-1))
        )


@operator
@dataclass(frozen=True, kw_only=True)
class GlobalMaxPool(_GlobalPool):
    """ONNX GlobalMaxPool: the largest number of each channel."""

    def run(self, inputs: Arrays) -> tuple[Array, ...]:
        """Return the largest numbers; NaN where a channel holds one."""
        x = given(inputs, 0)
        return (x.max(axis=tuple(range(2, x.ndim)), keepdims=True),)


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
