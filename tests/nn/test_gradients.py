"""Receptive fields against gradients of PyTorch, where there is one: it is too large for the tests to bring along."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest
from positive_nets import CLASSICAL, positive_net
from regions import mask_of

from explorer.nn.dependence.table import dependences
from explorer.nn.graph import Graph
from explorer.nn.infer import infer
from explorer.nn.receptive_field import Box, field_of, receptive_fields
from explorer.nn.region import region_at
from explorer.nn.spec import Shape
from explorer.nn.window import Window


def torch_values(torch: Any, net: Graph, image: Any) -> dict[str, Any]:
    """Return the values of a net of ``CLASSICAL`` layers, every pool as sums of its windows."""
    values = {name: torch.from_numpy(w) for name, w in net.initializers.items()} | {"x": image}
    specs = infer(net, {"x": tuple(image.shape)})
    for node in net.nodes:
        inputs = [values[name] for name in node.inputs]
        out = specs[node.outputs[0]].shape
        values[node.outputs[0]] = _TORCH[node.operator](torch, node.op.attributes(), inputs, out)
    return values


def _padded(torch: Any, x: Any, attributes: dict[str, Any], kernel: Shape, out: Shape) -> tuple[Any, Window]:
    names = ("strides", "dilations", "pads", "auto_pad")
    given = {name: attributes[name] for name in names if name in attributes}
    window = Window.of(kernel, x.shape[2:], **given)
    needs = [(n - 1) * s + r for n, s, r in zip(out[2:], window.strides, window.reach, strict=True)]
    ends = [need - x.shape[i + 2] - window.pads_begin[i] for i, need in enumerate(needs)]
    (top, left), (bottom, right) = window.pads_begin, ends
    return torch.nn.functional.pad(x, (left, right, top, bottom)), window


def _torch_conv(torch: Any, attributes: dict[str, Any], inputs: list[Any], out: Shape) -> Any:
    x, w = inputs
    padded, window = _padded(torch, x, attributes, tuple(w.shape[2:]), out)
    return torch.nn.functional.conv2d(padded, w, None, window.strides, 0, window.dilations, attributes["group"])


def _torch_pool(torch: Any, attributes: dict[str, Any], inputs: list[Any], out: Shape) -> Any:
    kernel, channels = tuple(attributes["kernel_shape"]), inputs[0].shape[1]
    return _torch_conv(torch, attributes | {"group": channels}, [*inputs, torch.ones(channels, 1, *kernel)], out)


def _torch_transposed(torch: Any, attributes: dict[str, Any], inputs: list[Any], out: Shape) -> Any:
    whole = torch.nn.functional.conv_transpose2d(*inputs, None, attributes["strides"], groups=attributes["group"])
    top, left = attributes["pads"][:2]
    return whole[:, :, top : top + out[2], left : left + out[3]]


_TORCH: dict[str, Any] = {
    "Conv": _torch_conv,
    "ConvTranspose": _torch_transposed,
    "MaxPool": _torch_pool,
    "AveragePool": _torch_pool,
    "Add": lambda torch, a, inputs, out: inputs[0] + inputs[1],
    "Concat": lambda torch, a, inputs, out: torch.cat(inputs, 1),
    "Relu": lambda torch, a, inputs, out: inputs[0].relu(),
    "GlobalAveragePool": lambda torch, a, inputs, out: inputs[0].mean((2, 3), keepdim=True),
    "Flatten": lambda torch, a, inputs, out: inputs[0].flatten(1),
    "Gemm": lambda torch, a, inputs, out: inputs[0] @ inputs[1],
}


@pytest.mark.parametrize("seed", range(40))
def test_a_unit_sees_where_its_gradient_is_not_zero(seed: int) -> None:
    torch = importlib.import_module("torch")
    net, shape = positive_net(seed + 2000, CLASSICAL)
    specs = infer(net, {"x": shape})
    edges, rng = dependences(net, specs), np.random.default_rng(seed)
    image = torch.ones(shape, requires_grad=True)
    values = torch_values(torch, net, image)
    for node in net.nodes:
        value = node.outputs[0]
        unit = tuple(int(rng.integers(n)) for n in specs[value].shape)
        (gradient,) = torch.autograd.grad(values[value][unit], image, retain_graph=True)
        sees = gradient.numpy() != 0
        regions = receptive_fields(edges, value, region_at(specs[value].shape, unit))
        assert (sees == mask_of(regions, "x", shape)).all()
        if sees.any():
            rows, columns = (np.flatnonzero(sees.any(axis)) for axis in ((0, 1, 3), (0, 1, 2)))
            inside = field_of(regions["x"], 2, 3).inside
            assert inside == Box(rows[0], columns[0], rows[-1], columns[-1])
