"""Builds graphs layer by layer, with random weights that keep activations of one size."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.ops import build
from explorer.nn.spec import Array, Shape, Spec

_OPSET = 17
_BIAS = 0.1


class Builder:
    """A graph in the making; each method appends a node and returns the name of its output.

    Weights are drawn from a normal distribution of variance 2 / fan-in, from a seed, so that every build is the same.

    Parameters
    ----------
    shape
        Of the input, (1, C, H, W).

    Attributes
    ----------
    last
        The value that the next node reads unless it is told another.

    Notes
    -----
    He et al. 2015, "Delving Deep into Rectifiers", equation 10.
    """

    def __init__(self, name: str, *shape: int) -> None:
        self.name = name
        self.last = "image"
        self._input = GraphInput(self.last, shape)
        self._specs = {self.last: Spec(shape)}
        self._nodes: list[Node] = []
        self._weights: dict[str, Array] = {}
        self._random = np.random.default_rng(0)

    def graph(self) -> Graph:
        """Return the graph, whose output is the last value."""
        return Graph(self.name, tuple(self._nodes), (self._input,), (self.last,), self._weights, _OPSET)

    def shape(self, value: str = "") -> Shape:
        """Return the shape of a value."""
        return self._specs[value or self.last].shape

    def conv(self, filters: int, kernel: int, stride: int = 1, pad: int = 0, *, group: int = 1, of: str = "") -> str:
        """Append a convolution of square filters, with biases."""
        source = of or self.last
        channels = self.shape(source)[1] // group
        weights = self._drawn((filters, channels, kernel, kernel), channels * kernel * kernel)
        attributes = {"strides": (stride,) * 2, "pads": (pad,) * 4, "group": group, "kernel_shape": (kernel,) * 2}
        return self.add("Conv", source, weights, self._biases(filters), **attributes)

    def depthwise(self, kernel: int, stride: int = 1) -> str:
        """Append a convolution of one filter for each channel, padded to the same size."""
        channels = self.shape()[1]
        return self.conv(channels, kernel, stride, kernel // 2, group=channels)

    def transposed(self, filters: int, kernel: int, stride: int, pad: int) -> str:
        """Append a transposed convolution of square filters, with biases."""
        channels = self.shape()[1]
        weights = self._drawn((channels, filters, kernel, kernel), channels * kernel * kernel // stride**2)
        attributes = {"strides": (stride,) * 2, "pads": (pad,) * 4, "kernel_shape": (kernel,) * 2}
        return self.add("ConvTranspose", self.last, weights, self._biases(filters), **attributes)

    def fully_connected(self, units: int) -> str:
        """Append a product of weights and a row of numbers."""
        count = self.shape()[1]
        return self.add("Gemm", self.last, self._drawn((units, count), count), self._biases(units), transB=1)

    def max_pool(self, kernel: int, stride: int, pad: int = 0) -> str:
        """Append the greatest element of each window."""
        return self.add(
            "MaxPool", self.last, kernel_shape=(kernel,) * 2, strides=(stride,) * 2, pads=(pad,) * 4, ceil_mode=0
        )

    def plus_drawn(self) -> str:
        """Append the sum with as many random numbers."""
        return self.add("Add", self.last, self._drawn(self.shape(), 1))

    def relu(self) -> str:
        """Append max(0, x)."""
        return self.add("Relu", self.last)

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Append a node of any operator that reads the values ``inputs``; the last one if none is named."""
        op = build(operator, attributes, opset=_OPSET)
        name = f"{operator.lower()}{1 + sum(node.operator == operator for node in self._nodes)}"
        node = Node(name, op, inputs or (self.last,), (name,))
        self._specs[name] = op.infer([self._specs[source] for source in node.inputs])[0]
        self._nodes.append(node)
        self.last = name
        return name

    def _drawn(self, shape: Shape, fan_in: int) -> str:
        weights = self._random.standard_normal(shape, np.float32)
        weights *= np.float32(math.sqrt(2 / fan_in))
        return self._known("weights", weights)

    def _biases(self, count: int) -> str:
        return self._known("biases", self._random.standard_normal(count, np.float32) * np.float32(_BIAS))

    def _known(self, name: str, array: Any) -> str:
        numbered = f"{name}{len(self._weights) + 1}"
        self._weights[numbered] = np.asarray(array)
        self._specs[numbered] = Spec.of(self._weights[numbered])
        return numbered
