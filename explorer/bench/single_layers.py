"""Nets of one layer, by name; ``3x3/2-64-128@56`` has 128 filters of 3x3, stride 2, over 64 maps of 56x56."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from explorer.bench.builder import Builder
from explorer.nn.graph import Graph


def _layer(name: str, channels: int, side: int, append: Callable[[Builder], object]) -> Graph:
    net = Builder(name, 1, channels, side, side)
    append(net)
    return net.graph()


def _conv(
    kernel: int, stride: int, pad: int, channels: int, filters: int, side: int
) -> tuple[str, Callable[[], Graph]]:
    step = f"/{stride}" if stride > 1 else ""
    name = f"{kernel}x{kernel}{step}-{channels}-{filters}@{side}"
    return name, partial(_layer, name, channels, side, lambda net: net.conv(filters, kernel, stride, pad))


def _other(name: str, channels: int, side: int, append: Callable[[Builder], object]) -> tuple[str, Callable[[], Graph]]:
    name = f"{name}-{channels}@{side}"
    return name, partial(_layer, name, channels, side, append)


def _fully_connected(units: int) -> Graph:
    net = Builder(f"fc-{units}", 1, units)
    net.fully_connected(units)
    return net.graph()


SINGLE_LAYERS: Mapping[str, Callable[[], Graph]] = dict(
    (
        _conv(3, 1, 1, 64, 64, 56),
        _conv(3, 1, 1, 128, 128, 28),
        _conv(3, 1, 1, 256, 256, 28),
        _conv(3, 1, 1, 256, 256, 14),
        _conv(3, 1, 1, 512, 512, 14),
        _conv(3, 1, 1, 512, 512, 7),
        _conv(1, 1, 0, 64, 256, 56),
        _conv(11, 4, 0, 3, 96, 227),
        _conv(3, 2, 1, 64, 128, 56),
        _conv(7, 2, 3, 3, 64, 224),
        _other("depthwise3x3", 144, 56, lambda net: net.depthwise(3)),
        _other("depthwise5x5", 240, 28, lambda net: net.depthwise(5)),
        _other("transposed4x4/2", 256, 14, lambda net: net.transposed(128, 4, 2, 1)),
        _other("maxpool3x3/2", 64, 112, lambda net: net.max_pool(3, 2, 1)),
        ("fc-4096", partial(_fully_connected, 4096)),
        _other("relu", 64, 112, lambda net: net.relu()),
        _other("add", 256, 56, lambda net: net.plus_drawn()),
        _other("globalpool", 2048, 7, lambda net: net.add("GlobalAveragePool")),
    )
)
"""What makes each."""
