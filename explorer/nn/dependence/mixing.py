"""Operators that mix whole axes: products, reductions, normalisations."""

from __future__ import annotations

import numpy as np

from explorer.nn.dependence.ends import Ends, beside, broadcast, groups, repeated, same, unknown
from explorer.nn.ops.shapes import axis_indices
from explorer.nn.relation import Link, Relation


def gemm(ends: Ends) -> Relation:
    """Gemm: a row of A, a column of B."""
    if ends.index == 2:
        return broadcast(ends)
    kept = ends.attribute(("transA", "transB")[ends.index], 0) ^ ends.index
    return ends.related(same(ends.index, kept, ends.source[kept]))


def mat_mul(ends: Ends) -> Relation:
    """MatMul: a row of the left matrix, a column of the right one, stack by stack."""
    rank, skipped = len(ends.source), len(ends.target) - len(ends.source)
    if any(spec is None or spec.rank < 2 for spec in ends.inputs):
        return unknown(ends)
    kept = rank - 2 if ends.index == 0 else rank - 1
    links = [same(kept + skipped, kept, ends.source[kept])]
    for axis, extent in enumerate(ends.source[:-2]):
        count = ends.target[axis + skipped]
        links.append((same if extent == count else repeated)(axis + skipped, axis, count))
    return ends.related(*links)


def softmax(ends: Ends) -> Relation:
    """Softmax, LogSoftmax, Hardmax: all along the axis."""
    coerced = getattr(ends.node.op, "coerced", False)
    axis = ends.axis(-1) if not coerced or ends.attribute("axis") != len(ends.source) else len(ends.source)
    return beside(ends, range(axis, len(ends.source) if coerced else axis + 1))


def norm_over_planes(ends: Ends) -> Relation:
    """InstanceNormalization: all of the same channel."""
    return unknown(ends) if ends.index else beside(ends, range(2, len(ends.source)))


def norm_by_groups(ends: Ends) -> Relation:
    """GroupNormalization: all channels of the group."""
    if ends.index:
        return unknown(ends)
    channels = groups(ends.source[1], ends.source[1], int(ends.attribute("num_groups", 1)))
    return ends.related(same(0, 0, ends.source[0]), *channels)


def norm_from_axis(ends: Ends) -> Relation:
    """LayerNormalization, RMSNormalization: all along the axes from ``axis`` on."""
    return unknown(ends) if ends.index else beside(ends, range(ends.axis(-1), len(ends.source)))


def norm_over_axes(ends: Ends) -> Relation:
    """MeanVarianceNormalization: all along its axes."""
    return beside(ends, axis_indices(ends.attribute("axes", (0, 2, 3)), len(ends.source)))


def batch_norm(ends: Ends) -> Relation:
    """BatchNormalization: the same element; its statistics are known."""
    return unknown(ends) if ends.index else broadcast(ends)


def local_response(ends: Ends) -> Relation:
    """LRN: the same place of channels nearby."""
    channels, size = ends.source[1], int(ends.attribute("size"))
    places = np.arange(channels)[:, None] + np.arange(size) - (size - 1) // 2
    sides = (same(axis, axis, n) for axis, n in enumerate(ends.source) if axis != 1)
    return ends.related(*sides, Link(1, 1, channels, places))


def reduction(ends: Ends) -> Relation:
    """ReduceSum and its like: all along the reduced axes."""
    axes = ends.axes()
    if axes is None:
        axes = () if ends.attribute("noop_with_empty_axes", 0) else tuple(range(len(ends.source)))
    return _reduced(ends, axes)


def extreme(ends: Ends) -> Relation:
    """ArgMax, ArgMin: all along the axis."""
    return _reduced(ends, (ends.axis(0),))


def _reduced(ends: Ends, axes: tuple[int, ...]) -> Relation:
    """Axes that are reduced are reached from everything, and are gone where ``keepdims`` is 0."""
    kept = [axis for axis in range(len(ends.source)) if axis not in axes]
    places = kept if ends.attribute("keepdims", 1) else range(len(kept))
    return ends.related(*(same(o, axis, ends.source[axis]) for o, axis in zip(places, kept, strict=True)))


def top(ends: Ends) -> Relation:
    """TopK: all along the axis."""
    return unknown(ends) if ends.index else beside(ends, (ends.axis(-1),))
