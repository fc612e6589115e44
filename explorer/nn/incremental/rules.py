"""How each operator passes on that some channels have changed: what of its output changes, and how that is computed.

A rule adds nodes and returns True, or returns False where it knows nothing better than to run the whole node. No input
of the node has changed as a whole.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from explorer.nn.graph import Node
from explorer.nn.incremental.growing import Channels, Growing
from explorer.nn.ops.arithmetic import Add
from explorer.nn.ops.convolution import Conv
from explorer.nn.ops.joining import Concat
from explorer.nn.ops.layout import Flatten
from explorer.nn.ops.product import Gemm
from explorer.nn.spec import Spec

Rule: TypeAlias = Callable[[Growing, Node, Channels], bool]

_FEW_GROUPS = 4
_GOES_THROUGH = (
    "Relu LeakyRelu ThresholdedRelu Elu Celu Selu Gelu Mish Softplus Softsign Sigmoid HardSigmoid HardSwish Swish Tanh "
    "Erf Exp Clip Sqrt Log Sin Cos Neg Abs Floor Ceil Round Sign Reciprocal Identity Dropout Cast "
    "MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool Pad Resize Upsample"
)
_NORMALISES = "BatchNormalization InstanceNormalization"
_COMBINES = "Add Sub Mul Div PRelu Pow Min Max Sum Mean"
_FLATTENS = "Flatten Reshape Squeeze"


def _changed_channels(growing: Growing, node: Node, touched: Channels) -> Channels:
    """Return the channels that have changed of any of a node's inputs, or that edits touch; in order."""
    found = set(touched)
    for name in node.inputs:
        found.update(growing.changed.get(name, ()) or ())
    return tuple(sorted(found))


