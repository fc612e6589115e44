"""Random nodes that a net's layers are made of: convolutions, pools, norms, activations."""

from __future__ import annotations

from typing import Any

import numpy as np
from sketch import RejectedError, Sketch, recipe


def window(s: Sketch, x: str, dilated: bool, ceiled: bool = False) -> dict[str, Any]:
    """Return attributes of a random window over the pixels of ``x``: kernel, strides, dilations, padding."""
    extents = s.shapes[x][2:]
    attributes: dict[str, Any] = {"kernel_shape": [s.integer(1, min(6, extent + 1)) for extent in extents]}
    if s.chance(0.7):
        attributes["strides"] = s.integers(2, 1, 4)
    if dilated and s.chance(0.3):
        attributes["dilations"] = s.integers(2, 1, 3)
    if s.chance(0.25) and "dilations" not in attributes:
        attributes["auto_pad"] = s.one_of("SAME_UPPER", "SAME_LOWER", "VALID")
    elif s.chance(0.6):
        attributes["pads"] = [s.integer(0, k) for k in attributes["kernel_shape"] * 2]
    if ceiled and "auto_pad" not in attributes and s.chance(0.4):
        attributes["ceil_mode"] = 1
    if any(is_corner(axis, extent, attributes) for axis, extent in enumerate(extents)):
        raise RejectedError
    return attributes


