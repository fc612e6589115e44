"""Pages about the sum that a filter makes: over all channels, with the same weights at all places."""

from __future__ import annotations

import numpy as np

from explorer.nn.arithmetic.parts import WeightedSum
from explorer.nn.arithmetic.sharing import counts
from explorer.nn.arithmetic.unit import explain
from explorer.render.numbers import three_digits
from explorer.session.tour.page import Figures, Page, Scene, Stage

_LATER = "conv3_1"
"""A layer with more channels than can be shown at once."""


def _channels(stage: Stage) -> Figures:
    first, later = stage.filters("conv1_1").weights, stage.filters(_LATER).weights
    return {
        "later": _LATER,
        "D1": first.shape[1],
        "K": len(first),
        "D2": later.shape[1],
        "K2": len(later),
        "never": later.shape[1] * len(later),
    }


CHANNELS = Page(
    "How do channels become one map?",
    Scene("cifar10", "wheel.png", "conv1_1:3@12,10", "channels"),
    "Each of the {D1} colour channels, seen through its own kernel slice, gives a partial map: the upper row below. "
    "They are added up to one map, and the bias is added once. So {K} filters make {K} maps, and in {later} of this "
    "net {D2} maps into {K2} filters give {K2} maps, not {D2}·{K2} = {never}.",
    _channels,
)


def _sharing(stage: Stage) -> Figures:
    counted = counts(stage.computed.tensors, stage.loaded.graph.nodes[0])
    weights = stage.filters("conv1").weights
    assert counted is not None
    return {
        "F": weights.shape[3],
        "H": weights.shape[2],
        "D1": weights.shape[1],
        "n": counted.weights,
        "units": counted.units,
        "others": counted.units - 1,
        "side": stage.shape("conv1")[2],
        "K": counted.filters,
        "shared": counted.weights * counted.filters,
        "unshared": counted.weights * counted.filters * counted.units,
    }


SHARING = Page(
    "Who uses a weight?",
    Scene("preset:cifar-first", "wheel.png", "conv1:0@14,14", "arithmetic"),
    "A filter has {F}·{H}·{D1} = {n} weights, and it uses the same ones at all {side}·{side} = {units} places "
    "of its map: each unit shares them with {others} others. Each of the {K} maps has its own set, which makes "
    "{shared} weights; were nothing shared, it would take {unshared}. Point at a weight at the right to see every "
    "input that it multiplies.",
    _sharing,
)


def _parameters(stage: Stage) -> Figures:
    layers = [layer for layer in stage.loaded.summaries.values() if layer.parameters]
    pools = [layer for layer in stage.loaded.summaries.values() if layer.operator == "MaxPool"]
    return {
        "conv": layers[0].formula,
        "fc": next(layer.formula for layer in layers if layer.operator == "Gemm"),
        "pool": sum(layer.parameters for layer in pools),
        "terms": " + ".join(str(layer.parameters) for layer in layers),
        "total": sum(layer.parameters for layer in layers),
    }


PARAMETERS = Page(
    "How many numbers does a net learn?",
    Scene("preset:lasagne-mnist", "digit-3.png", "conv2:0", "shapes"),
    "A convolution has one weight for each cell of a filter, a bias, and all that once for each filter: {conv} in "
    "the first layer here. Each unit of a fully connected layer has a weight for every input and a bias: {fc}. "
    "Pooling learns {pool}. All in all the net learns {terms} = {total} numbers.",
    _parameters,
)


def _column(stage: Stage) -> Figures:
    (depth, height, width), at = stage.shape("V"), stage.at
    assert at.place is not None
    return {
        "W": width,
        "H": height,
        "D": depth,
        "d": at.slice or 0,
        "x": at.place[1],
        "y": at.place[0],
        "plane": height * width,
        "values": ", ".join(map(three_digits, stage.volume("V")[:, at.place[0], at.place[1]].tolist())),
    }


COLUMN = Page(
    "What is a depth slice, what a depth column?",
    Scene("preset:cs231n-numpy", "shapes.png", "V:1@2,1", "column"),
    "The volume V is {W} × {H} × {D}. One of its {D} maps, V[:, :, {d}], is a depth slice: {plane} numbers side by "
    "side, made by one filter. All maps at one place, V[{x}, {y}, :], are a depth column: {D} numbers, here "
    "{values}, which look at the same patch of the input through {D} filters.",
    _column,
)


def _unit(stage: Stage) -> Figures:
    found = explain(stage.computed.tensors, stage.layer("V").value, (0, 0, 0, 0))
    sums = found.workings
    assert isinstance(sums, WeightedSum)
    channels, high, wide = sums.kernels.shape
    return {
        "F": wide,
        "H": high,
        "D1": channels,
        "n": sums.kernels.size,
        "unit": "V[0, 0, 0]",
        "code": f"np.sum(X[:{wide}, :{high}, :] * W0) + b0",
        "sum": sums.sum,
        "bias": float(sums.bias or 0.0),
        "value": found.cell,
    }


UNIT = Page(
    "Where does one number come from?",
    Scene("preset:cs231n-numpy", "shapes.png", "V:0@0,0", "arithmetic"),
    "{unit} = {code}: the filter lies on the first {F} × {H} × {D1} cells of the input, the {n} pairs of numbers "
    "under each other are multiplied, and all products are added to {sum}. With the bias, {bias}, that makes "
    "{value}. Below you find each channel's share of it; point at another cell and the sum is that cell's.",
    _unit,
)


def _order(stage: Stage) -> Figures:
    assert stage.at.place is not None
    unit = (0, stage.at.slice or 0, *stage.at.place)
    sums = explain(stage.computed.tensors, stage.at.layer.value, unit).workings
    assert isinstance(sums, WeightedSum)
    random, kernels = np.random.default_rng(0), sums.kernels.astype(np.float64)
    depth, high, wide = sums.patches.shape
    channels, pixels = random.permutation(depth), random.permutation(high * wide)
    shuffled = sums.patches.reshape(depth, -1)[:, pixels].reshape(kernels.shape)
    return {
        "layer": stage.at.layer.title,
        "D1": depth,
        "F": wide,
        "sum": sums.sum,
        "same": float((sums.patches[channels] * kernels[channels]).sum()),
        "other": float((shuffled * kernels).sum()),
    }


ORDER = Page(
    "Why does a filter not move from channel to channel?",
    Scene("cifar10", "wheel.png", "conv2_1:3@6,4", "channels"),
    "Channels have no neighbours: shuffle the {D1} maps that {layer} reads together with the {D1} kernel slices of "
    "each filter, and the sum at the marked place, {sum} before the bias, stays {same}. Shuffle the {F} × {F} pixels "
    "of each patch instead, and it becomes {other}: near and far mean something within a map only. So a filter moves "
    "along width and height and takes the depth of the volume (its third axis) in full, where a convolution over a "
    "body, such as a scan, would move along all three axes.",
    _order,
)
