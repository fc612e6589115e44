"""Pages about kinds of layers: what padding, activation, pooling, flattening and filters of one pixel do."""

from __future__ import annotations

from dataclasses import replace

from explorer.nn.sizes import Slide
from explorer.session.tour.page import Figures, Page, Scene, Stage

_SMALL = Slide(extent=7, kernel=3, dilation=1, stride=1, begin=1, end=1, count=7)
"""A window on a few padded columns."""


def _padding(stage: Stage) -> Figures:
    first, second = stage.slide("conv1"), stage.slide("conv2")
    pad = (first.kernel - 1) // 2
    return {
        "F": first.kernel,
        "lost": first.extent - first.count,
        "widths": f"{first.extent} → {first.count} → {second.count}",
        "P": pad,
        "kept": replace(first, begin=pad, end=pad, count=first.extent).formula,
        "w": _SMALL.extent,
        "p": _SMALL.begin,
        "padded": _SMALL.extent + _SMALL.begin + _SMALL.end,
        "f": _SMALL.kernel,
        "again": _SMALL.count,
    }


PADDING = Page(
    "What is padding for?",
    Scene("preset:three-conv-rgb", "wheel.png", "conv2:0", "shapes"),
    "A window of {F} columns stands at {lost} places fewer than there are columns, so without padding maps shrink: "
    "{widths}. A border of {P} zeros on each side would keep them: {kept}. Likewise {w} columns, padded by {p} to "
    "{padded}, stay {again} under a window of {f}.",
    _padding,
)


def _pooling(stage: Stage) -> Figures:
    before, after = (stage.volume(title)[stage.at.slice or 0] for title in ("conv1", "relu1"))
    slide, (depth, height, width) = stage.slide("pool1"), stage.shape("pool1")
    return {
        "d": stage.at.slice or 0,
        "n": before.size,
        "negative": int((before < 0).sum()),
        "zeros": int((after == 0).sum()),
        "F": slide.kernel,
        "S": slide.stride,
        "largest": slide.kernel * slide.kernel,
        "W1": slide.extent,
        "W": width,
        "H": height,
        "D": depth,
    }


POOLING = Page(
    "What do ReLU and pooling do?",
    Scene("lenet5", "digit-3.png", "relu1:3", scope="block"),
    "Of the {n} numbers of map {d}, {negative} were negative before this ReLU: they are {zeros} zeros now, and the "
    "others are what they were. Max pooling then keeps the largest of every {F}·{F} = {largest} numbers, in steps "
    "of {S}: {W1} columns become {W}. Both work on each map by itself, so the depth of the volume (its third axis) "
    "stays {D}.",
    _pooling,
)


def _flattening(stage: Stage) -> Figures:
    depth, height, width = stage.shape("pool2")
    units, inputs = stage.filters("fc1").weights.reshape(len(stage.filters("fc1").weights), -1).shape
    return {
        "layer": "fc1",
        "W": width,
        "H": height,
        "D": depth,
        "n": inputs,
        "m": units,
        "formula": stage.summary("fc1").formula,
        "few": f"({depth} + 1)·{units} = {(depth + 1) * units}",
    }


FLATTENING = Page(
    "How do maps become classes?",
    Scene("preset:small-classifier", "digit-3.png", "fc1:0", "shapes"),
    "Flattening lays the {D} maps of {W} × {H} end to end: {W}·{H}·{D} = {n} numbers, and each of the {m} units of "
    "{layer} has a weight for every one of them: {formula}. Other nets take the mean of each map instead, global "
    "pooling: that leaves a vector of {D} numbers, for which {m} units would need only {few} parameters.",
    _flattening,
)


def _one_pixel(stage: Stage) -> Figures:
    filters, (depth, height, width) = stage.filters("block3.skip"), stage.shape("block3.skip")
    slide = stage.slide("block3.skip")
    outputs, inputs = filters.weights.shape[:2]
    fed = stage.loaded.fields.volume(filters.input)
    return {
        "F": slide.kernel,
        "D1": inputs,
        "D": depth,
        "before": f"{fed[2]} × {fed[1]} × {fed[0]}",
        "after": f"{width} × {height} × {depth}",
        "S": slide.stride,
        "matrix": f"{outputs} × {inputs}",
        "places": height * width,
        "formula": stage.summary("block3.skip").formula,
    }


ONE_PIXEL = Page(
    "What can a filter of one pixel do?",
    Scene("resnet8", "wheel.png", "block3.skip:3@5,4", "column"),
    "A {F} × {F} convolution sees a single place, but all {D1} maps there: it mixes along the depth of the volume "
    "(its third axis) and nothing else. The column of {D1} numbers times a matrix of {matrix}, plus a bias, gives "
    "the column of {D}: a fully connected layer, applied alike at all {places} places. So {before} becomes {after}, "
    "as it also steps by {S}, with {formula} parameters.",
    _one_pixel,
)


def _connected(stage: Stage) -> Figures:
    loaded, filters = stage.loaded, stage.filters("fc3").weights
    fed, answer = loaded.layers[0], loaded.layers[-1]
    units, count, height, width = filters.shape
    classes, high, wide = stage.shape(answer.title)
    _, page_high, page_wide = stage.shape(fed.title)
    seen = loaded.fields.middle(answer.value, fed.value)
    assert seen is not None
    return {
        "layer": "fc3",
        "K": units,
        "F": width,
        "H": height,
        "D1": count,
        "formula": stage.summary("fc3").formula,
        "own": f"{seen.box.width} × {seen.box.height}",
        "page": f"{page_wide} × {page_high}",
        "map": f"{wide} × {high}",
        "classes": classes,
        "d": stage.at.slice or 0,
    }


CONNECTED = Page(
    "Is a fully connected layer a convolution?",
    Scene("lenet5", "page.png", "softmax:3", slides=True),
    "It is: each of the {K} units of {layer} is a filter as large as its whole input, {F} × {H} × {D1}, which fits "
    "at one place only; its parameters stay the same, {formula}. As a convolution it slides on where there is more "
    "to see: trained on digits of {own}, this net reads a page of {page} and answers with a map of {map} for each of "
    "its {classes} classes. That of class {d} lies over the page, blue where it is found; Edit > Fully connected "
    "layers as convolutions does so with any picture.",
    _connected,
)
