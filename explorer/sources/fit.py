"""Pictures of any shape fitted to the height and width that a net takes."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from PIL import Image

from explorer.nn.spec import FLOAT, Array
from explorer.sources.picture import Picture

Fit: TypeAlias = Literal["crop", "pad", "stretch"]
"""The largest centred part of the net's shape; all of it between black bars; all of it, distorted."""


SMALLEST = 16
"""Pixels of the shorter side that nets of any size are fed at least."""


class Box(NamedTuple):
    """A rectangle in pixels of the picture; right and bottom are exclusive, fractions are allowed."""

    top: float
    left: float
    bottom: float
    right: float

    @property
    def height(self) -> float:
        """Rows covered."""
        return self.bottom - self.top

    @property
    def width(self) -> float:
        """Columns covered."""
        return self.right - self.left


def box_of(picture: Picture, height: int, width: int, fit: Fit) -> Box:
    """Return the part of the picture, or more than it, that ``fit`` shows at ``height`` by ``width``."""
    down, across = picture.height, picture.width
    if fit == "stretch":
        return Box(0, 0, down, across)
    choose = min if fit == "crop" else max
    step = choose(down / height, across / width)
    top, left = (down - step * height) / 2, (across - step * width) / 2
    return Box(top, left, top + step * height, left + step * width)


def cut(picture: Picture, box: Box, height: int, width: int) -> Array:
    """Return the part of the picture in ``box``, black beyond the picture, float32 (height, width, C) in 0..1.

    C is as in the picture; the pixels are read-only. Each axis is averaged over areas where it shrinks and interpolated
    linearly where it grows.
    """
    rows = _overlap(box.top, box.bottom, picture.height, height)
    columns = _overlap(box.left, box.right, picture.width, width)
    pixels = np.zeros((height, width, picture.pixels.shape[2]), FLOAT)
    if rows.many and columns.many:
        target = pixels[rows.first : rows.first + rows.many, columns.first : columns.first + columns.many]
        for channel in range(pixels.shape[2]):
            target[..., channel] = _resized(picture.pixels[..., channel], rows, columns)
        np.clip(pixels, 0, 1, out=pixels)
    pixels.flags.writeable = False
    return pixels


def natural_size(height: float, width: float, largest: int) -> tuple[int, int]:
    """Return height and width for a net that takes any: those given, the longer one at most ``largest``.

    Each side is at least ``SMALLEST``, or a few pooling layers would leave nothing of tiny and thin pictures.
    """
    scale = min(1.0, largest / max(height, width))
    return max(SMALLEST, round(height * scale)), max(SMALLEST, round(width * scale))


class _Overlap(NamedTuple):
    """Along one axis: which pixels of the result lie on the picture, and which stretch of it they show."""

    first: int
    many: int
    start: float
    end: float


def _overlap(start: float, end: float, length: int, count: int) -> _Overlap:
    step = (end - start) / count
    first = min(count - 1, max(0, round(-start / step)))
    last = min(count, max(first + 1, round((length - start) / step)))
    low, high = max(0.0, start + first * step), min(float(length), start + last * step)
    return _Overlap(first, last - first, low, high) if low < high else _Overlap(first, 0, 0.0, 0.0)


def _resized(channel: Array, rows: _Overlap, columns: _Overlap) -> Array:
    """Return the part of a channel, float32 (H, W), that lies in ``rows`` and ``columns``, at their sizes."""
    top, left = max(0, int(rows.start) - 1), max(0, int(columns.start) - 1)
    part = channel[top : math.ceil(rows.end) + 1, left : math.ceil(columns.end) + 1]
    image = Image.fromarray(np.ascontiguousarray(part))
    start, end = columns.start - left, columns.end - left
    across = image.resize((columns.many, image.height), _filter(columns), (start, 0, end, image.height))
    start, end = rows.start - top, rows.end - top
    return np.asarray(across.resize((columns.many, rows.many), _filter(rows), (0, start, columns.many, end)))


def _filter(part: _Overlap) -> Image.Resampling:
    return Image.Resampling.BOX if part.end - part.start >= part.many else Image.Resampling.BILINEAR
