"""Designs to text."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.designer.design import Design, Step
from explorer.designer.layers.input import Input
from explorer.designer.layers.joining import Join


def text_of(design: Design) -> str:
    """Return the text from which ``parse`` reads the same design: the seed, then one layer a line."""
    return "\n".join(_lines(design)) + "\n"


def step_text(step: Step) -> str:
    """Return a layer in canonical words, without its name."""
    return f"{step.layer.word} {' '.join(step.inputs)}" if isinstance(step.layer, Join) else step.layer.spelled()


def _lines(design: Design) -> Iterator[str]:
    yield f"seed {design.seed}"
    before = ""
    for step in design.steps:
        label = f"{step.name}: " if step.labelled else ""
        elsewhere = not isinstance(step.layer, Input | Join) and step.inputs != (before,)
        yield f"{label}{f'{step.inputs[0]} -> ' if elsewhere else ''}{step_text(step)}"
        before = step.name
