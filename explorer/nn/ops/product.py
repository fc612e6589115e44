"""Products of matrices: Gemm, the fully connected layer, with its relative MatMul."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import TypeAlias

import numpy as np

from explorer.errors import NetError
from explorer.kernels.product import multiply, multiply_parallel
from explorer.kernels.threads import threads
from explorer.nn.ops.base import Arena, BindableStep, KernelOp, RectifyingOp, Step, operator, present
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs
from explorer.nn.tap_plan import Axis, plan_taps

_SERIAL_ELEMENTS = 60_000
"""Elements of a matrix that one thread multiplies sooner than two threads start."""

_NOTHING = np.empty(0, FLOAT)

_Product: TypeAlias = Callable[[Array, Array, Array], None]
"""Writes the product of a C-contiguous (M, K) and a (K, N) into a (M, N)."""


def _plan_product(rows: int, inner: int, columns: int, right: Array | None, arena: Arena) -> _Product:
    """Return the fastest way to multiply; ``right`` may be known."""
    zeros = np.zeros(rows if columns == 1 else columns, FLOAT)
    if columns == 1:
        return lambda left, vector, out: _bind_rows(left, vector, zeros, out)()
    if rows == 1 and right is not None:
        matrix = np.array(right.T, FLOAT, order="C")
        return lambda left, _, out: _bind_rows(matrix, left, zeros, out)()
    plan = plan_taps(inner, rows, 1, Axis(1, 1, 1, (0,)), Axis(columns, columns, 1, (0,)))
    biases = np.zeros(rows, FLOAT)

    def by_taps(left: Array, image: Array, out: Array) -> None:
        planes = arena.floats(plan.scratch)
        plan.bind(image.reshape(inner, 1, columns), plan.pack(left), biases, out.reshape(-1), planes)()

    return by_taps


def _bind_rows(matrix: Array, vector: Array, bias: Array, *outputs: Array) -> Callable[[], None]:
    """Return the call that writes the product of a matrix and a vector and, where asked for, its positive part."""
    out, rectified = (*(output.reshape(-1) for output in outputs), _NOTHING)[:2]
    count = threads()
    if count == 1 or matrix.size < _SERIAL_ELEMENTS:
        return partial(multiply, matrix, vector.reshape(-1), bias, out, rectified)
    return partial(multiply_parallel, matrix, vector.reshape(-1), bias, out, rectified, count)


@operator
@dataclass(frozen=True, kw_only=True)
class Gemm(RectifyingOp):
    """``alpha * A' @ B' + beta * C``, a fully connected layer where B holds the weights.

    Attributes
    ----------
    alpha, beta
        Factors of the product and of ``C``.
    transA, transB
        Whether A and B are transposed first.

    Notes
    -----
    ONNX operator Gemm-13. ``C`` is broadcast to the output.
    """

    alpha: float = 1.0
    beta: float = 1.0
    transA: int = 0  # noqa: N815, ONNX's names
    transB: int = 0  # noqa: N815

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the product, (M, N)."""
        rows, _, columns = self._extents(inputs)
        offset = inputs[2] if len(inputs) > 2 else None
        if offset is not None and not _broadcasts(offset.shape, (rows, columns)):
            raise NetError(f"C has the shape {_spell(offset.shape)}, which does not broadcast to {rows}x{columns}")
        return (Spec((rows, columns), present(inputs, 0, self).dtype),)

    def _extents(self, inputs: Specs) -> tuple[int, int, int]:
        left, right = present(inputs, 0, self), present(inputs, 1, self)
        if left.rank != 2 or right.rank != 2:
            raise NetError(
                f"A has {left.rank} axes and B has {right.rank}, where both need 2", "a Flatten before it makes them 2"
            )
        rows, inner = left.shape[::-1] if self.transA else left.shape
        height, columns = right.shape[::-1] if self.transB else right.shape
        if inner != height:
            raise NetError(f"the weights take {height} numbers where {inner} come in")
        return rows, inner, columns

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step; weights that are known now are laid out now."""
        rows, inner, columns = self._extents(inputs)
        left, right = present(inputs, 0, self), present(inputs, 1, self)
        offset = inputs[2] if len(inputs) > 2 else None
        if left.dtype != FLOAT or right.dtype != FLOAT:
            return self._run_plainly
        known = None if right.value is None else self.alpha * (right.value.T if self.transB else right.value)
        if rows == 1 < columns and known is not None and (offset is None or offset.value is not None):
            shifts = np.zeros(columns, FLOAT) if offset is None or offset.value is None else self.beta * offset.value
            bias = np.array(np.broadcast_to(shifts, (1, columns))[0], FLOAT)
            matrix = np.array(known.T, FLOAT, order="C")
            return BindableStep(lambda arrays, outputs: _bind_rows(matrix, _two(arrays)[0], bias, *outputs))
        product = _plan_product(rows, inner, columns, None, arena)

        def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
            a, b = _two(arrays)
            out = outputs[0]
            product(
                np.ascontiguousarray(a.T) if self.transA else a, np.ascontiguousarray(b.T) if self.transB else b, out
            )
            out *= FLOAT.type(self.alpha)
            if len(arrays) > 2 and arrays[2] is not None:
                out += FLOAT.type(self.beta) * arrays[2]
            for rectified in outputs[1:]:
                np.maximum(out, 0, out=rectified)

        return step

    def plan_rectified(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step that writes the Relu of the product as its second output."""
        return self.plan(inputs, arena)

    def _run_plainly(self, arrays: Arrays, outputs: tuple[Array, ...]) -> None:
        a, b = _two(arrays)
        result = self.alpha * ((a.T if self.transA else a) @ (b.T if self.transB else b))
        if len(arrays) > 2 and arrays[2] is not None:
            result = result + self.beta * arrays[2]
        outputs[0][...] = result
        for rectified in outputs[1:]:
            np.maximum(result, 0, out=rectified)