def is_corner(axis: int, extent: int, attributes: dict[str, Any]) -> bool:
    """Return whether ONNX and ONNX Runtime disagree about a window.

    ONNX Runtime refuses windows that skip pixels under SAME padding (negative padding) and windows larger than the
    padded input; ONNX's shape inference counts windows of average pools that begin in the end padding, ONNX Runtime
    leaves them out.
    """
    stride = attributes.get("strides", (1, 1))[axis]
    reach = attributes.get("dilations", (1, 1))[axis] * (attributes["kernel_shape"][axis] - 1) + 1
    before, after = np.reshape(attributes.get("pads", (0, 0, 0, 0)), (2, 2))[:, axis]
    if attributes.get("auto_pad", "VALID") != "VALID":
        return bool(stride > reach)
    last = -(-(extent + before + after - reach) // stride) * stride
    return bool(reach > extent + before + after or ("ceil_mode" in attributes and last >= extent + before))


@recipe(times=8)
def conv(s: Sketch) -> None:
    x = s.pick(4)
    channels = s.shapes[x][1]
    group = s.one_of(*(g for g in range(1, channels + 1) if channels % g == 0))
    filters = group * s.integer(1, 13 // group + 2)
    attributes = window(s, x, dilated=True)
    kernel = attributes["kernel_shape"]
    fan_in = channels // group * int(np.prod(kernel))
    w = s.floats(filters, channels // group, *kernel, scale=fan_in**-0.5)
    if s.chance(0.3):
        del attributes["kernel_shape"]
    s.add("Conv", [x, w, s.floats(filters)] if s.chance(0.7) else [x, w], group=group, **attributes)


@recipe(times=2)
def conv_transpose(s: Sketch) -> None:
    x = s.pick(4)
    channels = s.shapes[x][1]
    group = s.one_of(*(g for g in range(1, channels + 1) if channels % g == 0))
    filters = s.integer(1, 5)
    kernel, strides = s.integers(2, 1, 5), s.integers(2, 1, 4)
    attributes: dict[str, Any] = {"strides": strides, "group": group}
    if s.chance(0.3):
        attributes["output_padding"] = [s.integer(0, stride) for stride in strides]
    if s.chance(0.3):
        attributes["dilations"] = s.integers(2, 1, 3)
    if s.chance():
        attributes["pads"] = [s.integer(0, k) for k in kernel + kernel]
    w = s.floats(channels, filters, *kernel, scale=(channels // group * kernel[0] * kernel[1]) ** -0.5)
    s.add("ConvTranspose", [x, w, s.floats(filters * group)] if s.chance() else [x, w], **attributes)


@recipe(times=2)
def max_pool(s: Sketch) -> None:
    x = s.pick(4)
    attributes = window(s, x, dilated=s.opset >= 10, ceiled=s.opset >= 10)
    s.add("MaxPool", [x], exact=True, **attributes)


@recipe(times=2)
def average_pool(s: Sketch) -> None:
    x = s.pick(4)
    attributes = window(s, x, dilated=s.opset >= 19, ceiled=s.opset >= 10)
    s.add("AveragePool", [x], count_include_pad=s.integer(0, 2), **attributes)


@recipe()
def lp_pool(s: Sketch) -> None:
    x = s.pick(4)
    s.add("LpPool", [x], p=s.integer(1, 4), **window(s, x, dilated=s.opset >= 18))


@recipe()
def global_pool(s: Sketch) -> None:
    s.add(s.one_of("GlobalAveragePool", "GlobalMaxPool"), [s.pick(4)])


@recipe(times=4)
def activation(s: Sketch) -> None:
    operator = s.one_of(
        "Sigmoid", "Tanh", "Softplus", "Softsign", "Erf", "Relu", "Selu", "Elu", "LeakyRelu", "HardSigmoid"
    )
    since = {"Erf": 9}
    if s.opset < since.get(operator, 7):
        raise RejectedError
    s.add(operator, [s.pick()], exact=operator == "Relu")


@recipe(times=2)
def activation_with_numbers(s: Sketch) -> None:
    operator, *names = s.one_of(
        ("Elu", "alpha"), ("LeakyRelu", "alpha"), ("HardSigmoid", "alpha", "beta"), ("Selu", "alpha", "gamma")
    )  # fmt: skip
    attributes: dict[str, Any] = {name: float(s.rng.uniform(0.1, 1.5)) for name in names}
    s.add(operator, [s.pick()], **attributes)


@recipe(since=20, times=2)
def gelu(s: Sketch) -> None:
    s.add("Gelu", [s.pick()], approximate=s.one_of("none", "tanh"))


@recipe(since=18)
def mish(s: Sketch) -> None:
    s.add("Mish", [s.pick()])


@recipe(since=14)
def hard_swish(s: Sketch) -> None:
    s.add("HardSwish", [s.pick()])


@recipe(since=12)
def celu(s: Sketch) -> None:
    s.add("Celu", [s.pick()], alpha=float(s.rng.uniform(0.3, 2)))


@recipe(since=10)
def thresholded_relu(s: Sketch) -> None:
    s.add("ThresholdedRelu", [s.pick(exact=True)], exact=True, alpha=float(s.rng.uniform(0, 1)))


@recipe()
def p_relu(s: Sketch) -> None:
    x = s.pick(4)
    s.add("PRelu", [x, s.floats(*s.one_of((s.shapes[x][1], 1, 1), (1,), s.shapes[x]))])


@recipe()
def clip(s: Sketch) -> None:
    low, high = sorted(s.rng.uniform(-2, 2, 2).astype(np.float32))
    if s.opset < 11:
        s.add("Clip", [s.pick()], exact=True, min=float(low), max=float(high))
        return
    bounds = s.one_of([low, None], [None, high], [low, high])
    s.add("Clip", [s.pick(), *("" if b is None else s.constant(b) for b in bounds)], exact=True)


@recipe()
def softmax(s: Sketch) -> None:
    x = s.pick()
    axis = s.integer(-len(s.shapes[x]) if s.opset >= 11 else 0, len(s.shapes[x]))
    s.add(s.one_of("Softmax", "LogSoftmax"), [x], axis=axis)


@recipe()
def hardmax(s: Sketch) -> None:
    x = s.pick(exact=True)
    s.add("Hardmax", [x], axis=s.integer(0, len(s.shapes[x])))


@recipe(times=3)
def batch_normalization(s: Sketch) -> None:
    x = s.pick(4)
    c = s.shapes[x][1]
    s.add("BatchNormalization", [x, s.floats(c), s.floats(c), s.floats(c), s.floats(c, low=0.5)], epsilon=1e-3)


def pick_plane(s: Sketch) -> str:
    """Return a value with enough pixels to have a variance; a constant's normalisation magnifies rounding."""
    x = s.pick(4)
    if s.shapes[x][2] * s.shapes[x][3] < 12:
        raise RejectedError
    return x


@recipe()
def instance_normalization(s: Sketch) -> None:
    x = pick_plane(s)
    s.add("InstanceNormalization", [x, *(s.floats(s.shapes[x][1]) for _ in "sb")], epsilon=1e-2)


@recipe(since=21)
def group_normalization(s: Sketch) -> None:
    x = pick_plane(s)
    c = s.shapes[x][1]
    groups = s.one_of(*(g for g in range(1, c + 1) if c % g == 0))
    s.add("GroupNormalization", [x, s.floats(c), s.floats(c)], num_groups=groups, epsilon=1e-2)


@recipe(since=17)
def layer_normalization(s: Sketch) -> None:
    x = pick_plane(s)
    axis = s.integer(1, 3)
    shape = s.shapes[x][axis:]
    s.add("LayerNormalization", [x, s.floats(*shape), s.floats(*shape)], axis=axis, epsilon=1e-2)


@recipe()
def lrn(s: Sketch) -> None:
    s.add("LRN", [s.pick(4)], size=s.one_of(1, 3, 5), alpha=0.02, beta=0.75, bias=1.5)


@recipe(since=9)
def mean_variance_normalization(s: Sketch) -> None:
    x = pick_plane(s)
    varied = s.add("Add", [x, s.floats(*s.shapes[x])])  # ONNX Runtime makes NaN of planes without variance
    s.add("MeanVarianceNormalization", [varied], axes=s.one_of([0, 2, 3], [0, 1, 2, 3]))
