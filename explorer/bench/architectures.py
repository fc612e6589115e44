"""Well-known nets with random weights, for what they cost and not for what they know.

Each ends in logits. Batch normalisation is folded into the convolutions before it, as exporters write it.
"""

from __future__ import annotations

from explorer.bench.builder import Builder
from explorer.nn.graph import Graph

_CLASSES = 1000


def alexnet() -> Graph:
    """Return AlexNet in one column, without its response normalisation, as the notes of CS231n count it.

    Notes
    -----
    Krizhevsky et al. 2012.
    """
    net = Builder("alexnet", 1, 3, 227, 227)
    for filters, kernel, stride, pad, pooled in (
        (96, 11, 4, 0, True),
        (256, 5, 1, 2, True),
        (384, 3, 1, 1, False),
        (384, 3, 1, 1, False),
        (256, 3, 1, 1, True),
    ):
        net.conv(filters, kernel, stride, pad)
        net.relu()
        if pooled:
            net.max_pool(3, 2)
    return _with_head(net)


def vgg16() -> Graph:
    """Return VGG-16, configuration D.

    Notes
    -----
    Simonyan and Zisserman 2014.
    """
    net = Builder("vgg16", 1, 3, 224, 224)
    for filters, layers in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(layers):
            net.conv(filters, 3, pad=1)
            net.relu()
        net.max_pool(2, 2)
    return _with_head(net)


def resnet50() -> Graph:
    """Return ResNet-50 with the stride in the 3x3 convolutions, as frameworks have it.

    Notes
    -----
    He et al. 2015, "Deep Residual Learning".
    """
    net = Builder("resnet50", 1, 3, 224, 224)
    net.conv(64, 7, 2, 3)
    net.relu()
    net.max_pool(3, 2, 1)
    for width, blocks, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for block in range(blocks):
            _bottleneck(net, width, stride if block == 0 else 1)
    return _with_mean(net)


def mobilenet_v2() -> Graph:
    """Return a net like MobileNetV2 of width 1.

    Notes
    -----
    Sandler et al. 2018, table 2.
    """
    net = Builder("mobilenet_v2", 1, 3, 224, 224)
    net.conv(32, 3, 2, 1)
    net.relu6()
    for expansion, filters, blocks, stride in (
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ):
        for block in range(blocks):
            _inverted_residual(net, expansion, filters, stride if block == 0 else 1)
    net.conv(1280, 1)
    net.relu6()
    return _with_mean(net)


def _bottleneck(net: Builder, width: int, stride: int) -> None:
    start = net.last
    net.conv(width, 1)
    net.relu()
    net.conv(width, 3, stride, 1)
    net.relu()
    end = net.conv(4 * width, 1)
    shortcut = start if net.shape(start) == net.shape(end) else net.conv(4 * width, 1, stride, of=start)
    net.add("Add", end, shortcut)
    net.relu()


def _inverted_residual(net: Builder, expansion: int, filters: int, stride: int) -> None:
    start = net.last
    if expansion > 1:
        net.conv(expansion * net.shape()[1], 1)
        net.relu6()
    net.depthwise(3, stride)
    net.relu6()
    end = net.conv(filters, 1)
    if net.shape(start) == net.shape(end):
        net.add("Add", start, end)


def _with_head(net: Builder) -> Graph:
    """Append three fully connected layers, dropout left out."""
    net.add("Flatten")
    for units in (4096, 4096):
        net.fully_connected(units)
        net.relu()
    net.fully_connected(_CLASSES)
    return net.graph()


def _with_mean(net: Builder) -> Graph:
    """Append each channel's mean and one fully connected layer."""
    net.add("GlobalAveragePool")
    net.add("Flatten")
    net.fully_connected(_CLASSES)
    return net.graph()
