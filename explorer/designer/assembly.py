"""Nodes put together one after another, with the shape of all that they compute."""

from __future__ import annotations

from typing import Any

import numpy as np

from explorer.errors import NetError
from explorer.nn.graph import Graph, GraphInput, InputFormat, Node
from explorer.nn.infer import MOST_ELEMENTS
from explorer.nn.ops import build
from explorer.nn.spec import FLOAT, Array, Shape, Spec

OPSET = 17

_FED = {1: "Gray", 4: "RGB+Gray"}
"""How a picture is fed to inputs of so many channels that are not colours."""


class Assembly:
    """A graph in the making; weights are constants that take no memory until they are drawn."""

    def __init__(self) -> None:
        self._specs: dict[str, Spec] = {}
        self._nodes: list[Node] = []
        self._inputs: list[GraphInput] = []
        self._constants: dict[str, Array] = {}

    def shape(self, value: str) -> Shape:
        """Return the shape of a value: (1, C, H, W), or (1, count) once it is flat."""
        return self._specs[value].shape

    def input(self, name: str, shape: Shape) -> None:
        """Append an input.

        Raises
        ------
        NetError
            It is too large, or its name is taken.
        """
        self._enter(name, Spec(shape), "the input")
        self._inputs.append(GraphInput(name, shape))

    def constant(self, name: str, shape: Shape, value: float) -> str:
        """Append numbers that are all the same, and return their name.

        Raises
        ------
        NetError
            There are too many, or their name is taken.
        """
        self._enter(name, Spec(shape), "an array of weights")
        self._constants[name] = np.broadcast_to(np.asarray(value, FLOAT), shape)
        return name

    def node(self, name: str, operator: str, *inputs: str, **attributes: Any) -> str:
        """Append a node with an output of the same name, and return it.

        Raises
        ------
        NetError
            The inputs do not fit the operator, or the output is too large or its name taken.
        """
        op = build(operator, attributes, opset=OPSET)
        (spec,) = op.infer([self._specs[source] for source in inputs])
        self._enter(name, spec, "the output")
        self._nodes.append(Node(name, op, inputs, (name,)))
        return name

    def _enter(self, name: str, spec: Spec, what: str) -> None:
        if name in self._specs:
            raise NetError(f"the name {name!r} is taken by another part of the net", "take another")
        if spec.size > MOST_ELEMENTS:
            raise NetError(f"{what} would have {spec.size:,} numbers", f"the most is {MOST_ELEMENTS:,}")
        self._specs[name] = spec

    def graph(self, name: str) -> Graph:
        """Return the graph, whose answer is the last value."""
        last = (self._nodes or self._inputs)[-1].name
        return Graph(
            name=name,
            nodes=tuple(self._nodes),
            inputs=tuple(self._inputs),
            outputs=(last,),
            initializers=dict(self._constants),
            opset=OPSET,
            input_format=InputFormat(channels=_FED.get(self._inputs[0].shape[1] or 0, "RGB")),
        )
