"""Weighted sums: convolutions and matrix products."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.parts import Footprint, Index, Pass, WeightedSum
from explorer.nn.graph import Node
from explorer.nn.ops.convolution import Conv
from explorer.nn.spec import INT, Array


def convolution(run: Pass, node: Node, index: Index) -> WeightedSum:
    """Conv: the channels of the filter's group, each under its kernel slice."""
    assert isinstance(node.op, Conv)
    image, filters = run.activations[node.inputs[0]], run.activations[node.inputs[1]]
    window = node.op.window(run.specs[node.inputs[0]], run.specs[node.inputs[1]])
    n, o, *position = index
    places = tuple(
        at * stride - begin + np.arange(taps) * dilation
        for at, stride, begin, taps, dilation in zip(
            position, window.strides, window.pads_begin, window.kernel, window.dilations, strict=True
        )
    )
    members = filters.shape[1]
    first = o // (len(filters) // node.op.group) * members
    planes, channels = image[n, first : first + members], np.arange(first, first + members)
    return weighted_sum(node.inputs[0], planes, channels, filters[o], places, bias_of(run, node, o))


def weighted_sum(
    value: str, planes: Array, channels: Array, kernels: Array, places: tuple[Array, ...], bias: float | None
) -> WeightedSum:
    """Return the sum of the planes (T, ...) of ``value`` under a window (T, *K) of kernel slices at ``places``."""
    axes: tuple[int | None, ...] = tuple(range(2, planes.ndim + 1))
    if len(places) == 1:
        axes, places = (None, *axes), (np.zeros(1, INT), *places)
        planes, kernels = planes[:, None], kernels[:, None]
    footprint = Footprint(value, axes, places, planes.shape[1:])
    patches = patches_under(planes, footprint)
    products = patches.astype(np.float64) * kernels
    partials = products.reshape(len(products), -1).sum(axis=1)
    return WeightedSum(footprint, channels, patches, kernels, partials, bias)


def patches_under(planes: Array, footprint: Footprint) -> Array:
    """Return what lies under a window on planes (T, ...), (T, *K); 0 where it hangs over."""
    clipped = [np.clip(p, 0, n - 1) for p, n in zip(footprint.places, footprint.extents, strict=True)]
    found: Array = planes[np.ix_(np.arange(len(planes)), *clipped)]
    return np.where(footprint.inside, found, 0).astype(planes.dtype)


def bias_of(run: Pass, node: Node, index: int) -> float | None:
    """Return the number that a node's third input has for a filter; None where there is none."""
    name = node.inputs[2] if len(node.inputs) > 2 else ""
    return float(run.activations[name][index]) if name else None
