"""Windows that are reduced to one number a channel: pooling."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.footprint import Footprint
from explorer.nn.arithmetic.parts import Pass, Pooled, Unit
from explorer.nn.arithmetic.reading import array_of
from explorer.nn.arithmetic.weighted import patches_under, under_window
from explorer.nn.graph import Node
from explorer.nn.spec import Array
from explorer.nn.window import Window


def largest(run: Pass, unit: Unit) -> Pooled:
    """MaxPool, GlobalMaxPool: the largest number of the window, and where it stands."""
    footprint, patch = _under(run, unit)
    open_, least = np.where(footprint.inside, patch.astype(np.float64), -np.inf), (0,) * patch.ndim
    winner = tuple(map(int, np.unravel_index(open_.argmax(), patch.shape))) if footprint.inside.any() else least
    return Pooled(footprint, unit.index[1], patch, "largest", float(open_[winner]), winner=winner)


def mean(run: Pass, unit: Unit) -> Pooled:
    """AveragePool, GlobalAveragePool: the sum of the window over the number of elements that count."""
    footprint, patch = _under(run, unit)
    count = int(footprint.inside.sum())
    if unit.node.op.attributes().get("count_include_pad"):
        count = _taps_in_padding_too(unit.node, footprint)
    total = float(patch.astype(np.float64).sum())
    return Pooled(footprint, unit.index[1], patch, "mean", total / count if count else np.nan, count=count)


def norm(run: Pass, unit: Unit) -> Pooled:
    """LpPool, GlobalLpPool: the p-norm of the window."""
    footprint, patch = _under(run, unit)
    power = int(unit.node.op.attributes().get("p", 2))
    total = float((np.abs(patch.astype(np.float64)) ** power).sum())
    return Pooled(footprint, unit.index[1], patch, "norm", total ** (1 / power), power=power)


def _under(run: Pass, unit: Unit) -> tuple[Footprint, Array]:
    _, footprint = under_window(run, unit)
    plane = array_of(run, unit.node, 0)[unit.index[:2]].reshape(footprint.extents)
    return footprint, patches_under(plane[None], footprint)[0]


def _taps_in_padding_too(node: Node, footprint: Footprint) -> int:
    """Return how many taps lie on the padded plane; those of a window that hangs over its end do not."""
    own = [place for axis, place in zip(footprint.axes, footprint.places, strict=True) if axis is not None]
    extents = footprint.extents[-len(own) :]
    attributes = node.op.attributes()
    window = Window.meant(attributes["kernel_shape"], extents, attributes)
    ends = zip(own, extents, window.pads_begin, window.pads_end, strict=True)
    return int(np.prod([((p >= -begin) & (p < extent + end)).sum() for p, extent, begin, end in ends]))
