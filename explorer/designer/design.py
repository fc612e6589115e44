"""A design as data: the layers of a net and who reads whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.designer.layers.base import Layer

DEFAULT_SEED = 0
"""What weights are drawn from in a text without a ``seed`` line."""


@dataclass(frozen=True)
class Step:
    """One layer in its place.

    Attributes
    ----------
    name
        Unique in the design; the node and the value that it computes are called so.
    inputs
        Names of the steps that it reads; empty for the input.
    labelled
        Whether the text gives the name; others are counted, ``conv1``, ``conv2``.
    line
        Number of the line that it was read from, from 1.
    """

    name: str
    layer: Layer
    inputs: tuple[str, ...]
    labelled: bool = False
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Design:
    """A net as its text says it.

    Attributes
    ----------
    steps
        In the order of the text; the first is the input, the last the answer.
    seed
        What the weights are drawn from.
    """

    name: str = field(compare=False)
    steps: tuple[Step, ...]
    seed: int = DEFAULT_SEED
