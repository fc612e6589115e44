"""Well-known nets with random weights, for what they cost and not for what they know.

They are presets as exporters write nets: each ends in logits, and batch normalisation is folded into the convolutions
before it. Response normalisation, which the notes of CS231n leave out too, and dropout are not among what is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from explorer.designer.build import build
from explorer.designer.design import Design, Step
from explorer.designer.files import read_design
from explorer.designer.layers.classifying import Dropout, Softmax
from explorer.designer.layers.convolution import Conv
from explorer.designer.layers.normalising import BatchNorm, Lrn
from explorer.designer.presets import presets
from explorer.nn.graph import Graph

_LEFT_OUT = (BatchNorm, Lrn, Dropout, Softmax)


def exported(design: Design) -> Design:
    """Return the design without normalisation, dropout and softmax; all its convolutions have biases."""
    kept: list[Step] = []
    stands_for: dict[str, str] = {}
    for step in design.steps:
        inputs = tuple(stands_for.get(name, name) for name in step.inputs)
        if isinstance(step.layer, _LEFT_OUT):
            stands_for[step.name] = inputs[0]
        else:
            layer = replace(step.layer, bias=True) if isinstance(step.layer, Conv) else step.layer
            kept.append(replace(step, layer=layer, inputs=inputs))
    return replace(design, steps=tuple(kept))


def _build(preset: str) -> Graph:
    return build(exported(read_design(presets()[preset])))


WELL_KNOWN: Mapping[str, Callable[[], Graph]] = {
    name.replace("-", "_"): partial(_build, name) for name in ("alexnet", "vgg16", "resnet50", "mobilenet-v2")
}
"""What makes each."""
