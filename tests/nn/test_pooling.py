"""Pools by hand, and against ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.ops.base import Arena, KernelOp
from explorer.nn.spec import Array, Spec

RANDOM = np.random.default_rng(0)


def image(*rows: list[float]) -> Array:
    return np.array(rows, np.float32)[None, None]


def pooled(operator: str, x: Array, *, opset: int = 19, outputs: int = 1, **attributes: Any) -> list[Array]:
    return [y[0, 0] for y in build(operator, attributes, opset=opset, outputs=outputs).run([x])]


GRID = image([1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16])


def test_max_pool_keeps_the_largest_of_each_window() -> None:
    (y,) = pooled("MaxPool", GRID, kernel_shape=(2, 2), strides=(2, 2))
    np.testing.assert_array_equal(y, [[6, 8], [14, 16]])


def test_max_pool_never_keeps_the_padding() -> None:
    (y,) = pooled("MaxPool", -GRID, kernel_shape=(3, 3), strides=(2, 2), pads=(1, 1, 1, 1))
    np.testing.assert_array_equal(y, [[-1, -2], [-5, -6]])


def test_max_pool_shows_not_a_number_wherever_a_window_holds_one() -> None:
    x = GRID.copy()
    x[0, 0, 1, 1] = np.nan
    (y,) = pooled("MaxPool", x, kernel_shape=(2, 2))
    np.testing.assert_array_equal(np.isnan(y), [[1, 1, 0], [1, 1, 0], [0, 0, 0]])


@pytest.mark.parametrize("taps", [2, 3])
@pytest.mark.parametrize("columns", [3, 70])
def test_first_and_last_rows_of_every_map_have_means_of_their_own(taps: int, columns: int) -> None:
    x = RANDOM.normal(size=(2, 3, 7, 2 * columns + taps - 2)).astype(np.float32)
    attributes = {"kernel_shape": (taps, taps), "strides": (2, 2), "pads": (1, 0, 1, 0)}
    (y,) = build("AveragePool", attributes, opset=19).run([x])
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 0)), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (taps, taps), axis=(2, 3))[:, :, ::2, ::2]
    np.testing.assert_allclose(y, np.nanmean(windows, axis=(4, 5)), rtol=1e-5, atol=1e-6)


def test_max_pool_of_minus_infinity() -> None:
    (y,) = pooled("MaxPool", np.full((1, 1, 2, 2), -np.inf, np.float32), kernel_shape=(2, 2))
    np.testing.assert_array_equal(y, [[-np.inf]])


def test_indices_count_rows_or_columns_first() -> None:
    x = np.concatenate([GRID, GRID], axis=1)
    attributes = {"kernel_shape": (2, 2), "strides": (2, 2)}
    _, rows = build("MaxPool", attributes, opset=12, outputs=2).run([x])
    _, columns = build("MaxPool", {**attributes, "storage_order": 1}, opset=12, outputs=2).run([x])
    np.testing.assert_array_equal(rows.ravel(), [5, 7, 13, 15, 21, 23, 29, 31])
    np.testing.assert_array_equal(columns.ravel(), [5, 13, 7, 15, 21, 29, 23, 31])


def test_integers_are_pooled_as_integers() -> None:
    y, indices = build("MaxPool", {"kernel_shape": (2,)}, opset=12, outputs=2).run(
        [np.array([[[3, 200, 7]]], np.uint8)]
    )
    assert y.dtype == np.uint8
    np.testing.assert_array_equal(y, [[[200, 200]]])
    np.testing.assert_array_equal(indices, [[[1, 1]]])


@pytest.mark.parametrize(("counted", "corner"), [(0, 3.5), (1, 14 / 9)])
def test_average_pool_counts_the_padding_only_where_told(counted: int, corner: float) -> None:
    (y,) = pooled("AveragePool", GRID, kernel_shape=(3, 3), pads=(1, 1, 1, 1), count_include_pad=counted)
    assert y[0, 0] == pytest.approx(corner)
    assert y[1, 1] == pytest.approx(6)


def test_lp_pool_takes_the_norm() -> None:
    (y,) = pooled("LpPool", image([3, -4]), kernel_shape=(1, 2), p=2)
    assert y == pytest.approx(5)


@pytest.mark.parametrize(
    ("operator", "expected"), [("GlobalAveragePool", 8.5), ("GlobalMaxPool", 16), ("GlobalLpPool", np.sqrt(1496))]
)
def test_global_pools_leave_one_number_a_channel(operator: str, expected: float) -> None:
    (y,) = build(operator, {}, opset=13).run([np.concatenate([GRID, 2 * GRID], axis=1)])
    np.testing.assert_allclose(y, np.array([expected, 2 * expected]).reshape(1, 2, 1, 1), rtol=1e-6)


def test_pool_of_two_axes_is_refused() -> None:
    with pytest.raises(NetError, match="at least one axis after N and C"):
        build("MaxPool", {"kernel_shape": ()}, opset=13).infer([Spec((1, 3))])


@st.composite
def windows(draw: st.DrawFn) -> tuple[Array, dict[str, Any]]:
    axes = draw(st.integers(1, 3))

    def numbers(least: int, most: int, count: int = axes) -> tuple[int, ...]:
        return tuple(draw(st.integers(least, most)) for _ in range(count))

    kernel, dilations = numbers(1, 4), numbers(1, 2)
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
    extents = [r + extra for r, extra in zip(reach, numbers(0, 7), strict=True)]
    attributes: dict[str, Any] = {"kernel_shape": kernel, "strides": numbers(1, 3), "dilations": dilations}
    auto_pad = draw(st.sampled_from(["NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"]))
    if auto_pad != "NOTSET":
        # Where a stride passes over elements, ONNX Runtime crops the image instead of padding it by nothing.
        strides = tuple(map(min, attributes["strides"], kernel))
        attributes |= {"auto_pad": auto_pad, "dilations": (1,) * axes, "strides": strides}
    else:
        attributes |= {"pads": tuple(draw(st.integers(0, k - 1)) for k in kernel * 2)}
        attributes |= {"ceil_mode": draw(st.integers(0, 1))}
    shape = (draw(st.integers(1, 2)), draw(st.integers(1, 3)), *extents)
    return np.random.default_rng(draw(st.integers(0, 99))).normal(size=shape).astype(np.float32), attributes


@settings(max_examples=80)
@given(windows(), st.booleans())
def test_max_pool_is_that_of_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], case: tuple[Array, dict[str, Any]], indices: bool
) -> None:
    x, attributes = case
    outputs = 1 + indices
    expected = onnx_runtime("MaxPool", [x], attributes, opset=12, outputs=outputs)
    for got, want in zip(build("MaxPool", attributes, opset=12, outputs=outputs).run([x]), expected, strict=True):
        np.testing.assert_array_equal(got, want)


@settings(max_examples=80)
@given(windows(), st.integers(0, 1))
def test_average_pool_is_that_of_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], case: tuple[Array, dict[str, Any]], counted: int
) -> None:
    x, attributes = case
    attributes = {**attributes, "count_include_pad": counted}
    (expected,) = onnx_runtime("AveragePool", [x], attributes, opset=19)
    (y,) = build("AveragePool", attributes, opset=19).run([x])
    np.testing.assert_allclose(y, expected, rtol=1e-5, atol=1e-6)


@settings(max_examples=40)
@given(windows(), st.integers(1, 3))
def test_lp_pool_is_that_of_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], case: tuple[Array, dict[str, Any]], p: int
) -> None:
    x, attributes = case
    attributes = {**attributes, "p": p, "ceil_mode": 0}
    (expected,) = onnx_runtime("LpPool", [x], attributes, opset=18)
    (y,) = build("LpPool", attributes, opset=18).run([x])
    np.testing.assert_allclose(y, expected, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("kernel", [(5, 1, 1), (1, 1, 3), (1, 2, 1), (1, 1, 1), (1, 1), (1, 1, 2, 1)])
@pytest.mark.parametrize("operator", ["MaxPool", "AveragePool", "LpPool"])
def test_axes_that_are_not_pooled_are_left_as_they_are(operator: str, kernel: tuple[int, ...]) -> None:
    x = RANDOM.normal(size=(1, 2, *(9, 6, 20, 3)[: len(kernel)])).astype(np.float32)
    (y,) = build(operator, {"kernel_shape": kernel}, opset=19).run([x])
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel, tuple(range(2, x.ndim)))
    taps = tuple(range(x.ndim, windows.ndim))
    reduced = {"MaxPool": windows.max(taps), "AveragePool": windows.mean(taps)}
    np.testing.assert_allclose(y, reduced.get(operator, np.sqrt((windows**2).sum(taps))), rtol=1e-5, atol=1e-6)


def test_large_maps_are_pooled_by_all_threads_alike() -> None:
    x = RANDOM.normal(size=(1, 16, 100, 100)).astype(np.float32)
    for operator in ("MaxPool", "AveragePool"):
        op = build(operator, {"kernel_shape": (3, 3), "strides": (2, 2), "pads": (1, 1, 1, 1)}, opset=13)
        (whole,) = op.run([x])
        for c in range(16):
            np.testing.assert_array_equal(whole[:, c : c + 1], op.run([x[:, c : c + 1]])[0])


EXTENTS = [(7, 7), (14, 14), (13, 13), (6, 28), (5, 33), (9, 70), (1, 5), (40, 2)]
WINDOWS = [
    ((2, 2), (2, 2), (0, 0)),
    ((2, 2), (2, 2), (1, 1)),
    ((3, 3), (2, 2), (0, 0)),
    ((3, 3), (2, 2), (1, 1)),
    ((3, 3), (1, 1), (1, 1)),
    ((5, 5), (1, 1), (2, 2)),
    ((5, 5), (1, 2), (2, 2)),
    ((5, 3), (2, 1), (2, 0)),
    ((4, 4), (3, 3), (1, 2)),
]


FITTING = [
    (extents, *window)
    for extents in EXTENTS
    for window in WINDOWS
    if all(n + 2 * pad >= k for n, k, pad in zip(extents, window[0], window[2], strict=True))
]


@pytest.mark.parametrize(("extents", "kernel", "strides", "pads"), FITTING)
def test_many_channels_of_any_extents_are_pooled_without_what_lies_around_them(
    extents: tuple[int, int], kernel: tuple[int, int], strides: tuple[int, int], pads: tuple[int, int]
) -> None:
    shape = (2, 37, *extents)
    padded = np.full((*shape[:2], *(n + 2 * p for n, p in zip(extents, pads, strict=True))), -np.inf, np.float32)
    around = np.full(np.prod(shape) + 64, np.nan, np.float32)
    x = around[32:-32].reshape(shape)
    x[...] = RANDOM.normal(size=shape)
    x[0, 5, 0, 0], x[1, 36, -1, -1], x[1, 3, 0, -1] = np.nan, np.nan, np.inf
    place = (..., *(slice(p, p + n) for n, p in zip(extents, pads, strict=True)))
    padded[place] = x
    zeros = np.where(padded == -np.inf, np.float32(0), padded)
    every = (slice(None), slice(None), *(slice(None, None, stride) for stride in strides))
    views = [np.lib.stride_tricks.sliding_window_view(z, kernel, (2, 3))[every] for z in (padded, zeros)]
    for operator, expected in (("MaxPool", views[0].max((4, 5))), ("AveragePool", views[1].mean((4, 5)))):
        attributes = {"kernel_shape": kernel, "strides": strides, "pads": pads * 2}
        op = build(operator, attributes | ({"count_include_pad": 1} if operator == "AveragePool" else {}), opset=19)
        assert isinstance(op, KernelOp)
        written = np.full(expected.size + 64, 7, np.float32)
        out = written[32:-32].reshape(expected.shape)
        op.plan([Spec.of(x)], Arena())([x], (out,))
        np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-6)
        assert (written[:32] == 7).all()
        assert (written[-32:] == 7).all()
