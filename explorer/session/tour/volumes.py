"""Pages about volumes: how large they are, how deep, and what makes them so."""

from __future__ import annotations

from dataclasses import replace

from explorer.session.tour.page import Figures, Page, Scene, Stage

_PAPER = 224
"""Columns of the picture, as the paper about AlexNet has them."""


def _extents(stage: Stage) -> Figures:
    slide = stage.slide("conv1")
    return {
        "F": slide.kernel,
        "S": slide.stride,
        "W": slide.extent,
        "formula": slide.formula,
        "paper": _PAPER,
        "wrong": replace(slide, extent=_PAPER).division,
    }


EXTENTS = Page(
    "How large is a map?",
    Scene("preset:alexnet-first", "shapes.png", "conv1:0", "shapes"),
    "A window of {F} columns moves over a picture of {W} columns in steps of {S}; it fits {formula} times, and that "
    "is the width of each map. The division has to come out whole, or the last columns are never looked at: the "
    "paper about this net, AlexNet, speaks of {paper} columns, but {wrong}. The tab Shapes below does this sum for "
    "every layer.",
    _extents,
)


def _depth(stage: Stage) -> Figures:
    filters, (depth, height, width) = stage.filters("conv1"), stage.shape("conv1")
    fed = stage.shape(stage.loaded.layers[0].title)
    return {"K": len(filters.weights), "D1": fed[0], "W1": fed[2], "H1": fed[1], "D": depth, "H": height, "W": width}


DEPTH = Page(
    "How deep is the output?",
    Scene("preset:alexnet-first", "shapes.png", "conv1:0"),
    "This layer has {K} filters, and each makes one map: all {D} of them are in the middle. Whatever the depth of "
    "the input, here {D1}, the depth of the output volume (its third axis) is the number of filters: {W1} × {H1} × "
    "{D1} becomes {W} × {H} × {D}.",
    _depth,
)


def _span(stage: Stage) -> Figures:
    filters = stage.filters("conv2")
    count, high, wide = filters.weights.shape[1:]
    return {"F": wide, "H": high, "D1": count, "n": count * high * wide, "source": "relu1", "K": len(filters.weights)}


SPAN = Page(
    "How deep is a filter?",
    Scene("preset:stride2-same", "digit-3.png", "conv2:0"),
    "We say “a {F} × {H} filter”, but it spans the full depth of its input: the {D1} maps of {source} need {D1} "
    "kernel slices, one for each, so the filter is {F} × {H} × {D1} and has {n} weights. The panel at the right "
    "shows the strongest slices, each beside the map that it is laid on. All of them together make one map, the "
    "selected one of {K}.",
    _span,
)
