"""Arithmetic by hand, and against ONNX Runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import mutually_broadcastable_shapes

from explorer.errors import NetError
from explorer.nn.ops import build
from explorer.nn.spec import Array, Spec

RANDOM = np.random.default_rng(0)


def floats(*shape: int) -> Array:
    return RANDOM.normal(size=shape).astype(np.float32)


def computed(operator: str, *inputs: Any, opset: int = 13) -> Array:
    return build(operator, {}, opset=opset).run([np.asarray(x) for x in inputs])[0]


SHAPES = mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=4, min_side=1)


@settings(max_examples=100)
@given(st.sampled_from(["Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean"]), SHAPES)
def test_inputs_broadcast_as_in_onnx_runtime(
    onnx_runtime: Callable[..., list[Array]], operator: str, shapes: Any
) -> None:
    inputs = [np.abs(floats(*shape)) + np.float32(0.1) for shape in shapes.input_shapes]
    (expected,) = onnx_runtime(operator, inputs, {}, opset=13)
    y = computed(operator, *inputs)
    assert y.shape == shapes.result_shape
    np.testing.assert_allclose(y, expected, rtol=1e-5)


@pytest.mark.parametrize("operator", ["Add", "Sub", "Mul", "Div"])
@pytest.mark.parametrize(
    "shape", [(1, 8, 130, 128), (8, 1, 1), (1,), (), (8, 130, 1), (128,), (1, 1, 130, 128), (2, 8, 130, 128)]
)
def test_large_volumes(operator: str, shape: tuple[int, ...]) -> None:
    x, y = floats(1, 8, 130, 128), floats(*shape)
    function = {"Add": np.add, "Sub": np.subtract, "Mul": np.multiply, "Div": np.divide}[operator]
    np.testing.assert_array_equal(computed(operator, x, y), function(x, y))
    np.testing.assert_array_equal(computed(operator, y, x), function(y, x))


@pytest.mark.parametrize("operator", ["Sqrt", "Log", "Neg", "Abs", "Floor", "Ceil", "Round", "Sign", "Reciprocal"])
def test_functions_of_one_input(onnx_runtime: Callable[..., list[Array]], operator: str) -> None:
    x = np.concatenate([4 * floats(200), np.array([0.5, 1.5, -2.5, 0, np.inf, -np.inf, np.nan], np.float32)])
    (expected,) = onnx_runtime(operator, [x], {}, opset=13)
    np.testing.assert_allclose(computed(operator, x), expected, rtol=1e-6)


def test_integers_are_divided_towards_zero() -> None:
    np.testing.assert_array_equal(computed("Div", [7, -7, 7, -7, 6], [2, 2, -2, -2, -3]), [3, -3, -3, 3, -2])
    small = computed("Div", np.array([200, 7], np.uint8), np.array([3, 7], np.uint8))
    assert small.dtype == np.uint8
    np.testing.assert_array_equal(small, [66, 1])


def test_division_by_zero_is_infinite_without_a_warning() -> None:
    np.testing.assert_array_equal(computed("Div", np.array([1, -1], "f4"), np.zeros(2, "f4")), [np.inf, -np.inf])
    np.testing.assert_array_equal(computed("Log", np.zeros(1, "f4")), [-np.inf])


@pytest.mark.parametrize("exponent", [0.5, 0.75, 1, 2, 3, -1, 2.5])
def test_powers(exponent: float) -> None:
    x = np.abs(floats(3, 4))
    for number in (np.array(exponent, np.float32), np.full((2, 1, 1), exponent, np.float32)):
        np.testing.assert_allclose(computed("Pow", x, number), x**number, rtol=1e-6)


def test_a_power_has_the_type_of_its_base() -> None:
    assert computed("Pow", np.array([2, 3]), np.array(2, np.float32)).dtype == np.int64
    assert computed("Pow", np.array([2, 3], np.float32), np.array(2)).dtype == np.float32


@pytest.mark.parametrize("operator", ["Max", "Min", "Sum"])
def test_one_input_comes_out_as_it_is(operator: str) -> None:
    x = floats(3)
    np.testing.assert_array_equal(computed(operator, x), x)


def test_not_a_number_is_neither_lost_in_the_largest_nor_in_the_least() -> None:
    x = np.array([np.nan, 1], np.float32)
    for operator in ("Max", "Min"):
        np.testing.assert_array_equal(np.isnan(computed(operator, x, np.ones(2, np.float32))), [True, False])


def test_mean_of_three() -> None:
    x, y, z = (np.array([n, 0], np.float32) for n in (1, 2, 6))
    np.testing.assert_array_equal(computed("Mean", x, y, z), [3, 0])


@pytest.mark.parametrize("operator", ["Add", "Pow", "Max"])
def test_shapes_that_do_not_broadcast_are_refused(operator: str) -> None:
    with pytest.raises(NetError, match="2x3 and 2 do not broadcast"):
        build(operator, {}, opset=13).infer([Spec((2, 3)), Spec((2,))])


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("name", ["Sum", "Mean", "Max", "Min"])
def test_inputs_of_one_shape_are_folded_by_kernels(name: str, count: int) -> None:
    arrays = [np.random.default_rng(i).normal(size=(3, 7001)).astype(np.float32) for i in range(count)]
    arrays[0][1, 5] = np.nan
    (out,) = build(name, {}, opset=13).run(arrays)
    fold = {"Sum": np.sum, "Mean": np.mean, "Max": np.max, "Min": np.min}[name]
    np.testing.assert_allclose(out, fold(np.stack(arrays), axis=0), rtol=1e-5, atol=1e-6)
