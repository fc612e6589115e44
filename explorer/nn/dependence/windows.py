"""Operators whose every output looks through a window: convolutions and pooling."""

from __future__ import annotations

import numpy as np

from explorer.nn.dependence.ends import Ends, beside, groups, same, unknown
from explorer.nn.relation import NOWHERE, Link, Relation
from explorer.nn.spec import Shape
from explorer.nn.window import Window


def convolution(ends: Ends) -> Relation:
    """Conv: the channels of the group, in a window."""
    weights = ends.inputs[1]
    if ends.index == 2:
        return ends.related(same(1, 0, ends.target[1]))
    if ends.index or weights is None:
        return unknown(ends)
    channels = groups(ends.target[1], ends.source[1], int(ends.attribute("group", 1)))
    return ends.related(same(0, 0, ends.source[0]), *channels, *_windows(ends, weights.shape[2:]))


def _windows(ends: Ends, kernel: Shape) -> list[Link]:
    """Return the links of the spatial axes of a window that slides over them."""
    extents = ends.source[2:]
    window = Window.meant(kernel, extents, ends.node.op.attributes())
    links = []
    for i, (extent, stride) in enumerate(zip(extents, window.strides, strict=True)):
        taps = np.arange(window.kernel[i]) * window.dilations[i] - window.pads_begin[i]
        links.append(Link(i + 2, i + 2, extent, np.arange(ends.target[i + 2])[:, None] * stride + taps, stride))
    return links


def pooling(ends: Ends) -> Relation:
    """MaxPool, AveragePool, LpPool: the same channel, in a window."""
    channels = (same(axis, axis, ends.source[axis]) for axis in (0, 1))
    return ends.related(*channels, *_windows(ends, ends.attribute("kernel_shape")))


def global_pooling(ends: Ends) -> Relation:
    """GlobalAveragePool, GlobalMaxPool, GlobalLpPool: all of the same channel."""
    return beside(ends, range(2, len(ends.source)))


def transposed_convolution(ends: Ends) -> Relation:
    """ConvTranspose: the places whose taps fall on the output."""
    weights = ends.inputs[1]
    if ends.index or weights is None:
        return unknown(ends)
    links = [same(0, 0, ends.source[0]), *groups(ends.target[1], ends.source[1], int(ends.attribute("group", 1)))]
    spatial = len(ends.source) - 2
    strides, dilations = (ends.attribute(name) or (1,) * spatial for name in ("strides", "dilations"))
    for i, (taps, stride, dilation) in enumerate(zip(weights.shape[2:], strides, dilations, strict=True)):
        extent, outputs = ends.source[i + 2], ends.target[i + 2]
        cut = _cut(ends, i, (extent - 1) * stride + (taps - 1) * dilation + 1)
        reached = np.arange(outputs)[:, None] + cut - np.arange(taps) * dilation
        places = np.where(reached % stride == 0, reached // stride, NOWHERE)
        links.append(Link(i + 2, i + 2, extent, places, 1 / stride))
    return ends.related(*links)


def _cut(ends: Ends, axis: int, whole: int) -> int:
    """Return how many of the ``whole`` elements that the taps fall on lie before the output (ConvTranspose-22)."""
    spatial = len(ends.source) - 2
    pads, extra = ends.attribute("pads") or (0,) * 2 * spatial, ends.attribute("output_padding") or (0,) * spatial
    auto_pad = ends.attribute("auto_pad", "NOTSET")
    if ends.attribute("output_shape") is None and not auto_pad.startswith("SAME"):
        return 0 if auto_pad == "VALID" else int(pads[axis])
    total = max(whole + int(extra[axis]) - ends.target[axis + 2], 0)
    return total // 2 if auto_pad == "SAME_UPPER" else total - total // 2
