"""Operators that change the extents of an image."""

from __future__ import annotations

import itertools
import math
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Self

import numpy as np

from explorer.errors import NetError
from explorer.kernels.resize import resample, resample_rows
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES, LINE
from explorer.kernels.work import Work
from explorer.nn.ops.base import NOT_AN_ATTRIBUTE, Arena, BindableStep, KernelOp, Step, operator, present
from explorer.nn.ops.shapes import axis_indices, given, known, spell
from explorer.nn.resampling import AxisTable, Resampling, Stretch, axis_table
from explorer.nn.spec import FLOAT, INT, Array, Arrays, Spec, Specs

_MIX, _PICK, _GATHER = 2, 3, 20
"""Time to add a vector of a row, one of elements near each other, and one gathered from anywhere."""

_ELEMENTS = 1024
"""Elements of the rows that are read or written together, at most, if not of one."""


@dataclass(frozen=True, kw_only=True)
class _Resampled(KernelOp):
    """Resamples some axes, one after another."""

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return a spec of the new extents."""
        x, how = present(inputs, 0, self), self._how()
        if x.dtype != FLOAT and how.mode != "nearest":
            raise NetError(f"{x.dtype} cannot be resized by the mode {how.mode!r}", "only real numbers mix")
        extents = tuple(axis.after for axis in self._stretches(inputs))
        if min(extents, default=1) < 1:
            raise NetError(f"{spell(x.shape)} would be resized to {spell(extents)}")
        return (Spec(extents, x.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step that resamples along every axis that changes."""
        x, how, stretches = present(inputs, 0, self), self._how(), self._stretches(inputs)
        changed = [axis for axis, stretch in enumerate(stretches) if stretch != Stretch(stretch.before, stretch.before)]
        tables = {axis: axis_table(how, stretches[axis]) for axis in changed}
        change = partial(_mix_all, arena, tables) if x.dtype == FLOAT else partial(_take_all, tables)
        if not any(table.outside.any() for table in tables.values()):
            return BindableStep(change)
        value = self._extrapolation_value()

        def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
            change(arrays, outputs)()
            for axis, table in tables.items():
                np.moveaxis(outputs[0], axis, 0)[table.outside] = value

        return step

    @abstractmethod
    def _how(self) -> Resampling:
        """Return how elements are mixed."""

    @abstractmethod
    def _stretches(self, inputs: Specs) -> list[Stretch]:
        """Return what happens to each axis."""

    def _extrapolation_value(self) -> float:
        return 0.0


def _take_all(tables: Mapping[int, AxisTable], arrays: Arrays, outputs: tuple[Array, ...]) -> Callable[[], None]:
    def take() -> None:
        array = given(arrays, 0)
        for axis, table in tables.items():
            array = np.take(array, table.places[0], axis)
        outputs[0][...] = array

    return take


