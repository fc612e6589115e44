"""Products of matrices: Gemm, the fully connected layer, with its relative MatMul."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from explorer.errors import NetError
from explorer.kernels.product import BLOCK, ROWS, finish, multiply_columns, multiply_rows
from explorer.kernels.threads import threads
from explorer.kernels.vector import LANES
from explorer.kernels.work import Work
from explorer.nn.maps import Maps
from explorer.nn.ops.base import AccompaniedOp, Arena, BindableStep, Companion, Cut, KernelOp, Step, operator, present
from explorer.nn.panel_plan import plan_panels
from explorer.nn.spec import FLOAT, Array, Arrays, Spec, Specs
from explorer.nn.tap_plan import plan_taps
from explorer.nn.tap_planes import Axis

_READING = 3
"""Time to wait for a vector of a matrix that comes from memory, in multiply-adds."""

_FEW_ROWS = 8
"""Fewer rows than this are multiplied as vectors."""

_PARTS_A_THREAD = 4
"""Parts of a sum for each thread."""

_NOTHING = np.empty(0, FLOAT)

_Product: TypeAlias = Callable[[Array, Array, Array], Work]
"""Returns the work of writing the product of a C-contiguous (M, K) and a (K, N) into a (M, N)."""


class Finish(NamedTuple):
    """What becomes of a product: times ``factor``, plus ``bias``, a number for each element, and rectified."""

    factor: float
    bias: Array
    rectified: Array = _NOTHING

    def arguments(self, out: Array) -> tuple[Any, ...]:
        """Return what the kernels take last."""
        return np.float32(self.factor), self.bias.reshape(-1), out.reshape(-1), self.rectified.reshape(-1)

    def over(self, parts: Array, out: Array) -> Work:
        """Return the work of adding up parts of sums, (parts, elements)."""
        time = parts.size / LANES * _READING
        return finish.over(-(-out.size // BLOCK), time, parts.reshape(-1), *self.arguments(out))


def _multiply_by_rows(matrix: Array, vectors: Array, out: Array, end: Finish) -> Work:
    """Return the work of multiplying each vector and each row of a matrix; ``out`` has a row for each vector."""
    rows, columns = matrix.shape
    time = matrix.size / LANES * max(_READING, out.size // rows)
    flat = matrix.reshape(-1), vectors.reshape(-1)
    return multiply_rows.over(-(-rows // ROWS), time, *flat, columns, *end.arguments(out))


def multiply_by_columns(matrix: Array, vectors: Array, out: Array, end: Finish, arena: Arena) -> Work:
    """Return the work of multiplying each vector and each column of a matrix; ``out`` has a row for each vector."""
    rows, columns = matrix.shape
    time = matrix.size / LANES * max(_READING, out.size // columns)
    count = min(threads() * _PARTS_A_THREAD, -(-rows // ROWS))
    parts = arena.floats(count * out.size).reshape(count, -1)
    work = multiply_columns.over(count, time, matrix.reshape(-1), vectors.reshape(-1), columns, parts)
    return work + end.over(parts, out)


def _plan_product(rows: int, inner: int, columns: int, known: Array | None, arena: Arena) -> _Product:
    """Return the way to multiply C-contiguous matrices of these extents, the right one of which may be ``known``."""
    if rows >= _FEW_ROWS and columns > 1:
        return _plan_many(rows, inner, columns, known, arena)
    end = Finish(1.0, np.zeros(rows * columns, FLOAT))
    if columns == 1:
        return lambda a, b, out: _multiply_by_rows(a, b, out, end)
    return lambda a, b, out: multiply_by_columns(b, a, out, end, arena)


def _plan_many(rows: int, inner: int, columns: int, known: Array | None, arena: Arena) -> _Product:
    """Return the way to multiply many rows, as ``_plan_product`` does."""
    taps = plan_taps(inner, rows, 1, Axis(1, 1, 1, (0,)), Axis(columns, columns, 1, (0,)))
    if product := _plan_packed(rows, inner, columns, known, taps.cycles):
        return product
    arena.floats(taps.scratch)
    zeros = np.zeros(rows, FLOAT)

    def multiply(a: Array, b: Array, out: Array) -> Work:
        # The rows of the left matrix are filters of one tap, those of the right one the channels of an image.
        return taps.bind(b, taps.prepare(a), zeros, arena.floats(taps.scratch), Maps(out.reshape(-1)))

    return multiply


def _plan_packed(rows: int, inner: int, columns: int, known: Array | None, cycles: float = np.inf) -> _Product | None:
    """Return the way to multiply by a right matrix that is ``known`` and packed now, if it takes fewer ``cycles``."""
    plan = min(plan_panels(rows, inner, columns), key=lambda plan: plan.cycles, default=None)
    if known is None or plan is None or plan.cycles >= cycles:
        return None
    packed = plan.prepare(known)
    return lambda a, b, out: plan.bind(a, packed, out)


@operator
@dataclass(frozen=True, kw_only=True)
class Gemm(AccompaniedOp):
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
    transB: int = 0  # noqa: N815, ONNX's name

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
        """Return the step; both matrices are read in place, but for a B of many rows that is known now and packed."""
        rows, inner, columns = self._extents(inputs)
        left, right = present(inputs, 0, self), present(inputs, 1, self)
        offset = inputs[2] if len(inputs) > 2 else None
        if left.dtype != FLOAT or right.dtype != FLOAT or not inner:
            return self._run_plainly
        if (self.transA and rows > 1) or not (offset is None or offset.value is not None):
            return self._run_plainly
        product = self._plan_rows(rows, inner, columns, right.value, arena)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            a, b = _two(arrays)
            offset = arrays[2] if len(arrays) > 2 and arrays[2] is not None else np.zeros(1, FLOAT)
            bias = np.array(np.broadcast_to(FLOAT.type(self.beta) * offset, (rows, columns)), FLOAT)
            end = Finish(self.alpha, bias, *outputs[1:])
            if columns == 1:
                return _multiply_by_rows(a.reshape(rows, inner), b, outputs[0], end)
            if product is not None:
                return product(a, b, outputs[0]) + end.over(outputs[0].reshape(1, -1), outputs[0])
            if self.transB:
                return _multiply_by_rows(b, a, outputs[0], end)
            return multiply_by_columns(b, a, outputs[0], end, arena)

        return BindableStep(bind)

    def _plan_rows(self, rows: int, inner: int, columns: int, known: Array | None, arena: Arena) -> _Product | None:
        """Return the way to multiply many rows, if these are, and B, which may be ``known``, need not be transposed."""
        if rows < _FEW_ROWS:
            return None
        if self.transB:
            return _plan_packed(rows, inner, columns, None if known is None else known.T)
        return _plan_many(rows, inner, columns, known, arena)

    def plan_both(self, inputs: Specs, arena: Arena, companion: Companion) -> Step | None:
        """Return the step that writes the Relu of the product too."""
        return self.plan(inputs, arena) if companion == Cut() else None

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
        """Return the product, or those of all matrices of the stacks."""
        left, right = present(inputs, 0, self), present(inputs, 1, self)
        if left.dtype != FLOAT or right.dtype != FLOAT or not left.size:
            return _multiply_plainly
        a, b = _as_matrices(left.shape, right.shape)
        stack = np.broadcast_shapes(a[:-2], b[:-2])
        if len(b) == 2:
            a, stack = (prod(a[:-1]), a[-1]), ()
        product = _plan_product(a[-2], a[-1], b[-1], right.value if len(b) == 2 else None, arena)

        def bind(arrays: Arrays, outputs: tuple[Array, ...]) -> Work:
            x, y = (array.reshape(shape) for array, shape in zip(_two(arrays), (a, b), strict=True))
            out = outputs[0].reshape(-1, a[-2] * b[-1])
            xs, ys = np.broadcast_to(x, stack + a[-2:]), np.broadcast_to(y, stack + b[-2:])
            return sum((product(xs[index], ys[index], out[i]) for i, index in enumerate(np.ndindex(stack))), Work(()))

        return BindableStep(bind)


def _two(arrays: Arrays) -> tuple[Array, Array]:
    a, b = arrays[:2]
    assert a is not None
    assert b is not None
    return a, b


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