def convolve(growing: Growing, node: Node, touched: Channels) -> bool:
    """Apply the edited filters alone, or all filters to what has changed of the image, which is added."""
    assert isinstance(node.op, Conv)
    image, weights = node.inputs[:2]
    count, depth = growing.specs[weights].shape[:2]
    filters = count // node.op.group
    mine = growing.changed.get(image, ())
    assert mine is not None
    groups = sorted({f // filters for f in touched} | {channel // depth for channel in mine})
    if (touched and mine) or len(groups) > _FEW_GROUPS or 2 * len(mine) > growing.specs[image].shape[1]:
        return False
    made: Channels = ()
    parts = []
    for group in groups:
        rows = range(group * filters, (group + 1) * filters)
        channels = range(group * depth, (group + 1) * depth)
        chosen = tuple(f for f in rows if f in touched) if touched else tuple(rows)
        convolved = _by_filters if touched else _by_difference
        parts.append(convolved(growing, node, chosen, tuple(channels)))
        made += chosen
    return _pass_on(growing, node, made, parts)


def _by_filters(growing: Growing, node: Node, filters: Channels, channels: Channels) -> str:
    """Apply some filters to the channels of their group."""
    assert isinstance(node.op, Conv)
    image, weights, *bias = node.inputs
    seen = growing.whole(image) if node.op.group == 1 else growing.taken(image, channels, 1)
    taken = [growing.taken(name, filters, 0) if name else "" for name in (weights, *bias)]
    return growing.add(f"filters {filters}", replace(node.op, group=1), (seen, *taken))


def _by_difference(growing: Growing, node: Node, filters: Channels, channels: Channels) -> str:
    """Apply the filters of a group to what its channels have changed by, and add what was there."""
    assert isinstance(node.op, Conv)
    image, weights = node.inputs[:2]
    changed = tuple(channel for channel in growing.changed[image] or () if channel in channels)
    local = [channel - channels[0] for channel in changed]
    name = f"{weights}[{filters[0]}.., {local}]"
    growing.keep(name, growing.array(weights)[filters[0] : filters[-1] + 1, local])
    change = growing.difference(image, changed)
    maps = growing.add(f"change {filters[0]}..", replace(node.op, group=1), (change, name))
    return growing.add(f"sum {filters[0]}..", Add(), (growing.taken(node.outputs[0], filters, 1), maps))


def multiply(growing: Growing, node: Node, touched: Channels) -> bool:
    """Multiply by the edited rows of weights alone, or what has changed of the vector, which is added."""
    vector, weights, *bias = node.inputs
    op = node.op
    turned = isinstance(op, Gemm) and bool(op.transB)
    if weights in growing.changed or growing.specs[weights].rank != 2 or growing.specs[vector].rank != 2:
        return False
    mine = growing.changed.get(vector, ())
    assert mine is not None
    upright = not (isinstance(op, Gemm) and op.transA) and not set(bias) & growing.changed.keys()
    if not upright or (touched and mine) or 2 * len(mine) > growing.specs[vector].shape[1]:
        return False
    if touched:
        rows = growing.taken(weights, touched, 0 if turned else 1)
        offsets = [_offsets(growing, name, touched) for name in bias if name]
        return _pass_on(growing, node, touched, [growing.add("rows", op, (growing.whole(vector), rows, *offsets))])
    name = f"{weights}[inputs of {node.name}]"
    growing.keep(name, growing.array(weights)[:, mine] if turned else growing.array(weights)[list(mine)])
    everything = tuple(range(growing.specs[node.outputs[0]].shape[1]))
    change = growing.add("change", op, (growing.difference(vector, mine), name))
    summed = growing.add("sum", Add(), (growing.taken(node.outputs[0], everything, 1), change))
    return _pass_on(growing, node, everything, [summed])


def _offsets(growing: Growing, name: str, rows: Channels) -> str:
    """Return the name of what a Gemm adds to some of its rows."""
    shape = growing.specs[name].shape
    return growing.taken(name, rows, len(shape) - 1) if shape and shape[-1] > 1 else growing.whole(name)


def _pass_on(growing: Growing, node: Node, channels: Channels, parts: Sequence[str]) -> bool:
    """Say that a node's output has changed in some channels, which are computed as ``parts``."""
    part = growing.add("groups", Concat(axis=1), parts) if len(parts) > 1 else parts[0]
    growing.some_changed(node.outputs[0], channels, part)
    return True


def _go_through(growing: Growing, node: Node, touched: Channels) -> bool:
    """Run the node on the channels that have changed alone; it treats each by itself and has other inputs for all."""
    data, *others = node.inputs
    channels = growing.changed.get(data, ())
    if not channels or set(others) & growing.changed.keys() or sum(map(bool, node.outputs)) > 1 or touched:
        return False
    spec, made = growing.specs[data], growing.specs[node.outputs[0]]
    few = [_few(spec, channels), *(growing.specs.get(name) for name in others)]
    if made.rank < 2 or node.op.infer(few)[0] != _few(made, channels):
        return False
    inputs = (growing.part(data, channels), *map(growing.whole, others))
    return _pass_on(growing, node, channels, [growing.add("part", node.op, inputs)])


def _few(spec: Spec, channels: Channels) -> Spec:
    return Spec((spec.shape[0], len(channels), *spec.shape[2:]), spec.dtype)


def normalise(growing: Growing, node: Node, touched: Channels) -> bool:
    """Normalise the channels that have changed with their own numbers."""
    data, *numbers = node.inputs
    channels = _changed_channels(growing, node, touched)
    if set(numbers) & growing.changed.keys():
        return False
    inputs = (growing.part(data, channels), *(growing.taken(name, channels, 0) for name in numbers))
    return _pass_on(growing, node, channels, [growing.add("part", node.op, inputs)])


def combine(growing: Growing, node: Node, touched: Channels) -> bool:
    """Combine the channels that have changed of inputs that broadcast."""
    made = growing.specs[node.outputs[0]]
    channels = _changed_channels(growing, node, touched)
    inputs = []
    for name in node.inputs:
        shape = growing.specs[name].shape
        axis = 1 - (made.rank - len(shape))
        if axis >= 0 and shape[axis] == made.shape[1]:
            inputs.append(growing.part(name, channels) if axis == 1 else growing.taken(name, channels, axis))
        elif name in growing.changed:
            return False
        else:
            inputs.append(growing.whole(name))
    return _pass_on(growing, node, channels, [growing.add("part", node.op, inputs)])


def join(growing: Growing, node: Node, touched: Channels) -> bool:
    """Join the channels that have changed."""
    assert isinstance(node.op, Concat)
    rank = growing.specs[node.outputs[0]].rank
    if node.op.axis not in (1, 1 - rank):
        return False
    made: Channels = ()
    parts, first = [], 0
    for name in node.inputs:
        if mine := growing.changed.get(name, ()):
            made += tuple(first + channel for channel in mine)
            parts.append(growing.part(name, mine))
        first += growing.specs[name].shape[1]
    return _pass_on(growing, node, made, parts)


def flatten(growing: Growing, node: Node, touched: Channels) -> bool:
    """Lay the channels that have changed out as the elements that they are."""
    data = node.inputs[0]
    shape, mine = growing.specs[data].shape, growing.changed.get(data, ())
    size = math.prod(shape[2:])
    if not mine or shape[0] != 1 or growing.specs[node.outputs[0]].shape != (1, shape[1] * size):
        return False
    elements = tuple(channel * size + place for channel in mine for place in range(size))
    return _pass_on(growing, node, elements, [growing.add("part", Flatten(), (growing.part(data, mine),))])


RULES: Mapping[str, Rule] = {
    "Conv": convolve,
    "Gemm": multiply,
    "MatMul": multiply,
    "Concat": join,
    **dict.fromkeys(_GOES_THROUGH.split(), _go_through),
    **dict.fromkeys(_NORMALISES.split(), normalise),
    **dict.fromkeys(_COMBINES.split(), combine),
    **dict.fromkeys(_FLATTENS.split(), flatten),
}
"""The rules by operator; what is not here mixes channels, and runs as a whole."""
