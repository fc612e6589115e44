"""Weighted sums of a whole volume or row: matrix products, fully connected layers."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.parts import Index, Pass, Unit, WeightedSum
from explorer.nn.arithmetic.reading import array_of
from explorer.nn.arithmetic.weighted import weighted_sum
from explorer.nn.filters import filters_of
from explorer.nn.spec import INT, Array


def gemm(run: Pass, unit: Unit) -> WeightedSum:
    """Gemm: a row of A times a column of B, plus C, once."""
    node, index = unit.node, unit.index
    attributes = node.op.attributes()
    a, b = array_of(run, node, 0), array_of(run, node, 1)
    row = (a.T if attributes.get("transA") else a)[index[0]]
    column = (b.T if attributes.get("transB") else b)[:, index[1]]
    alpha, beta = attributes.get("alpha", 1.0), attributes.get("beta", 1.0)
    bias = None
    if len(node.inputs) > 2 and node.inputs[2]:
        bias = beta * float(np.broadcast_to(array_of(run, node, 2), run.specs[node.outputs[0]].shape)[index])
    return _dot(run, unit, row, column if alpha == 1 else column.astype(np.float64) * alpha, bias)


def mat_mul(run: Pass, unit: Unit) -> WeightedSum:
    """MatMul: a row of the left matrix times a column of the right one, stack by stack."""
    node, index = unit.node, unit.index
    a, b = array_of(run, node, 0), array_of(run, node, 1)
    stack, place = index[: len(index) - (a.ndim > 1) - (b.ndim > 1)], iter(index[::-1])
    column = _stacked(b if b.ndim > 1 else b[:, None], stack)[:, next(place) if b.ndim > 1 else 0]
    row = _stacked(a if a.ndim > 1 else a[None], stack)[next(place) if a.ndim > 1 else 0]
    return _dot(run, unit, row, column, None)


def _stacked(matrices: Array, stack: Index) -> Array:
    """Return the matrix that stands at ``stack`` of what the matrices are broadcast to."""
    kept = matrices.shape[:-2]
    own = stack[len(stack) - len(kept) :]
    found: Array = matrices[tuple(0 if extent == 1 else at for at, extent in zip(own, kept, strict=True))]
    return found


def _dot(run: Pass, unit: Unit, row: Array, column: Array, bias: float | None) -> WeightedSum:
    """Return the sum over a row of numbers, or over the volume that was flattened into it."""
    node = unit.node
    filters = filters_of(run.graph, node, run.specs)
    if filters is None or filters.input == node.inputs[0]:
        footprint = Footprint(node.inputs[0], (None, None), (np.zeros(1, INT), np.zeros(1, INT)), (1, 1))
        return weighted_sum(row[:, None, None], footprint, np.arange(len(row)), column[:, None, None], bias)
    volume, kernels = run.activations[filters.input][unit.index[0]], filters.weights[unit.index[-1]]
    places = tuple(np.arange(extent) for extent in volume.shape[1:])
    footprint = Footprint(filters.input, (2, 3), places, volume.shape[1:])
    return weighted_sum(volume, footprint, np.arange(len(volume)), kernels, bias)
