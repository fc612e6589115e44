"""What each channel of the input gives to the map of one filter."""

from __future__ import annotations

from explorer.nn.arithmetic.parts import Pass
from explorer.nn.graph import Node
from explorer.nn.ops import build
from explorer.nn.spec import Array

_PLANAR = 4
"""Axes of an image of planes."""


def channel_maps(run: Pass, node: Node, filter_: int) -> Array | None:
    """Return what each input channel of a filter of ``node`` gives, computed by the kernels of its operator.

    Returns
    -------
    Array or None
        float32 (D1, H, W); their sum is the filter's map without its bias: D1 maps that are summed to one, never D1
        maps of their own. None where the node is no Conv or ConvTranspose with one or two spatial axes.
    """
    if node.operator not in ("Conv", "ConvTranspose") or run.specs[node.inputs[0]].rank > _PLANAR:
        return None
    image, weights = run.activations[node.inputs[0]], run.activations[node.inputs[1]]
    kernels, first = _kernels(node, weights, filter_, image.shape[1])
    each = build(node.operator, node.op.attributes() | {"group": len(kernels)}, opset=run.graph.opset)
    (maps,) = each.run([image[:1, first : first + len(kernels)], kernels[:, None]])
    partial: Array = maps[0] if maps.ndim == _PLANAR else maps[0][:, None]
    return partial


def _kernels(node: Node, weights: Array, filter_: int, depth: int) -> tuple[Array, int]:
    """Return the kernel slices (D1, *K) of a filter, and the channel that the first of them is laid on."""
    groups = int(node.op.attributes()["group"])
    members = depth // groups
    if node.operator == "Conv":
        return weights[filter_], filter_ // (len(weights) // groups) * members
    first = filter_ // weights.shape[1] * members
    return weights[first : first + members, filter_ % weights.shape[1]], first
