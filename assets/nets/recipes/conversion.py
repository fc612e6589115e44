"""A trained PyTorch module as a graph, layer by layer, its values named after its layers."""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from architectures import Residual
from torch import nn

from explorer.nn.graph import Graph, GraphInput, InputFormat, Node
from explorer.nn.ops import build

OPSET = 21


@dataclass
class _Draft:
    """Nodes and weights gathered so far."""

    nodes: list[Node] = field(default_factory=list)
    weights: dict[str, np.ndarray] = field(default_factory=dict)

    def add(self, operator: str, name: str, inputs: tuple[str, ...], attributes: Mapping[str, Any] = {}) -> str:
        """Append a node of one output, named like the node, and return that name."""
        op = build(operator, attributes, opset=OPSET)
        self.nodes.append(Node(name, op, inputs, (name,)))
        return name

    def weigh(self, name: str, tensor: torch.Tensor) -> str:
        """Enter a float32 weight and return its name."""
        self.weights[name] = np.ascontiguousarray(tensor.detach().numpy(), np.float32)
        return name


def to_graph(name: str, net: nn.Sequential, input_format: InputFormat, shape: tuple[int, int, int]) -> Graph:
    """Return ``net`` as a graph with a softmax behind it, for one input ``image`` of (1, *shape)."""
    draft = _Draft()
    value = "image"
    for layer_name, layer in net.eval().named_children():
        value = _CONVERTERS[type(layer)](draft, layer_name, layer, value)
    output = draft.add("Softmax", "softmax", (value,), {"axis": -1})
    image = GraphInput("image", (1, *shape))
    return Graph(name, tuple(draft.nodes), (image,), (output,), draft.weights, OPSET, input_format)


def folded(net: nn.Sequential) -> nn.Sequential:
    """Return ``net`` with each batch norm multiplied into the convolution before it, which computes the same."""
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    previous = ""
    for name, layer in copy.deepcopy(net).eval().named_children():
        if isinstance(layer, nn.BatchNorm2d):
            layers[previous] = nn.utils.fuse_conv_bn_eval(layers[previous], layer)
        else:
            layers[name] = layer
            previous = name
    return nn.Sequential(layers)


def _conv(draft: _Draft, name: str, layer: nn.Conv2d, value: str) -> str:
    (pad_y, pad_x) = layer.padding
    attributes = {"kernel_shape": layer.kernel_size, "strides": layer.stride, "pads": (pad_y, pad_x, pad_y, pad_x)}
    inputs = [value, draft.weigh(f"{name}.weight", layer.weight)]
    if layer.bias is not None:
        inputs.append(draft.weigh(f"{name}.bias", layer.bias))
    return draft.add("Conv", name, tuple(inputs), attributes)


def _norm(draft: _Draft, name: str, layer: nn.BatchNorm2d, value: str) -> str:
    parts = {"scale": layer.weight, "shift": layer.bias, "mean": layer.running_mean, "variance": layer.running_var}
    inputs = tuple(draft.weigh(f"{name}.{part}", tensor) for part, tensor in parts.items())
    return draft.add("BatchNormalization", name, (value, *inputs), {"epsilon": layer.eps})


def _linear(draft: _Draft, name: str, layer: nn.Linear, value: str) -> str:
    weights = (draft.weigh(f"{name}.weight", layer.weight), draft.weigh(f"{name}.bias", layer.bias))
    return draft.add("Gemm", name, (value, *weights), {"transB": 1})


def _max_pool(draft: _Draft, name: str, layer: nn.MaxPool2d, value: str) -> str:
    return draft.add(
        "MaxPool", name, (value,), {"kernel_shape": (layer.kernel_size,) * 2, "strides": (layer.stride,) * 2}
    )


def _residual(draft: _Draft, name: str, layer: Residual, value: str) -> str:
    inner = _conv(draft, f"{name}.conv1", layer.conv1, value)
    inner = _norm(draft, f"{name}.norm1", layer.norm1, inner)
    inner = draft.add("Relu", f"{name}.relu1", (inner,))
    inner = _conv(draft, f"{name}.conv2", layer.conv2, inner)
    inner = _norm(draft, f"{name}.norm2", layer.norm2, inner)
    skipped = value if layer.skip is None else _conv(draft, f"{name}.skip", layer.skip, value)
    return draft.add("Relu", f"{name}.relu2", (draft.add("Add", f"{name}.add", (inner, skipped)),))


_CONVERTERS: dict[type[nn.Module], Callable[[_Draft, str, Any, str], str]] = {
    nn.Conv2d: _conv,
    nn.BatchNorm2d: _norm,
    nn.Linear: _linear,
    nn.MaxPool2d: _max_pool,
    nn.ReLU: lambda draft, name, _, value: draft.add("Relu", name, (value,)),
    nn.Flatten: lambda draft, name, _, value: draft.add("Flatten", name, (value,), {"axis": 1}),
    nn.AdaptiveAvgPool2d: lambda draft, name, _, value: draft.add("GlobalAveragePool", name, (value,)),
    Residual: _residual,
}
