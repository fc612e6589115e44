"""Pages about whole nets: what they cost, what they see, how deep they are, and how they are built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from explorer.nn.sizes import Slide
from explorer.session.numbers import duration
from explorer.session.strip.layers import Layer
from explorer.session.tour.page import Figures, Page, Scene, Stage

_WEIGHTED = ("Conv", "Gemm")


def _bottleneck(stage: Stage) -> Figures:
    narrow, wide = (stage.summary(title) for title in ("squeeze", "expand")), stage.summary("direct")
    squeeze, expand = narrow
    times = stage.computed.activations.milliseconds
    around = squeeze.multiply_adds + expand.multiply_adds
    return {
        "D": stage.shape("direct")[0],
        "F": stage.slide("direct").kernel,
        "few": stage.shape("squeeze")[0],
        "f": stage.slide("squeeze").kernel,
        "direct": f"{wide.multiply_adds:,}",
        "around": f"{around:,}",
        "ratio": f"{wide.multiply_adds / around:.2f}",
        "slow": duration(times["direct"]),
        "fast": duration(times["squeeze"] + times["expand"]),
    }


BOTTLENECK = Page(
    "Why make a net narrow in between?",
    Scene("preset:bottleneck", "wheel.png", "expand:0", "shapes"),
    "Both branches of this net make {D} maps of {D}. The one goes straight there with filters of {F} × {F}; the "
    "other first mixes the {D} maps to {few} with filters of {f} × {f}, a bottleneck, and then has less to sum. That "
    "is {around} products in place of {direct}, {ratio} times fewer: the narrow way took {fast} just now, the "
    "straight one {slow}.",
    _bottleneck,
)


def _field(stage: Stage) -> Figures:
    fields, fed = stage.loaded.fields, stage.loaded.layers[0]
    sizes = []
    for layer in stage.loaded.layers:
        field = fields.middle(layer.value, fed.value)
        if layer.operator == "Conv" and field is not None and field.kind != "whole":
            sizes.append(f"{field.box.width} in {layer.title}")
        if layer is stage.at.layer:
            break
    depth, height, width = fields.volume(fed.value)
    seen = fields.middle(stage.at.layer.value, fed.value)
    assert seen is not None
    return {
        "layer": stage.at.layer.title,
        "field": f"{seen.box.width} × {seen.box.height}",
        "picture": f"{width} × {height}",
        "D1": depth,
        "sizes": ", ".join(sizes),
    }


FIELD = Page(
    "What does a unit see of the picture?",
    Scene("cifar10", "wheel.png", "conv2_2:5@8,8"),
    "The marked unit of {layer} depends on the {field} pixels that are outlined on the picture, out of {picture}: "
    "small in width and height, but full in depth (all {D1} colours). With each layer this receptive field grows; "
    "its side is {sizes}. Point at other values, or click the picture to see which values a pixel reaches.",
    _field,
)


def _strides(stage: Stage) -> Figures:
    slide, summary = stage.slide("conv1"), stage.summary("conv1")
    pad = slide.kernel // 2
    full = replace(slide, stride=1, begin=pad, end=pad, count=slide.extent)
    pool = Slide(extent=full.count, kernel=2, dilation=1, stride=2, begin=0, end=0, count=full.count // 2)
    return {
        "S": slide.stride,
        "W1": slide.extent,
        "strided": slide.formula,
        "full": full.formula,
        "pooled": pool.formula,
        "F": pool.kernel,
        "formula": summary.formula,
        "none": 0,
        "fewer": slide.stride**2,
    }


STRIDES = Page(
    "Larger steps, or pooling?",
    Scene("preset:stride2-same", "digit-3.png", "conv1:0", "shapes"),
    "This convolution halves the maps by stepping {S} columns at a time: {strided}. Step by step it would keep them, "
    "{full}, and pooling of {F} × {F} behind it halves them as well: {pooled}. Either way it learns {formula} "
    "parameters, since pooling has {none}; stepping makes {fewer} times fewer sums, pooling chooses among all of "
    "them.",
    _strides,
)


def _depths(stage: Stage) -> Figures:
    layers = stage.loaded.layers
    weighted = [layer for layer in layers if layer.operator in _WEIGHTED]
    depth, height, width = stage.shape(stage.at.layer.title)
    return {
        "layer": stage.at.layer.title,
        "volume": f"{width} × {height} × {depth}",
        "D": depth,
        "K": len(stage.filters(stage.at.layer.title).weights),
        "D1": stage.filters(stage.at.layer.title).weights.shape[1],
        "L": len(weighted),
        "all": len(layers) - 1,
    }


DEPTHS = Page(
    "What is the depth of a convolutional net?",
    Scene("cifar10", "wheel.png", "conv3_1:0"),
    "Three things are called so. The depth of a volume is its third axis: {layer} gives {volume}, so {D}. Others "
    "mean the number of filters in a layer: {K} here, which is where that {D} comes from, while each filter is {D1} "
    "deep itself. And the depth of a net is the number of its layers, {L} with weights or {all} if all are counted; "
    "this program says each time which it means.",
    _depths,
)

_LETTERS = {"Conv": "C", "Relu": "R", "MaxPool": "P", "AveragePool": "P", "Gemm": "F"}
_PATTERN = re.compile(r"((?:(?:CR)+P?)+)((?:FR)*)F")


def pattern(layers: Sequence[Layer]) -> tuple[int, int, int] | None:
    """Return N, M and K of a net ``[[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC``; None where it is no such.

    Layers that only reshape, drop out or turn scores to probabilities do not count.
    """
    found = _PATTERN.fullmatch("".join(_LETTERS.get(layer.operator, "") for layer in layers))
    if found is None:
        return None
    stages = [stage for stage in found[1].split("P") if stage]
    if len(set(stages)) != 1:
        return None
    return len(stages[0]) // 2, len(stages), len(found[2]) // 2


def _built(stage: Stage) -> Figures:
    found = pattern(stage.loaded.layers)
    assert found is not None
    n, m, k = found
    return {
        "pattern": "INPUT -> [[CONV -> RELU]*N -> POOL?]*M -> [FC -> RELU]*K -> FC",
        "N": n,
        "M": m,
        "K": k,
        "classes": stage.shape(stage.loaded.layers[-1].title)[0],
    }


PATTERN = Page(
    "How are nets built?",
    Scene("preset:small-classifier", "digit-3.png", "conv1:0"),
    "Most nets that tell classes apart follow one pattern: {pattern}. The strip above is this net, with N = {N}, M = "
    "{M} and K = {K}: maps become smaller and more, until fully connected layers make {classes} scores of them. You "
    "can write such a net yourself, one layer a line: File > Design a net (Ctrl+D).",
    _built,
)
