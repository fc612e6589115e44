"""The three trained nets, as PyTorch modules whose layer names become the names of the ONNX values."""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import nn


def lenet5() -> nn.Sequential:
    """Return LeNet-5 on (N, 1, 32, 32) with ReLU and max pooling in place of tanh and subsampling."""
    layers: list[tuple[str, nn.Module]] = [
        ("conv1", nn.Conv2d(1, 6, 5)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(6, 16, 5)),
        ("relu2", nn.ReLU()),
        ("pool2", nn.MaxPool2d(2)),
        ("flatten", nn.Flatten()),
        ("fc3", nn.Linear(400, 120)),
        ("relu3", nn.ReLU()),
        ("fc4", nn.Linear(120, 84)),
        ("relu4", nn.ReLU()),
        ("fc5", nn.Linear(84, 10)),
    ]
    return nn.Sequential(OrderedDict(layers))


def cifar10() -> nn.Sequential:
    """Return conv-ReLU twice, then pooling, three times over; batch norms follow the convs while training."""
    layers: list[tuple[str, nn.Module]] = []
    depth = 3
    for block, filters in enumerate((32, 64, 192), start=1):
        for half in (1, 2):
            layers += [
                (f"conv{block}_{half}", nn.Conv2d(depth, filters, 3, padding=1, bias=False)),
                (f"norm{block}_{half}", nn.BatchNorm2d(filters)),
                (f"relu{block}_{half}", nn.ReLU()),
            ]
            depth = filters
        layers.append((f"pool{block}", nn.MaxPool2d(2)))
    layers += [
        ("conv4", nn.Conv2d(depth, depth, 3, padding=1, bias=False)),
        ("norm4", nn.BatchNorm2d(depth)),
        ("relu4", nn.ReLU()),
        ("globalpool", nn.AdaptiveAvgPool2d(1)),
        ("flatten", nn.Flatten()),
        ("fc5", nn.Linear(depth, 10)),
    ]
    return nn.Sequential(OrderedDict(layers))


class Residual(nn.Module):
    """Two 3x3 convs with batch norms, added to the input or, where the shape changes, to a 1x1 conv of it."""

    def __init__(self, depth: int, filters: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(depth, filters, 3, stride, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(filters)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(filters)
        changes = stride != 1 or depth != filters
        self.skip = nn.Conv2d(depth, filters, 1, stride) if changes else None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the block's output, (N, filters, H / stride, W / stride)."""
        inner = torch.relu(self.norm1(self.conv1(x)))
        skipped = x if self.skip is None else self.skip(x)
        return torch.relu(self.norm2(self.conv2(inner)) + skipped)


def resnet8() -> nn.Sequential:
    """Return a stem and three residual blocks on (N, 3, 32, 32), after ResNet-8 of MLPerf Tiny, wider at the end."""
    layers: list[tuple[str, nn.Module]] = [
        ("conv1", nn.Conv2d(3, 16, 3, padding=1, bias=False)),
        ("norm1", nn.BatchNorm2d(16)),
        ("relu1", nn.ReLU()),
        ("block2", Residual(16, 16, 1)),
        ("block3", Residual(16, 32, 2)),
        ("block4", Residual(32, 72, 2)),
        ("globalpool", nn.AdaptiveAvgPool2d(1)),
        ("flatten", nn.Flatten()),
        ("fc5", nn.Linear(72, 10)),
    ]
    return nn.Sequential(OrderedDict(layers))
