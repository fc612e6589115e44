"""Every way to convolve, on random shapes: right sums, and nothing written beside them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explorer.kernels.keeping import LARGE
from explorer.kernels.threads import set_threads
from explorer.kernels.vector import LANES, LINE
from explorer.nn import few_tiles_plan
from explorer.nn.abreast_plan import plan_abreast
from explorer.nn.convolution_plan import plan_convolution
from explorer.nn.convolution_protocol import ConvolutionPlan
from explorer.nn.depthwise_plan import plan_depthwise
from explorer.nn.dilated_plan import DilatedPlan, split
from explorer.nn.few_tiles_plan import FewTilesPlan, plan_few_tiles
from explorer.nn.grouped_plan import GroupedPlan
from explorer.nn.line_plan import plan_lines
from explorer.nn.maps import Maps
from explorer.nn.point_plan import plan_points
from explorer.nn.span_plan import plan_spans
from explorer.nn.spec import FLOAT, Array
from explorer.nn.tap_plan import plan_taps
from explorer.nn.tap_planes import Axis
from explorer.nn.transposed_plan import Spread, plan_phases
from explorer.nn.winograd_plan import Tiling, WinogradPlan, plan_winograd

_GUARD, _UNTOUCHED = 256, np.float32(12345.678)
_PADDING = 40


class _Guarded:
    """An array between elements that nobody may write, which begins so many of them behind a cache line's beginning."""

    def __init__(self, count: int, behind: int = 0) -> None:
        self._whole = np.full(count + 3 * _GUARD, _UNTOUCHED)
        self._first = _GUARD - self._whole.ctypes.data // FLOAT.itemsize % LINE + behind
        self.array = self._whole[self._first : self._first + count]

    def is_intact(self) -> bool:
        edges = np.concatenate([self._whole[: self._first], self._whole[self._first + self.array.size :]])
        return bool((edges == _UNTOUCHED).all())


def _draw_axis(rng: np.random.Generator, taps: int, stride: int, dilation: int) -> Axis:
    extent, before, after = int(rng.integers(1, 40)), int(rng.integers(0, 4)), int(rng.integers(0, 4))
    extent = max(extent, (taps - 1) * dilation + 1 - before - after)
    outputs = (extent + before + after - (taps - 1) * dilation - 1) // stride + 1
    return Axis(extent, outputs, stride, tuple(i * dilation - before for i in range(taps)))