def _mix_all(arena: Arena, tables: Mapping[int, AxisTable], arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
    """Return the work of resampling all axes, the last two of them together."""
    array, out = given(arrays, 0), outputs[0]
    leading = [axis for axis in tables if axis < array.ndim - 2]
    shapes = [array.shape]
    for axis in leading:
        shapes.append((*shapes[-1][:axis], out.shape[axis], *shapes[-1][axis + 1 :]))
    rows, columns = (1, 1, *array.shape)[-2:]
    y, x = (_table(tables, axis, extent) for axis, extent in ((out.ndim - 2, rows), (out.ndim - 1, columns)))
    results, wide = y[0].shape[1], x[0].shape[1]
    most = max(min(_ELEMENTS // max(columns, wide), results), 1)
    ends = list(itertools.accumulate(map(math.prod, shapes[1:]), initial=threads() * _room(most * columns)))
    room = arena.floats(ends[-1])
    work = Work(())
    for axis, shape, start, end in zip(leading, shapes[1:], ends, ends[1:], strict=False):
        target = room[start:end].reshape(shape)
        work += _mix_axis(array, axis, tables[axis], target)
        array = target
    own = room[: ends[0]].reshape(threads(), -1)
    across, shares, near = _repeated(*x, columns, most)
    time = out.size / LANES * (_MIX * len(y[0]) + (_PICK if near else _GATHER) * len(x[0]))
    items = out.size // (results * wide) * -(-results // most)
    return work + resample.over(
        items, time, array.reshape(-1), rows, columns, *y, most, wide, across, shares, near, out.reshape(-1), own
    )


def _repeated(places: Array, weights: Array, columns: int, rows: int) -> tuple[Array, Array, bool]:
    """Return places, int32, and weights along an axis for so many ``rows`` side by side, a vector of them at least.

    The last number is whether neighbours are so near each other that they are read together.
    """
    taps = len(places)
    across = (places[:, None] + np.arange(rows)[:, None] * columns).reshape(taps, -1)
    missing = (0, 0), (0, max(LANES - across.shape[1], 0))
    across = np.pad(across, missing, mode="edge").astype(np.int32)
    shares = np.pad(np.tile(weights, rows), missing)
    rising = bool((np.diff(across) >= 0).all())
    return across, shares, rising and bool((across[:, LANES - 1 :] - across[:, : 1 - LANES] < LANES).all())


def _mix_axis(array: Array, axis: int, table: AxisTable, out: Array) -> Work:
    columns = math.prod(array.shape[axis + 1 :])
    time = out.size / LANES * 2 * len(table.places)
    return resample_rows.over(
        out.size // columns,
        time,
        array.reshape(-1),
        array.shape[axis],
        columns,
        table.places,
        table.weights,
        out.reshape(-1),
    )


def _table(tables: Mapping[int, AxisTable], axis: int, extent: int) -> tuple[Array, Array]:
    """Return places and weights along an axis of ``extent`` elements, which may stay as it is."""
    if axis in tables:
        return tables[axis].places, tables[axis].weights
    return np.arange(extent, dtype=INT)[None], np.ones((1, extent), FLOAT)


def _room(elements: int) -> int:
    """Return the elements that a thread works in, with two vectors behind them: whole cache lines."""
    return -(-(elements + 2 * LANES) // LINE) * LINE


def _scaled(before: int, scale: float) -> Stretch:
    """Return the change of an extent by a scale; the product is rounded to float32 first, as ONNX has it."""
    if not 0 < scale < math.inf:
        raise NetError(f"a scale is {scale:g}, and scales are above 0")
    return Stretch(before, math.floor(np.float32(before) * np.float32(scale)), float(scale))


@operator
@dataclass(frozen=True, kw_only=True)
class Upsample(_Resampled):
    """ONNX Upsample, of opsets 7 to 9.

    Attributes
    ----------
    scales
        To opset 8; input 1 since.
    """

    mode: str = "nearest"
    scales: tuple[float, ...] | None = None

    def _how(self) -> Resampling:
        return Resampling(self.mode, "asymmetric", "simple")

    def _stretches(self, inputs: Specs) -> list[Stretch]:
        x = present(inputs, 0, self)
        scales = known(inputs, 1, self).reshape(-1).tolist() if self.scales is None else self.scales
        return [_scaled(*pair) for pair in zip(x.shape, _as_many(scales, x.rank, "scales"), strict=True)]


@operator
@dataclass(frozen=True, kw_only=True)
class Resize(_Resampled):
    """ONNX Resize: by ``scales`` (input 2) or to ``sizes`` (input 3); ``roi`` (input 1) is the part to crop to.

    Attributes
    ----------
    coordinate_transformation_mode, cubic_coeff_a, exclude_outside, extrapolation_value, nearest_mode
        Since opset 11.
    antialias, axes, keep_aspect_ratio_policy
        Since opset 18.
    scales_only
        Opset 10: ``scales`` is input 1, places are asymmetric.
    """

    mode: str = "nearest"
    coordinate_transformation_mode: str | None = None
    cubic_coeff_a: float | None = None
    exclude_outside: int | None = None
    extrapolation_value: float | None = None
    nearest_mode: str | None = None
    antialias: int | None = None
    axes: tuple[int, ...] | None = None
    keep_aspect_ratio_policy: str | None = None
    scales_only: bool = field(default=False, metadata=NOT_AN_ATTRIBUTE)

    @classmethod
    def from_onnx(cls, attributes: Mapping[str, Any], *, opset: int, outputs: int) -> Self:
        """Return the operator as ``opset`` means it."""
        return replace(super().from_onnx(attributes, opset=opset, outputs=outputs), scales_only=opset < 11)

    def _how(self) -> Resampling:
        if self.scales_only:
            return Resampling(self.mode, "asymmetric", "simple")
        return Resampling(
            self.mode,
            self.coordinate_transformation_mode or "half_pixel",
            self.nearest_mode or "round_prefer_floor",
            -0.75 if self.cubic_coeff_a is None else self.cubic_coeff_a,
            bool(self.exclude_outside),
            bool(self.antialias),
        )

    def _extrapolation_value(self) -> float:
        return self.extrapolation_value or 0.0

    def _stretches(self, inputs: Specs) -> list[Stretch]:
        x = present(inputs, 0, self)
        axes = tuple(range(x.rank)) if self.axes is None else axis_indices(self.axes, x.rank)
        extents = [x.shape[axis] for axis in axes]
        scales = self._numbers(inputs, 1 if self.scales_only else 2)
        if scales:
            changes = [_scaled(*pair) for pair in zip(extents, _as_many(scales, len(axes), "scales"), strict=True)]
        else:
            changes = self._to_sizes(extents, _as_many(self._numbers(inputs, 3), len(axes), "sizes"))
        if self.coordinate_transformation_mode == "tf_crop_and_resize":
            roi = _as_many(self._numbers(inputs, 1), 2 * len(axes), "roi")
            parts = zip(roi[: len(axes)], roi[len(axes) :], strict=True)
            changes = [replace(c, start=start, end=end) for c, (start, end) in zip(changes, parts, strict=True)]
        by_axis = dict(zip(axes, changes, strict=True))
        return [by_axis.get(axis, Stretch(extent, extent)) for axis, extent in enumerate(x.shape)]

    def _numbers(self, inputs: Specs, index: int) -> Sequence[float]:
        """Return the numbers of an optional input; none where it is absent or empty."""
        absent = index >= len(inputs) or inputs[index] is None
        return () if absent else known(inputs, index, self).reshape(-1).tolist()

    def _to_sizes(self, extents: Sequence[int], sizes: Sequence[float]) -> list[Stretch]:
        if 0 in extents:
            raise NetError("an axis of extent 0 cannot be resized")
        ratios = [size / extent for size, extent in zip(sizes, extents, strict=True)]
        policy = self.keep_aspect_ratio_policy or "stretch"
        if policy == "stretch":
            return [Stretch(n, int(size), ratio) for n, size, ratio in zip(extents, sizes, ratios, strict=True)]
        if policy not in _COMMON_RATIOS:
            known_policies = ", ".join(("stretch", *_COMMON_RATIOS))
            raise NetError(f"keep_aspect_ratio_policy is {policy!r}", f"it may be {known_policies}")
        ratio = _COMMON_RATIOS[policy](ratios)
        return [Stretch(n, math.floor(n * ratio + 0.5), ratio) for n in extents]


_COMMON_RATIOS = {"not_larger": min, "not_smaller": max}
"""The one scale for all axes, by keep_aspect_ratio_policy."""


def _as_many(numbers: Sequence[float], count: int, name: str) -> Sequence[float]:
    if len(numbers) != count:
        raise NetError(f"{name} has {len(numbers)} numbers where {count} are needed")
    return numbers
