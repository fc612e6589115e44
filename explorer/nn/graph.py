"""A net as data: nodes that compute named values from named values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from explorer.nn.ops.base import Op
from explorer.nn.spec import FLOAT, Array, Shape, Spec

_SIGNAL = 3
"""Axes of the weights of filters that slide along one axis."""


@dataclass(frozen=True)
class Node:
    """One operator applied to named values.

    Attributes
    ----------
    name
        Unique in the graph, never empty.
    inputs
        Value names in ONNX order; the empty string where an optional input is absent.
    outputs
        Value names; the empty string where an optional output is not asked for.
    """

    name: str
    op: Op
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def operator(self) -> str:
        """ONNX name of the operator."""
        return type(self.op).__name__


@dataclass(frozen=True)
class GraphInput:
    """An input that the user feeds.

    Attributes
    ----------
    shape
        Axes in ONNX order; None where the net takes any extent. N is 1.
    least
        The least extent of each axis that it can do with; empty where that is not known.
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: np.dtype[Any] = FLOAT
    least: Shape = ()


@dataclass(frozen=True)
class InputFormat:
    """How pixels become the numbers that the net was trained on, and what its answers are called.

    A pixel p in 0..1 is fed as (low + p * (high - low) - mean) / std, per channel.

    Attributes
    ----------
    channels
        ``"RGB"``, ``"BGR"``, ``"Gray"``, or ``"RGB+Gray"`` for nets of four channels.
    layout
        ``"NCHW"``, or ``"NHWC"`` where the net transposes by itself.
    low, high
        Range of the pixels before ``mean`` and ``std``.
    mean, std
        One number a channel, in units of the range.
    labels
        Class names by index; empty where unknown.
    stated
        Whether the file says all this, or it is a guess from the shape.
    """

    channels: str = "RGB"
    layout: str = "NCHW"
    low: float = 0.0
    high: float = 1.0
    mean: tuple[float, ...] = (0.0,)
    std: tuple[float, ...] = (1.0,)
    labels: tuple[str, ...] = ()
    stated: bool = False


@dataclass(frozen=True)
class Graph:
    """A net: nodes in an order in which every value is computed before it is read.

    Attributes
    ----------
    initializers
        Weights and constants by value name; float32 C-contiguous, or integers.
    opset
        The version of ONNX's operators that the nodes were written in, and are written back in.
    notes
        Sentences for the user about what was odd in the file.
    untrained
        How the weights came about that nobody has trained, ``"He-initialised, seed 0"``; empty where all are trained.
    """

    name: str
    nodes: tuple[Node, ...]
    inputs: tuple[GraphInput, ...]
    outputs: tuple[str, ...]
    initializers: Mapping[str, Array] = field(repr=False, compare=False)
    opset: int
    input_format: InputFormat = InputFormat()
    notes: tuple[str, ...] = ()
    untrained: str = ""

    def node(self, name: str) -> Node | None:
        """Return the node of a name; None where there is none."""
        return next((node for node in self.nodes if node.name == name), None)

    def producer(self, value: str) -> Node | None:
        """Return the node that computes ``value``; None for inputs and initializers."""
        return self._producers.get(value)

    @cached_property
    def _producers(self) -> Mapping[str, Node]:
        return {value: node for node in reversed(self.nodes) for value in node.outputs}

    @cached_property
    def convolves_signals(self) -> bool:
        """Whether it has filters that slide along one axis."""
        weights = (self.initializers.get(n.inputs[1]) for n in self.nodes if n.operator in ("Conv", "ConvTranspose"))
        return any(filters is not None and filters.ndim == _SIGNAL for filters in weights)

    def consumers(self, value: str) -> tuple[Node, ...]:
        """Return the nodes that read ``value``."""
        return tuple(node for node in self.nodes if value in node.inputs)


def needed_for(nodes: Sequence[Node], values: Iterable[str]) -> frozenset[str]:
    """Return the names of the nodes that compute ``values``, and of all that those need; ``nodes`` are in order."""
    wanted, needed = set(values), set[str]()
    for node in reversed(nodes):
        if not wanted.isdisjoint(node.outputs):
            needed.add(node.name)
            wanted.update(node.inputs)
    return frozenset(needed)


def input_specs(graph: Graph, shapes: Mapping[str, Shape]) -> dict[str, Spec]:
    """Return the specs of the inputs and initializers, with inputs of the given ``shapes``."""
    fed = {i.name: Spec(shapes[i.name], i.dtype) for i in graph.inputs}
    return fed | {name: Spec.of(array) for name, array in graph.initializers.items()}
