"""ONNX nodes as calls of PyTorch's functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import torch
from torch.nn import functional

from explorer.errors import NetError
from explorer.nn.graph import Node
from explorer.nn.spec import Shape, Spec
from explorer.nn.window import Window

Call: TypeAlias = Callable[..., Any]
"""Takes the tensors of the node's inputs, None for absent ones; returns that of its output."""


def call_of(node: Node, specs: Mapping[str, Spec]) -> Call:
    """Return the call that computes ``node``.

    Raises
    ------
    NetError
        It has no counterpart here.
    """
    make = _CALLS.get(node.operator)
    if make is None or len(node.outputs) != 1:
        raise NetError(f"the operator {node.operator} is not translated")
    return make(node, specs)


def _shape(node: Node, specs: Mapping[str, Spec], index: int = 0) -> Shape:
    return specs[node.inputs[index]].shape


def _window(node: Node, kernel: Sequence[int], extents: Sequence[int]) -> Window:
    given = node.op.attributes()
    names = ("strides", "dilations", "pads", "auto_pad")
    return Window.of(kernel, extents, **{name: given[name] for name in names if name in given})


def _pads(window: Window) -> list[int]:
    """Return the pads as ``functional.pad`` takes them: begin and end of each axis, the last axis first."""
    pairs = list(zip(window.pads_begin, window.pads_end, strict=True))
    return [pad for pair in reversed(pairs) for pad in pair]


def _conv(node: Node, specs: Mapping[str, Spec]) -> Call:
    extents = _shape(node, specs)[2:]
    window = _window(node, _shape(node, specs, 1)[2:], extents)
    convolve = (functional.conv1d, functional.conv2d, functional.conv3d)[len(extents) - 1]
    group = node.op.attributes()["group"]
    steps = (window.strides, window.dilations)
    if window.pads_begin == window.pads_end:
        return lambda x, w, b=None: convolve(x, w, b, steps[0], window.pads_begin, steps[1], group)
    pads = _pads(window)
    return lambda x, w, b=None: convolve(functional.pad(x, pads), w, b, steps[0], 0, steps[1], group)


def _conv_transpose(node: Node, specs: Mapping[str, Spec]) -> Call:
    given = node.op.attributes()
    window = _window(node, _shape(node, specs, 1)[2:], _shape(node, specs)[2:])
    if window.pads_begin != window.pads_end or "output_shape" in given or len(window.kernel) != 2:
        raise NetError("a transposed convolution of this padding is not translated")
    rest = (window.strides, window.pads_begin, given.get("output_padding", 0), given["group"], window.dilations)
    return lambda x, w, b=None: functional.conv_transpose2d(x, w, b, *rest)


def _max_pool(node: Node, specs: Mapping[str, Spec]) -> Call:
    given = node.op.attributes()
    window = _window(node, given["kernel_shape"], _shape(node, specs)[2:])
    shape, steps = (window.kernel, window.strides), (window.dilations, bool(given.get("ceil_mode")))
    if len(window.kernel) != 2:
        raise NetError("a pool of other than two axes is not translated")
    if window.pads_begin == window.pads_end:
        return lambda x: functional.max_pool2d(x, *shape, window.pads_begin, *steps)
    pads = _pads(window)
    return lambda x: functional.max_pool2d(functional.pad(x, pads, value=-torch.inf), *shape, 0, *steps)


def _average_pool(node: Node, specs: Mapping[str, Spec]) -> Call:
    given = node.op.attributes()
    window = _window(node, given["kernel_shape"], _shape(node, specs)[2:])
    if window.pads_begin != window.pads_end or len(window.kernel) != 2 or given.get("dilations"):
        raise NetError("a mean of this window is not translated")
    rest = (window.pads_begin, bool(given.get("ceil_mode")), bool(given.get("count_include_pad")))
    return lambda x: functional.avg_pool2d(x, window.kernel, window.strides, *rest)


def _gemm(node: Node, specs: Mapping[str, Spec]) -> Call:
    given = node.op.attributes()
    if (given["alpha"], given["beta"], given["transA"]) != (1, 1, 0):
        raise NetError("a product with factors is not translated")
    turned = bool(given["transB"])
    return lambda a, b, c=None: functional.linear(a, b if turned else b.t(), c)


def _clip(node: Node, specs: Mapping[str, Spec]) -> Call:
    given = node.op.attributes()
    bounds = [given.get("min"), given.get("max")]
    for index, name in enumerate(node.inputs[1:]):
        value = specs[name].value if name else None
        bounds[index] = bounds[index] if value is None else float(value)
    low, high = bounds
    return lambda x, *_: torch.clamp(x, low, high)


def _batch_norm(node: Node, specs: Mapping[str, Spec]) -> Call:
    epsilon = node.op.attributes()["epsilon"]
    return lambda x, scale, bias, mean, var: functional.batch_norm(x, mean, var, scale, bias, False, 0, epsilon)


def _response_norm(node: Node, specs: Mapping[str, Spec]) -> Call:
    given = node.op.attributes()
    rest = (given["size"], given["alpha"], given["beta"], given["bias"])
    return lambda x: functional.local_response_norm(x, *rest)


def _reshape(node: Node, specs: Mapping[str, Spec]) -> Call:
    shape = specs[node.outputs[0]].shape
    return lambda x, *_: x.reshape(shape)


def _transpose(node: Node, specs: Mapping[str, Spec]) -> Call:
    order = node.op.attributes().get("perm") or tuple(reversed(range(len(_shape(node, specs)))))
    return lambda x: x.permute(order)


def _plainly(call: Call) -> Callable[[Node, Mapping[str, Spec]], Call]:
    """Return what makes ``call`` of any node."""
    return lambda _node, _specs: call


def _along(call: Call) -> Callable[[Node, Mapping[str, Spec]], Call]:
    """Return what makes ``call`` along the axis of a node."""

    def make(node: Node, specs: Mapping[str, Spec]) -> Call:
        axis = node.op.attributes()["axis"]
        return lambda *tensors: call(tensors, axis)

    return make


_CALLS: Mapping[str, Callable[[Node, Mapping[str, Spec]], Call]] = {
    "Conv": _conv,
    "ConvTranspose": _conv_transpose,
    "Gemm": _gemm,
    "MatMul": _plainly(torch.matmul),
    "MaxPool": _max_pool,
    "AveragePool": _average_pool,
    "GlobalAveragePool": _plainly(lambda x: functional.adaptive_avg_pool2d(x, 1)),
    "BatchNormalization": _batch_norm,
    "LRN": _response_norm,
    "Relu": _plainly(torch.relu),
    "Sigmoid": _plainly(torch.sigmoid),
    "Tanh": _plainly(torch.tanh),
    "Clip": _clip,
    "Add": _plainly(torch.add),
    "Sub": _plainly(torch.sub),
    "Mul": _plainly(torch.mul),
    "Div": _plainly(torch.div),
    "Softmax": _along(lambda tensors, axis: torch.softmax(tensors[0], axis)),
    "Concat": _along(torch.cat),
    "Flatten": _reshape,
    "Reshape": _reshape,
    "Transpose": _transpose,
    "Dropout": _plainly(lambda x, *_: x),
    "Identity": _plainly(lambda x: x),
}