@operator
@dataclass(frozen=True, kw_only=True)
class MatMul(KernelOp):
    """Product of matrices, or of stacks of them.

    Notes
    -----
    ONNX operator MatMul-13, which is numpy.matmul: vectors become matrices of one row or column, the axes before the
    last two broadcast.
    """

    def infer(self, inputs: Specs) -> tuple[Spec, ...]:
        """Return the spec of the product."""
        left, right = present(inputs, 0, self), present(inputs, 1, self)
        if not left.rank or not right.rank:
            raise NetError("a single number cannot be multiplied as a matrix", "Mul multiplies numbers")
        a, b = _as_matrices(left.shape, right.shape)
        if a[-1] != b[-2]:
            raise NetError(
                f"{_spell(left.shape)} and {_spell(right.shape)} cannot be multiplied",
                f"the left has {a[-1]} columns and the right {b[-2]} rows",
            )
        try:
            stack = np.broadcast_shapes(a[:-2], b[:-2])
        except ValueError:
            raise NetError(f"stacks of {_spell(a[:-2])} and {_spell(b[:-2])} matrices do not broadcast") from None
        shape = stack + (a[-2:-1] if left.rank > 1 else ()) + (b[-1:] if right.rank > 1 else ())
        return (Spec(shape, left.dtype),)

    def plan(self, inputs: Specs, arena: Arena) -> Step:
        """Return the step; a right matrix that is known now is laid out now."""
        left, right = present(inputs, 0, self), present(inputs, 1, self)
        if left.dtype != FLOAT or right.dtype != FLOAT:
            return _multiply_plainly
        a, b = _as_matrices(left.shape, right.shape)
        stack = np.broadcast_shapes(a[:-2], b[:-2])
        if len(b) == 2 and a[-2] > 1:
            a, stack = (prod(a[:-1]), a[-1]), ()
        known = right.value if len(b) == 2 else None
        product = _plan_product(a[-2], a[-1], b[-1], known, arena)
        if not stack:
            return lambda arrays, outputs: product(*_reshaped(arrays, a, b), outputs[0])

        def step(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
            x, y = _reshaped(arrays, a, b)
            out = outputs[0].reshape(-1, a[-2], b[-1])
            xs, ys = np.broadcast_to(x, stack + a[-2:]), np.broadcast_to(y, stack + b[-2:])
            for i, index in enumerate(np.ndindex(stack)):
                product(np.require(xs[index], requirements="W"), np.require(ys[index], requirements="W"), out[i])

        return step


def _two(arrays: Arrays) -> tuple[Array, Array]:
    a, b = arrays[:2]
    assert a is not None
    assert b is not None
    return a, b


def _reshaped(arrays: Arrays, a: tuple[int, ...], b: tuple[int, ...]) -> tuple[Array, Array]:
    x, y = _two(arrays)
    return x.reshape(a), y.reshape(b)


def _multiply_plainly(arrays: Arrays, outputs: tuple[Array, ...]) -> None:
    outputs[0][...] = np.matmul(*_two(arrays))


def _as_matrices(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (1, *left) if len(left) == 1 else left, (*right, 1) if len(right) == 1 else right


def _broadcasts(shape: tuple[int, ...], to: tuple[int, ...]) -> bool:
    return len(shape) <= len(to) and all(
        have in (1, want) for have, want in zip(reversed(shape), reversed(to), strict=False)
    )


def _spell(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "scalar"
