"""Make the ``filters`` net of two untrained layers, the filters that vision textbooks draw: ``python filters.py``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from explorer.importers.writer import write_net
from explorer.nn.graph import Graph, GraphInput, InputFormat, Node
from explorer.nn.ops import build

OPSET = 21
SIDE = 11
DIRECTIONS = tuple(np.arange(8) * np.pi / 4)
ORIENTATIONS = tuple(np.arange(4) * np.pi / 4)
EDGE_SCALES = (1.0, 2.0)
GABOR_WAVELENGTHS = (4.0, 7.0)
SPOT_SCALES = (1.0, 2.0)
GREY = (0.299, 0.587, 0.114)
OPPONENTS = ((1.0, -1.0, 0.0), (-1.0, 1.0, 0.0), (-0.5, -0.5, 1.0), (0.5, 0.5, -1.0))

Plane = NDArray[np.float64]


def _grid() -> tuple[Plane, Plane]:
    """Return y and x of each cell of a filter, in pixels from its centre."""
    reach = SIDE // 2
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    return y, x


def _gaussian(scale: float) -> Plane:
    y, x = _grid()
    bell = np.exp(-(x * x + y * y) / (2 * scale * scale))
    return bell / bell.sum()


def edge(direction: float, scale: float) -> Plane:
    """Return the derivative of a Gaussian: positive where it gets brighter towards ``direction`` (radians)."""
    y, x = _grid()
    return _balanced((x * np.cos(direction) + y * np.sin(direction)) * _gaussian(scale))


def gabor(orientation: float, wavelength: float) -> Plane:
    """Return an even Gabor filter: a bright line with dark flanks, ``wavelength`` pixels a period."""
    y, x = _grid()
    across = x * np.cos(orientation) + y * np.sin(orientation)
    return _balanced(np.cos(2 * np.pi * across / wavelength) * _gaussian(wavelength * 0.42))


def spot(scale: float) -> Plane:
    """Return the negative Laplacian of a Gaussian: a bright spot on a dark ground."""
    y, x = _grid()
    return _balanced((2 - (x * x + y * y) / (scale * scale)) * _gaussian(scale))


def _balanced(plane: Plane) -> Plane:
    """Shift and scale to a sum of 0 and a positive part of 1, so that answers to -1..1 lie in -2..2."""
    centred = plane - plane.mean() * (np.abs(plane) > 1e-6) / (np.abs(plane) > 1e-6).mean()
    return centred / centred[centred > 0].sum()


def first_layer() -> NDArray[np.float32]:
    """Return the 32 filters of the first layer, (32, 3, 11, 11).

    0-15 edges (eight directions at two scales), 16-23 Gabor filters (four orientations at two wavelengths),
    24-27 spots, bright then dark (Laplacian of Gaussian at two scales), 28-31 colour opponents
    (red-green, green-red, blue-yellow, yellow-blue).
    """
    planes = [edge(d, s) for s in EDGE_SCALES for d in DIRECTIONS]
    planes += [gabor(o, w) for w in GABOR_WAVELENGTHS for o in ORIENTATIONS]
    planes += [sign * spot(s) for sign in (1, -1) for s in SPOT_SCALES]
    grey = [np.multiply.outer(GREY, plane) for plane in planes]
    colour = [np.multiply.outer(weights, _gaussian(1.5)) for weights in OPPONENTS]
    return np.array(grey + colour, np.float32)


def second_layer() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the 16 filters of the second layer, (16, 32, 3, 3), and their biases.

    0-3 lines of one orientation whatever their polarity, 4-5 corners (upright, diagonal), 6 any edge, 7 flat ground,
    8-9 bright and dark spots, 10-11 fine and coarse stripes, 12-13 warm and cool, 14 any colour, 15 spots in colour.
    """
    mixes = np.zeros((16, 32))
    biases = np.zeros(16)
    for orientation in range(4):
        for scale in range(2):
            mixes[orientation, [8 * scale + orientation, 8 * scale + orientation + 4]] = 0.5
    mixes[4], mixes[5] = mixes[0] + mixes[2], mixes[1] + mixes[3]
    biases[4:6] = -0.25
    mixes[6, :16] = 0.25
    mixes[7], biases[7] = -2 * mixes[6], 0.25
    mixes[8, 24:26], mixes[9, 26:28] = 0.5, 0.5
    mixes[10, 16:20], mixes[11, 20:24] = 0.5, 0.5
    mixes[12, [28, 31]], mixes[13, [29, 30]] = 1.0, 1.0
    mixes[14, 28:] = 0.5
    mixes[15] = mixes[14] + mixes[8]
    biases[15] = -0.1
    window = np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]]) / 16
    return np.multiply.outer(mixes, window).astype(np.float32), biases.astype(np.float32)


def graph() -> Graph:
    """Return the net: conv1, relu1, pool1, conv2, relu2, on RGB images of any size."""
    weights, biases = second_layer()
    convolution = {"kernel_shape": (SIDE, SIDE), "pads": (SIDE // 2,) * 4}
    nodes = (
        Node("conv1", build("Conv", convolution, opset=OPSET), ("image", "conv1.weight", "conv1.bias"), ("conv1",)),
        Node("relu1", build("Relu", {}, opset=OPSET), ("conv1",), ("relu1",)),
        Node(
            "pool1", build("MaxPool", {"kernel_shape": (2, 2), "strides": (2, 2)}, opset=OPSET), ("relu1",), ("pool1",)
        ),
        Node(
            "conv2",
            build("Conv", {"kernel_shape": (3, 3), "pads": (1, 1, 1, 1)}, opset=OPSET),
            ("pool1", "conv2.weight", "conv2.bias"),
            ("conv2",),
        ),
        Node("relu2", build("Relu", {}, opset=OPSET), ("conv2",), ("relu2",)),
    )
    return Graph(
        name="filters",
        nodes=nodes,
        inputs=(GraphInput("image", (1, 3, None, None)),),
        outputs=("relu2",),
        initializers={
            "conv1.weight": first_layer(),
            "conv1.bias": np.zeros(32, np.float32),
            "conv2.weight": weights,
            "conv2.bias": biases,
        },
        opset=OPSET,
        input_format=InputFormat(low=-1.0, high=1.0, mean=(0.0,), std=(1.0,), stated=True),
    )


if __name__ == "__main__":
    write_net(graph(), Path(__file__).resolve().parents[1] / "filters.onnx")
