"""Operators that move elements: joining, cutting, padding, reshaping, resizing."""

from __future__ import annotations

import numpy as np

from explorer.nn.dependence.ends import Ends, same, unknown
from explorer.nn.ops.shapes import as_ints, axis_indices
from explorer.nn.relation import NOWHERE, AxisByAxis, Chain, Link, Relation, Reshaped
from explorer.nn.resampling import AxisTable, Resampling, Stretch, axis_table
from explorer.nn.spec import INT, Array, Shape


def concat(ends: Ends) -> Relation:
    """Concat: the elements that come from this input."""
    axis = ends.axis(0)
    before = sum(spec.shape[axis] for spec in ends.inputs[: ends.index] if spec is not None)
    links = [same(a, a, n) for a, n in enumerate(ends.source) if a != axis]
    own = np.arange(ends.target[axis]) - before
    places = np.where((own >= 0) & (own < ends.source[axis]), own, NOWHERE)
    return ends.related(*links, Link(axis, axis, ends.source[axis], places[:, None]))


def traced(ends: Ends) -> Relation:
    """Slice, Split, Tile, Expand, Transpose: followed by sending the indices of each axis through the operator."""
    fed = [None if spec is None else spec.value for spec in ends.inputs]
    decided = all(spec is None or spec.value is not None for spec in ends.inputs[1:])
    if ends.index or not decided or not ends.target or 0 in ends.target:
        return unknown(ends)
    links = []
    for axis, extent in enumerate(ends.source):
        indices = np.arange(extent).reshape(-1, *(1,) * (len(ends.source) - axis - 1))
        moved = ends.node.op.run([np.broadcast_to(indices, ends.source), *fed[1:]])[ends.output]
        lines = [moved[tuple(slice(None) if a == out else 0 for a in range(moved.ndim))] for out in range(moved.ndim)]
        out = next((i for i, line in enumerate(lines) if (line != line[0]).any()), 0)
        places = lines[out].astype(INT)
        links.append(Link(out, axis, extent, places[:, None], float(places[1] - places[0]) if len(places) > 1 else 1))
    return ends.related(*links)


def gather(ends: Ends) -> Relation:
    """Gather: the entries that a list of known indices names."""
    indices = ends.known(1)
    return unknown(ends) if indices is None or indices.ndim > 1 else traced(ends)


def pad(ends: Ends) -> Relation:
    """Pad: the elements between the borders, and those that the borders mirror."""
    fed, axes, rank = ends.known(1), ends.known(3), len(ends.source)
    pads = ends.attribute("pads") if fed is None else as_ints(fed)
    if ends.index or pads is None:
        return unknown(ends)
    padded = tuple(range(rank)) if axes is None else axis_indices(as_ints(axes), rank)
    links = []
    for axis, extent in enumerate(ends.source):
        before, after = (pads[padded.index(axis) + k * len(padded)] if axis in padded else 0 for k in (0, 1))
        places = np.arange(-before, extent + after)
        if ends.attribute("mode", "constant") != "constant":
            kept = np.arange(max(-before, 0), extent - max(-after, 0))
            places = np.pad(kept, (max(before, 0), max(after, 0)), mode=ends.attribute("mode"))
        links.append(Link(axis, axis, extent, places[:, None]))
    return ends.related(*links)


def reshape(ends: Ends) -> Relation:
    """Flatten, Reshape, Squeeze, Unsqueeze: the element at the same place in order."""
    return unknown(ends) if ends.index else Reshaped(ends.source, ends.target)


def depth_to_space(ends: Ends) -> Relation:
    """DepthToSpace: the channel that became this pixel of the block."""
    n, c, h, w = ends.source
    b = int(ends.attribute("blocksize"))
    first = ends.attribute("mode", "DCR") == "DCR"
    blocks = (n, b, b, c // (b * b), h, w) if first else (n, c // (b * b), b, b, h, w)
    order = (0, 3, 4, 1, 5, 2) if first else (0, 1, 4, 2, 5, 3)
    return _rearranged(ends, blocks, order)


def space_to_depth(ends: Ends) -> Relation:
    """SpaceToDepth: the pixel of the block that became this channel."""
    n, c, h, w = ends.source
    b = int(ends.attribute("blocksize"))
    order = (0, 3, 5, 1, 2, 4) if ends.attribute("mode", "DCR") == "DCR" else (0, 1, 3, 5, 2, 4)
    return _rearranged(ends, (n, c, h // b, b, w // b, b), order)


def _rearranged(ends: Ends, blocks: Shape, order: tuple[int, ...]) -> Relation:
    """Split the axes into ``blocks``, permute those, and run them together again."""
    permuted = tuple(blocks[axis] for axis in order)
    moves = AxisByAxis(blocks, permuted, tuple(same(i, axis, blocks[axis]) for i, axis in enumerate(order)))
    return Chain((Reshaped(ends.source, blocks), moves, Reshaped(permuted, ends.target)))


def resize(ends: Ends) -> Relation:
    """Resize, Upsample: the elements that are mixed along each axis."""
    mixed = None if ends.index else mixtures(ends)
    if mixed is None:
        return unknown(ends)
    links = []
    for axis, (stretch, table) in enumerate(mixed):
        places = np.where(table.weights != 0, table.places, NOWHERE)
        links.append(Link(axis, axis, stretch.before, places.T, 1 / stretch.scale))
    return ends.related(*links)


def mixtures(ends: Ends) -> list[tuple[Stretch, AxisTable]] | None:
    """Return what is mixed along each axis of Resize, and how; None where that is unknown, or some is cropped away."""
    how = _resampling(ends)
    scales = ends.attribute("scales") or _numbers(ends.known(min(len(ends.inputs) - 1, 2)))
    axes = ends.attribute("axes") or range(len(ends.source))
    if how.coordinates == "tf_crop_and_resize" or ends.attribute("keep_aspect_ratio_policy", "stretch")[0] == "n":
        return None
    given = dict(zip(axis_indices(tuple(axes), len(ends.source)), scales, strict=False))
    mixed = []
    for axis, (before, after) in enumerate(zip(ends.source, ends.target, strict=True)):
        stretch = Stretch(before, after, given.get(axis, after / before))
        mixed.append((stretch, axis_table(how if stretch.scale != 1 else Resampling(), stretch)))
    return mixed


def _numbers(array: Array | None) -> tuple[float, ...]:
    return () if array is None else tuple(array.reshape(-1).tolist())


def _resampling(ends: Ends) -> Resampling:
    """Return how Resize mixes; with two inputs it is that of opset 10, which Upsample is like."""
    mode = ends.attribute("mode", "nearest")
    if ends.node.operator == "Upsample" or len(ends.inputs) == 2:
        return Resampling(mode, "asymmetric", "simple")
    return Resampling(
        mode,
        ends.attribute("coordinate_transformation_mode", "half_pixel"),
        ends.attribute("nearest_mode", "round_prefer_floor"),
        ends.attribute("cubic_coeff_a", -0.75),
        exclude_outside=bool(ends.attribute("exclude_outside", 0)),
        antialias=bool(ends.attribute("antialias", 0)),
    )
