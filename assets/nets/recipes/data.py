"""MNIST and CIFAR-10 as the recipes train on them, read from the folder that EXPLORER_DATA names."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import numpy as np
from PIL import Image

CIFAR10_LABELS = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
CIFAR10_HELD_OUT = 5000

_IDX_HEADER_BYTES = {1: 8, 3: 16}


def data_folder() -> Path:
    """Return the folder with ``mnist/`` and ``cifar10/``: $EXPLORER_DATA, else ``../shared/data``."""
    if named := os.environ.get("EXPLORER_DATA"):
        return Path(named)
    return Path(__file__).resolve().parents[4] / "shared" / "data"


def mnist(part: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the images, uint8 (N, 1, 32, 32), padded by 2 on each side, and labels of a part.

    Parameters
    ----------
    part
        ``"train"`` (60000 images) or ``"t10k"`` (10000 test images).
    """
    folder = data_folder() / "mnist"
    images = _read_idx(folder / f"{part}-images-idx3-ubyte.gz", axes=3).reshape(-1, 28, 28)
    labels = _read_idx(folder / f"{part}-labels-idx1-ubyte.gz", axes=1)
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))[:, None], labels.astype(np.int64)


def cifar10() -> tuple[np.ndarray, np.ndarray]:
    """Return the 50000 training images, uint8 (N, 3, 32, 32), RGB, and their labels.

    The recipes train on all but the last ``CIFAR10_HELD_OUT`` of them and test on those.
    """
    folder = data_folder() / "cifar10"
    batches = [_read_cifar10_batch(folder / f"cifar10_batch_{i}.png") for i in range(50)]
    labels = np.loadtxt(folder / "labels.txt", dtype=np.int64)
    return np.concatenate(batches), labels


def _read_idx(path: Path, axes: int) -> np.ndarray:
    with gzip.open(path) as file:
        return np.frombuffer(file.read(), np.uint8, offset=_IDX_HEADER_BYTES[axes])


def _read_cifar10_batch(path: Path) -> np.ndarray:
    """Row i is image i; pixel (x, y) of the 32x32 image stands at column 32 * y + x."""
    rows = np.asarray(Image.open(path).convert("RGB"))
    return rows.reshape(-1, 32, 32, 3).transpose(0, 3, 1, 2)
