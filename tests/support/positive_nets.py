"""Random nets in which whatever grows in the image grows in all that it reaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from explorer.errors import NetError
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array, Shape

OPSET = 18


@dataclass
class Growing:
    """A net as it grows, node by node; all weights are above 0."""

    rng: np.random.Generator
    shape: Shape
    nodes: list[Node] = field(default_factory=list)
    weights: dict[str, Array] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)

    def integer(self, low: int, high: int) -> int:
        """Return an integer from ``low`` to ``high``, both included."""
        return int(self.rng.integers(low, high + 1))

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def pick(self, rank: int = 4) -> str:
        """Return a value, newer ones more often than older ones."""
        names = [name for name, shape in self.shapes.items() if len(shape) == rank]
        return names[max(self.integer(0, len(names) - 1), self.integer(0, len(names) - 1))]

    def constant(self, array: Array) -> str:
        name = f"w{len(self.weights)}"
        self.weights[name] = array
        return name

    def positive(self, *shape: int) -> str:
        return self.constant(self.rng.uniform(0.2, 1, shape).astype(np.float32))

    def graph(self) -> Graph:
        return Graph("positive", tuple(self.nodes), (GraphInput("x", self.shape),), ("x",), dict(self.weights), OPSET)

    def add(self, operator: str, *inputs: str, outputs: int = 1, **attributes: Any) -> bool:
        """Append a node unless it does not fit."""
        names = tuple(f"v{len(self.nodes)}" + "ab"[i] * (outputs > 1) for i in range(outputs))
        op = build(operator, attributes, opset=OPSET, outputs=outputs)
        self.nodes.append(Node(names[0], op, inputs, names))
        try:
            specs = infer(self.graph(), {"x": self.shape})
        except NetError:
            specs = {}
        if not specs or any(not specs[name].size for name in names):
            self.nodes.pop()
            return False
        self.shapes |= {name: specs[name].shape for name in names}
        return True


def _window(net: Growing, dilated: bool) -> dict[str, Any]:
    kernel = (net.integer(1, 4), net.integer(1, 4))
    attributes: dict[str, Any] = {"kernel_shape": kernel, "strides": [net.integer(1, 3), net.integer(1, 2)]}
    if dilated and net.chance(0.4):
        attributes["dilations"] = [net.integer(1, 3), net.integer(1, 2)]
    if net.chance(0.2) and not dilated:
        attributes["auto_pad"] = ("SAME_UPPER", "SAME_LOWER", "VALID")[net.integer(0, 2)]
    elif net.chance(0.7):
        attributes["pads"] = [net.integer(0, k - 1) for k in kernel * 2]
    return attributes


def conv(net: Growing) -> bool:
    x = net.pick()
    channels = net.shapes[x][1]
    group = [g for g in range(1, channels + 1) if channels % g == 0][-net.integer(0, 1)]
    attributes = _window(net, dilated=True)
    w = net.positive(group * net.integer(1, 3), channels // group, *attributes["kernel_shape"])
    return net.add("Conv", x, w, group=group, **attributes)


def conv_transpose(net: Growing) -> bool:
    x = net.pick()
    channels, kernel = net.shapes[x][1], (net.integer(1, 4), net.integer(1, 3))
    group = channels if net.chance(0.3) else 1
    pads = [net.integer(0, k - 1) for k in kernel * 2]
    strides = [net.integer(1, 3), net.integer(1, 2)]
    return net.add("ConvTranspose", x, net.positive(channels, 2, *kernel), strides=strides, pads=pads, group=group)


def pool(net: Growing) -> bool:
    operator = ("MaxPool", "AveragePool")[net.integer(0, 1)]
    attributes = _window(net, dilated=False)
    return net.add(operator, net.pick(), ceil_mode=net.integer(0, 1), **attributes)


def join(net: Growing) -> bool:
    x = net.pick()
    alike = [name for name, shape in net.shapes.items() if shape == net.shapes[x]]
    return net.add("Add", x, alike[net.integer(0, len(alike) - 1)])


def concat(net: Growing) -> bool:
    x = net.pick()
    alike = [name for name, s in net.shapes.items() if len(s) == 4 and s[2:] == net.shapes[x][2:]]
    return net.add("Concat", x, alike[net.integer(0, len(alike) - 1)], axis=1)


def activation(net: Growing) -> bool:
    return net.add("Relu", net.pick())


def resize(net: Growing) -> bool:
    x = net.pick()
    n, c, h, w = net.shapes[x]
    mode = ("nearest", "linear")[net.integer(0, 1)]
    sizes = net.constant(np.array([n, c, net.integer(max(1, h // 2), 2 * h), net.integer(max(1, w // 2), 2 * w)]))
    return net.add("Resize", x, "", "", sizes, mode=mode)


def pad(net: Growing) -> bool:
    pads = net.constant(np.array([0, 0, net.integer(-1, 2), net.integer(0, 2), 0, 0, net.integer(0, 2), 1]))
    return net.add("Pad", net.pick(), pads, mode=("constant", "edge")[net.integer(0, 1)])


def cut(net: Growing) -> bool:
    ends = (net.constant(np.array([net.integer(0, 2)])), net.constant(np.array([99])))
    return net.add("Slice", net.pick(), *ends, net.constant(np.array([net.integer(1, 3)])), net.constant(np.array([2])))


def split(net: Growing) -> bool:
    return net.add("Split", net.pick(), outputs=2, axis=1, num_outputs=2)


def shuffle(net: Growing) -> bool:
    x = net.pick()
    n, c, h, w = net.shapes[x]
    if c % 2:
        return False
    before, names = len(net.nodes), []
    net.add("Reshape", x, net.constant(np.array([n, 2, c // 2, h, w])))
    net.add("Transpose", f"v{before}", perm=(0, 2, 1, 3, 4))
    names.append(net.add("Reshape", f"v{before + 1}", net.constant(np.array([n, c, h, w]))))
    return True


def blocks(net: Growing) -> bool:
    operator = ("DepthToSpace", "SpaceToDepth")[net.integer(0, 1)]
    return net.add(operator, net.pick(), blocksize=2)


def mean(net: Growing) -> bool:
    return net.add("ReduceMean", net.pick(), net.constant(np.array([net.integer(1, 3)])))


def head(net: Growing) -> bool:
    x = net.pick()
    if net.chance(0.3):
        return net.add("GlobalAveragePool", x)
    name = f"v{len(net.nodes)}"
    net.add("Flatten", x)
    return net.add("Gemm", name, net.positive(net.shapes[name][1], 3))


CLASSICAL: tuple[Callable[[Growing], bool], ...] = (conv, conv, conv_transpose, pool, join, concat, activation, head)
"""Layers that another framework computes alike."""

ALL = (*CLASSICAL, conv, conv, pool, concat, resize, pad, cut, split, shuffle, blocks, mean)


def positive_net(seed: int, layers: tuple[Callable[[Growing], bool], ...] = ALL) -> tuple[Graph, Shape]:
    """Return a net of about eight nodes, with the shape of its input."""
    rng = np.random.default_rng(seed)
    shape = (1, int(rng.integers(1, 5)), int(rng.integers(6, 14)), int(rng.integers(6, 14)))
    net = Growing(rng, shape, shapes={"x": shape})
    for _ in range(40):
        if len(net.nodes) >= 8:
            break
        layers[net.integer(0, len(layers) - 1)](net)
        if max(np.prod(s) for s in net.shapes.values()) > 6000:
            break
    return net.graph(), shape
