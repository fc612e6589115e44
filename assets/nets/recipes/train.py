"""Train one of the bundled nets: ``python train.py lenet5|cifar10|resnet8`` (an hour or less on two cores)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import architectures
import data
import numpy as np
import torch
from conversion import folded, to_graph
from torch import nn
from training import Schedule, accuracy, fit, normalised

from explorer.importers.writer import write_net
from explorer.nn.graph import InputFormat

CIFAR10_MEAN, CIFAR10_STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
MNIST_MEAN, MNIST_STD = (0.1307,), (0.3081,)


@dataclass(frozen=True)
class Recipe:
    """What to train and on what: the architecture, the schedule and the normalisation of the input."""

    build: Callable[[], nn.Sequential]
    schedule: Schedule
    mean: tuple[float, ...]
    std: tuple[float, ...]
    labels: tuple[str, ...]


RECIPES = {
    "lenet5": Recipe(
        architectures.lenet5,
        Schedule(epochs=16, peak_rate=0.05, shift=2),
        MNIST_MEAN,
        MNIST_STD,
        tuple("0123456789"),
    ),
    "cifar10": Recipe(
        architectures.cifar10,
        Schedule(epochs=24, peak_rate=0.2, label_smoothing=0.1, shift=4, flip=True),
        CIFAR10_MEAN,
        CIFAR10_STD,
        data.CIFAR10_LABELS,
    ),
    "resnet8": Recipe(
        architectures.resnet8,
        Schedule(epochs=50, peak_rate=0.3, weight_decay=2e-4, shift=4, flip=True),
        CIFAR10_MEAN,
        CIFAR10_STD,
        data.CIFAR10_LABELS,
    ),
}


def split(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return training images and labels, then test images and labels, of the data set of a recipe."""
    if name == "lenet5":
        return (*data.mnist("train"), *data.mnist("t10k"))
    images, labels = data.cifar10()
    cut = len(images) - data.CIFAR10_HELD_OUT
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


def train(name: str) -> tuple[nn.Sequential, float]:
    """Return the net of a recipe, trained, and its accuracy on the images held out."""
    recipe = RECIPES[name]
    torch.manual_seed(recipe.schedule.seed)
    images, labels, test_images, test_labels = split(name)
    net = recipe.build()
    fit(net, normalised(images, recipe.mean, recipe.std), torch.from_numpy(labels), recipe.schedule)
    score = accuracy(net, normalised(test_images, recipe.mean, recipe.std), torch.from_numpy(test_labels))
    return net, score


def write(name: str, net: nn.Sequential) -> None:
    """Write a trained net to ``assets/nets`` with its softmax and input format; ``cifar10`` with folded batch norms."""
    recipe = RECIPES[name]
    channels = "Gray" if len(recipe.mean) == 1 else "RGB"
    input_format = InputFormat(channels, mean=recipe.mean, std=recipe.std, labels=recipe.labels, stated=True)
    kept = folded(net) if name == "cifar10" else net
    graph = to_graph(name, kept, input_format, (len(recipe.mean), 32, 32))
    write_net(graph, Path(__file__).resolve().parents[1] / f"{name}.onnx")


if __name__ == "__main__":
    trained, score = train(sys.argv[1])
    print(f"{sys.argv[1]}: {score:.2%} of the images held out")
    write(sys.argv[1], trained)