def _sum_in_float64(image: Array, weights: Array, bias: Array, groups: int, axes: tuple[Axis, Axis]) -> Array:
    """Return the maps by the definition, tap by tap."""
    padded = np.pad(image.astype(float), [(0, 0), (_PADDING, _PADDING), (_PADDING, _PADDING)])
    count, members = len(weights), weights.shape[1]
    out = np.zeros((count, axes[0].outputs, axes[1].outputs)) + bias[:, None, None]
    rows, columns = (
        [_PADDING + shift + np.arange(axis.outputs) * axis.stride for shift in axis.shifts] for axis in axes
    )
    for group in range(groups):
        pixels = padded[group * members : (group + 1) * members]
        filters = slice(group * count // groups, (group + 1) * count // groups)
        for a, y in enumerate(rows):
            for b, x in enumerate(columns):
                out[filters] += np.tensordot(weights[filters, :, a, b].astype(float), pixels[:, y[:, None], x], 1)
    return out


def _check(
    plan: ConvolutionPlan,
    rng: np.random.Generator,
    channels: int,
    groups: int,
    axes: tuple[Axis, Axis],
    behind: int = 0,
) -> None:
    parts, part = (plan.groups, plan.each) if isinstance(plan, GroupedPlan) else (1, plan)
    filters = parts * part.filters  # type: ignore[attr-defined]
    image = rng.standard_normal((channels, axes[0].extent, axes[1].extent), FLOAT)
    weights = rng.standard_normal((filters, channels // groups, *(len(axis.shifts) for axis in axes)), FLOAT)
    bias = rng.standard_normal(filters, FLOAT)
    count = filters * axes[0].outputs * axes[1].outputs
    out, rectified, scratch = _Guarded(count, behind), _Guarded(count, behind), _Guarded(plan.scratch)
    maps = Maps(out.array, rectified.array, ceiling=0.7)
    work = plan.bind(image, plan.prepare(weights), bias, scratch.array, maps)
    for _ in range(2):
        out.array[:] = np.nan
        work()
        wanted = _sum_in_float64(image, weights, bias, groups, axes)
        assert np.abs(out.array.reshape(wanted.shape) - wanted).max() < 1e-5 * np.abs(wanted).max()
        np.testing.assert_array_equal(rectified.array, np.clip(out.array, 0, np.float32(0.7)))
    assert out.is_intact()
    assert rectified.is_intact()
    assert scratch.is_intact()


def _draw_taps(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    groups = int(rng.choice([1, 1, 2, 3]))
    channels, filters = groups * int(rng.integers(1, 20)), groups * int(rng.integers(1, 20))
    y, x = (_draw_axis(rng, *(int(n) for n in rng.integers(1, (7, 5, 3)))) for _ in range(2))
    return plan_taps(channels, filters, groups, y, x), channels, groups, (y, x)


def _draw_winograd(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    channels, filters = int(rng.integers(1, 40)), int(rng.integers(1, 40))
    y, x = (_draw_axis(rng, int(rng.integers(3, 8)), 1, 1) for _ in range(2))
    size, taps = ((2, 3), (4, 3), (4, 5))[rng.integers(3)]
    tiling = Tiling(size, taps, int(rng.integers(1, 4)), int(rng.choice([1, 2, 4])))
    return WinogradPlan(channels, filters, y, x, tiling), channels, 1, (y, x)


def _draw_few_tiles(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    channels, filters = (int(n) for n in rng.integers(1, (5 * LANES, 9 * LANES)))
    y, x = (_draw_axis(rng, 3, 1, 1) for _ in range(2))
    size, vectors, far = int(rng.choice([2, 4])), int(rng.integers(1, 9)), bool(rng.integers(2))
    return FewTilesPlan(channels, filters, y, x, size, vectors, far), channels, 1, (y, x)


def _draw_lines(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    channels, filters = int(rng.integers(1, 20)), int(rng.integers(1, 20))
    while True:
        y, x = _draw_axis(rng, int(rng.integers(1, 6)), 1, int(rng.integers(1, 3))), _draw_axis(rng, 5, 1, 1)
        x = replace(x, shifts=x.shifts[: int(rng.integers(4, 6))])
        plans = plan_lines(channels, filters, y, x)
        if plans:
            return plans[rng.integers(len(plans))], channels, 1, (y, x)


def _draw_points(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    while True:
        groups = int(rng.choice([1, 1, 2, 5]))
        channels, filters = groups * int(rng.integers(1, 40)), groups * int(rng.integers(1, 20 * LANES))
        y, x = (_draw_axis(rng, *(int(n) for n in rng.integers(1, (6, 5, 3)))) for _ in range(2))
        plans = list(plan_points(channels, filters, groups, y, x))
        if plans:
            return plans[rng.integers(len(plans))], channels, groups, (y, x)


def _draw_spans(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    while True:
        groups = int(rng.choice([1, 2, 5]))
        channels, filters = groups * int(rng.integers(1, 20)), groups * 4 * int(rng.integers(1, 6))
        y, x = (_draw_axis(rng, *(int(n) for n in rng.integers(1, (6, 5, 3)))) for _ in range(2))
        plans = list(plan_spans(channels, filters, groups, y, x))
        if plans:
            return plans[rng.integers(len(plans))], channels, groups, (y, x)


def _draw_depthwise(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    channels, multiplier = int(rng.integers(1, 40)), int(rng.integers(1, 3))
    while True:
        y, x = (_draw_axis(rng, *(int(n) for n in rng.integers(1, (6, 4, 3)))) for _ in range(2))
        if rng.random() < 0.5:
            x = replace(x, outputs=min(x.outputs, int(rng.integers(4, 8))))
        for plan in plan_depthwise(channels, channels * multiplier, y, x):
            return plan, channels, channels, (y, x)


def _draw_abreast(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    channels, multiplier = int(rng.integers(1, 40)), int(rng.integers(1, 3))
    while True:
        y, x = (_draw_axis(rng, *(int(n) for n in rng.integers(1, (6, 4, 3)))) for _ in range(2))
        plans = list(plan_abreast(channels, channels * multiplier, y, x))
        if plans:
            return plans[rng.integers(len(plans))], channels, channels, (y, x)


def _draw_dilated(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    channels, filters = int(rng.integers(1, 20)), int(rng.integers(1, 20))
    axes = _draw_axis(rng, 3, 1, int(rng.integers(1, 20))), _draw_axis(rng, int(rng.integers(1, 5)), 1, 3)
    y, x = map(split, axes)
    dense = plan_convolution(channels, filters, 1, (y.axis, x.axis), exact=False)
    return DilatedPlan(channels, filters, (axes[0].extent, axes[1].extent), y, x, dense), channels, 1, axes


def _draw_grouped(rng: np.random.Generator) -> tuple[ConvolutionPlan, int, int, tuple[Axis, Axis]]:
    ways = (_draw_winograd, _draw_few_tiles, _draw_points)
    each, channels, inner, axes = ways[rng.integers(len(ways))](rng)
    groups = int(rng.integers(2, 5))
    return GroupedPlan(groups, each), groups * channels, groups * inner, axes


@pytest.mark.parametrize("behind", [0, 3])
@pytest.mark.parametrize(("extent", "channels", "filters"), [(112, 5, 26), (57, 3, 90), (56, 120, 90)])
def test_maps_that_no_cache_holds(extent: int, channels: int, filters: int, behind: int) -> None:
    axis, beside = Axis(extent, extent, 1, (0,)), Axis(extent, extent, 1, (-1, 0, 1))
    plans: list[tuple[ConvolutionPlan, Axis]] = [
        (plan_taps(channels, filters, 1, axis, axis), axis),
        (plan_taps(channels, filters, 1, beside, beside), beside),
        (plan_winograd(channels, filters, beside, beside), beside),
        (next(iter(plan_spans(3, 4 * (filters // 8), 1, beside, beside))), beside),
    ]
    for plan, taken in plans:
        seen = plan.channels  # type: ignore[attr-defined]
        _check(plan, np.random.default_rng(extent), seen, 1, (taken, taken), behind)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize(
    "draw",
    [
        _draw_taps,
        _draw_winograd,
        _draw_few_tiles,
        _draw_lines,
        _draw_points,
        _draw_spans,
        _draw_depthwise,
        _draw_abreast,
        _draw_dilated,
        _draw_grouped,
    ],
)
@pytest.mark.parametrize("seed", range(25))
def test_plan_sums_what_the_definition_says(draw: Callable[..., Any], seed: int, threads: int) -> None:
    rng = np.random.default_rng(seed)
    set_threads(threads)
    try:
        plan, channels, groups, axes = draw(rng)
        _check(plan, rng, channels, groups, axes)
    finally:
        set_threads(0)


@pytest.mark.parametrize("seed", range(12))
def test_filters_of_few_tiles_need_not_be_kept(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(seed)
    monkeypatch.setattr(few_tiles_plan, "_KEPT_BYTES", 0)
    monkeypatch.setattr(few_tiles_plan, "_RUN_BYTES", 0)  # so that channels are added a vector at a time
    plan, channels, groups, axes = _draw_few_tiles(rng)
    _check(plan, rng, channels, groups, axes)


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_transposed_plan_sums_what_the_definition_says(seed: int, exact: bool) -> None:
    rng = np.random.default_rng(seed)
    groups = int(rng.choice([1, 1, 2]))
    channels, filters = groups * int(rng.integers(1, 12)), groups * int(rng.integers(1, 12))
    axes = _draw_spread(rng), _draw_spread(rng)
    image = rng.standard_normal((channels, *(axis.extent for axis in axes)), FLOAT)
    weights = rng.standard_normal((filters, channels // groups, *(axis.taps for axis in axes)), FLOAT)
    bias = rng.standard_normal(filters, FLOAT)
    wanted = _spread_in_float64(image, weights, bias, groups, axes)
    for plan in plan_phases(channels, filters, groups, axes, exact):
        out, rectified, scratch = _Guarded(wanted.size), _Guarded(wanted.size), _Guarded(plan.scratch)
        plan.bind(image, plan.prepare(weights), bias, scratch.array, Maps(out.array, rectified.array, ceiling=0.7))()
        assert np.abs(out.array.reshape(wanted.shape) - wanted).max() < 1e-5 * np.abs(wanted).max()
        np.testing.assert_array_equal(rectified.array, np.clip(out.array, 0, np.float32(0.7)))
        assert out.is_intact()
        assert rectified.is_intact()
        assert scratch.is_intact()


def _draw_spread(rng: np.random.Generator) -> Spread:
    extent, taps, stride, dilation = (int(n) for n in rng.integers(1, (12, 6, 4, 3)))
    whole = (extent - 1) * stride + (taps - 1) * dilation + 1
    cut = int(rng.integers(0, min(4, whole)))
    return Spread(extent, int(rng.integers(1, whole - cut + 3)), taps, stride, dilation, cut)


def _spread_in_float64(image: Array, weights: Array, bias: Array, groups: int, axes: tuple[Spread, Spread]) -> Array:
    """Return the maps by the definition: what each element of the image spreads."""
    y, x = axes
    members, count = len(image) // groups, len(weights) // groups
    out = np.zeros((len(weights), y.outputs, x.outputs)) + bias[:, None, None]
    for k, filter_ in enumerate(weights.astype(float)):
        seen = image[k // count * members :][:members].astype(float)
        for a, b in np.ndindex(filter_.shape[1:]):
            for v, u in np.ndindex(image.shape[1:]):
                row, column = (
                    n * axis.stride + tap * axis.dilation - axis.cut for n, tap, axis in ((v, a, y), (u, b, x))
                )
                if 0 <= row < y.outputs and 0 <= column < x.outputs:
                    out[k, row, column] += filter_[:, a, b] @ seen[:, v, u]
    return out


@pytest.mark.parametrize("extent", [48, 47])
def test_sums_of_large_maps_that_go_past_the_caches_arrive(extent: int) -> None:
    rng, three, one = np.random.default_rng(0), Axis(extent, extent, 1, (-1, 0, 1)), Axis(extent, extent, 1, (0,))
    filters = LARGE // extent**2 // 4 * 4 + 4
    spans = max(plan_spans(2, filters, 1, three, three), key=lambda plan: plan.rows)
    for plan, channels, groups, axis in (
        (plan_taps(8, filters, 1, one, one), 8, 1, one),
        (plan_taps(2, filters, 1, three, three), 2, 1, three),
        (spans, 2, 1, three),
        (plan_winograd(8, filters, three, three), 8, 1, three),
        (*plan_depthwise(filters, filters, three, three), filters, filters, three),
    ):
        _check(plan, rng, channels, groups, (axis, axis))


@pytest.mark.parametrize("far", [False, True])
def test_transformed_filters_are_kept_unless_they_would_come_from_memory(far: bool) -> None:
    axis, small, rng = Axis(28, 28, 1, (-1, 0, 1)), Axis(8, 8, 1, (-1, 0, 1)), np.random.default_rng(0)
    weights = rng.standard_normal((96, 96, 3, 3)).astype(FLOAT)
    plans: list[tuple[ConvolutionPlan, Axis]] = [(plan_winograd(96, 96, axis, axis, far=far), axis)]
    plans += [(plan, small) for plan in plan_few_tiles(96, 96, small, small, far=far)]
    for plan, taken in plans:
        assert (plan.prepare(weights).size > weights.size) == (not far)
        _check(plan, rng, 96, 1, (taken, taken))


@pytest.mark.parametrize("groups", [1, 2, 12])
def test_a_window_as_large_as_the_image_is_a_product(groups: int) -> None:
    axes = Axis(7, 1, 1, tuple(range(7))), Axis(5, 1, 1, tuple(range(5)))
    plan = plan_convolution(12, 48, groups, axes, exact=False)
    _check(plan, np.random.default_rng(0), 12, groups, axes)
    padded = replace(axes[0], shifts=tuple(range(-1, 6)))
    _check(
        plan_convolution(12, 48, groups, (padded, axes[1]), exact=False),
        np.random.default_rng(0),
        12,
        groups,
        (padded, axes[1]),
    )


@pytest.mark.parametrize(
    ("channels", "filters", "extent", "taps"),
    [(64, 64, 56, 3), (192, 192, 8, 3), (256, 256, 14, 3), (96, 64, 27, 5), (32, 32, 40, 7)],
)
def test_winograd_is_near_the_direct_sum(channels: int, filters: int, extent: int, taps: int) -> None:
    rng, axis = np.random.default_rng(0), Axis(extent, extent, 1, tuple(n - taps // 2 for n in range(taps)))
    image = rng.standard_normal((channels, extent, extent), FLOAT)
    weights = rng.standard_normal((filters, channels, taps, taps), FLOAT)
    results = []
    for plan in (plan_taps(channels, filters, 1, axis, axis), plan_winograd(channels, filters, axis, axis)):
        out = np.empty(filters * extent * extent, FLOAT)
        plan.bind(image, plan.prepare(weights), np.zeros(filters, FLOAT), np.empty(plan.scratch, FLOAT), Maps(out))()
        results.append(out)
    # CPUs without fused multiply-adds round twice.
    assert np.abs(results[1] - results[0]).max() < 1.5e-5 * np.abs(results[0]).max()


_ON_ARM = """
from llvmlite import binding
binding.get_default_triple = lambda: "aarch64-unknown-linux-gnu"
import numpy as np
from explorer.kernels import TIER
from explorer.nn.ops.convolution import Conv
assert (TIER.lanes, TIER.registers) == (4, 32)
rng = np.random.default_rng(0)
image, weights = rng.standard_normal((1, 9, 15, 15), np.float32), rng.standard_normal((29, 9, 3, 3), np.float32)
seen = np.lib.stride_tricks.sliding_window_view(image[0], (3, 3), (1, 2))
for step in (1, 2):
    (maps,) = Conv(strides=(step, step)).run([image, weights])
    wanted = np.einsum("cyxab,kcab->kyx", seen[:, ::step, ::step], weights)
    assert np.abs(maps[0] - wanted).max() < 1e-4 * np.abs(wanted).max()
"""


def test_machines_of_many_narrow_registers_convolve() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "NUMBA_CPU_NAME": ""}
    subprocess.run([sys.executable, "-c", _ON_ARM], env=environment, check=True)
