"""Training of a small classifier on images that fit in memory, on the CPU, in bfloat16 where the CPU has it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional


@dataclass(frozen=True)
class Schedule:
    """How long and how hard to train, and how images are varied on the way.

    Attributes
    ----------
    shift
        Images are moved by up to this many pixels in each direction, at random.
    flip
        Half of the images are mirrored.
    """

    epochs: int
    peak_rate: float
    batch: int = 128
    weight_decay: float = 5e-4
    label_smoothing: float = 0.0
    shift: int = 0
    flip: bool = False
    seed: int = 0


def normalised(images: np.ndarray, mean: tuple[float, ...], std: tuple[float, ...]) -> torch.Tensor:
    """Scale uint8 images (N, C, H, W) to 0..1, subtract ``mean`` and divide by ``std`` per channel."""
    pixels = torch.from_numpy(np.ascontiguousarray(images)).float() / 255
    return (pixels - torch.tensor(mean).view(-1, 1, 1)) / torch.tensor(std).view(-1, 1, 1)


def fit(net: nn.Module, images: torch.Tensor, labels: torch.Tensor, schedule: Schedule) -> None:
    """Train ``net`` in place: SGD with Nesterov momentum, one cycle of the learning rate."""
    torch.manual_seed(schedule.seed)
    net.train().to(memory_format=torch.channels_last)
    steps = len(images) // schedule.batch
    optimiser = torch.optim.SGD(_parameter_groups(net, schedule.weight_decay), lr=0.1, momentum=0.9, nesterov=True)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, schedule.peak_rate, total_steps=steps * schedule.epochs, pct_start=0.25
    )
    for epoch in range(schedule.epochs):
        started, total = time.perf_counter(), 0.0
        order = torch.randperm(len(images))[: steps * schedule.batch].view(steps, schedule.batch)
        for rows in order:
            batch = varied(images[rows], schedule).to(memory_format=torch.channels_last)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(batch)
            loss = functional.cross_entropy(scores.float(), labels[rows], label_smoothing=schedule.label_smoothing)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            rate.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / steps:.4f}, {time.perf_counter() - started:.1f} s", flush=True)


def varied(images: torch.Tensor, schedule: Schedule) -> torch.Tensor:
    """Return images (N, C, H, W), each shifted and mirrored at random."""
    count, _, height, width = images.shape
    if schedule.flip:
        images = torch.where((torch.rand(count) < 0.5).view(-1, 1, 1, 1), images.flip(3), images)
    if schedule.shift:
        padded = functional.pad(images, (schedule.shift,) * 4)
        top, left = torch.randint(0, 2 * schedule.shift + 1, (2, count)).tolist()
        crops = [padded[i, :, y : y + height, x : x + width] for i, (y, x) in enumerate(zip(top, left, strict=True))]
        images = torch.stack(crops)
    return images


@torch.inference_mode()
def accuracy(net: nn.Module, images: torch.Tensor, labels: torch.Tensor) -> float:
    """Return the share, 0 to 1, of images whose class ``net`` names, in float32."""
    net.eval()
    right = 0
    for i in range(0, len(images), 500):
        right += int((net(images[i : i + 500]).argmax(1) == labels[i : i + 500]).sum())
    return right / len(images)


def _parameter_groups(net: nn.Module, weight_decay: float) -> list[dict[str, object]]:
    """Weights decay; biases and the scale and shift of batch norms do not."""
    weights = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim == 1]
    return [{"params": weights, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]
