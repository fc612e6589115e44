"""Small nets and their forward passes, written down node by node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from explorer.nn.arithmetic.parts import Pass
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array, Shape

Line = tuple[str, str, Sequence[str], Mapping[str, Any]]
"""An output, the operator that gives it, its inputs and attributes."""

OPSET = 21


def net_of(shape: Shape, weights: Mapping[str, Array], *lines: Line, opset: int = OPSET) -> Graph:
    """Return the net of one input ``x`` whose last line gives its output."""
    nodes = tuple(
        Node(name, build(operator, attributes, opset=opset, outputs=1), tuple(inputs), (name,))
        for name, operator, inputs, attributes in lines
    )
    return Graph("net", nodes, (GraphInput("x", shape),), (lines[-1][0],), dict(weights), opset)


def pass_of(graph: Graph, image: Array) -> Pass:
    """Return the forward pass of an image, computed by the products of the definition."""
    image = image.astype(np.float32)
    activations = Executor(graph, exact=True).run({"x": image})
    return Pass(graph, infer(graph, {"x": image.shape}), activations)
