"""Pictures of any shape fitted to the height and width that a net takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from PIL import Image

from explorer.nn.spec import FLOAT, Array
from explorer.sources.picture import Picture

Mode: TypeAlias = Literal["crop", "pad", "stretch"]

MODES: tuple[Mode, ...] = ("crop", "pad", "stretch")
"""The largest centred part of the net's shape; all of it between black bars; all of it, distorted."""


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


@dataclass(frozen=True, eq=False)
class Fitted:
    """What the net is to see, before its channels and numbers.

    Attributes
    ----------
    pixels
        float32 (height, width, C) in 0..1, C as in the picture.
    box
        The part of the picture that they show; it reaches beyond the picture where ``pad`` adds bars.
    """

    pixels: Array = field(repr=False)
    box: Box
    mode: Mode


def fit(picture: Picture, height: int, width: int, mode: Mode = "crop") -> Fitted:
    """Return the picture at ``height`` by ``width`` pixels."""
    return cut(picture, box_of(picture, height, width, mode), height, width, mode)


def box_of(picture: Picture, height: int, width: int, mode: Mode) -> Box:
    """Return the part of the picture, or more than it, that ``mode`` shows at ``height`` by ``width``."""
    down, across = picture.height, picture.width
    if mode == "stretch":
        return Box(0, 0, down, across)
    choose = min if mode == "crop" else max
    step = choose(down / height, across / width)
    top, left = (down - step * height) / 2, (across - step * width) / 2
    return Box(top, left, top + step * height, left + step * width)


def cut(picture: Picture, box: Box, height: int, width: int, mode: Mode = "crop") -> Fitted:
    """Return the part of the picture in ``box`` at ``height`` by ``width`` pixels, black beyond the picture.

    Each axis is averaged over areas where it shrinks and interpolated linearly where it grows.
    """
    rows, source_rows = _overlap(box.top, box.bottom, picture.height, height)
    columns, source_columns = _overlap(box.left, box.right, picture.width, width)
    pixels = np.zeros((height, width, picture.pixels.shape[2]), FLOAT)
    target = pixels[slice(*rows), slice(*columns)]
    if target.size:
        for channel in range(pixels.shape[2]):
            image = Image.fromarray(np.ascontiguousarray(picture.pixels[..., channel]))
            target[..., channel] = _resized(image, *target.shape[:2], source_rows, source_columns)
        np.clip(pixels, 0, 1, out=pixels)
    pixels.flags.writeable = False
    return Fitted(pixels, box, mode)


def natural_size(picture: Picture, largest: int = 512) -> tuple[int, int]:
    """Return height and width for a net that takes any: the picture's, its longer side at most ``largest``."""
    scale = min(1.0, largest / max(picture.height, picture.width))
    return max(1, round(picture.height * scale)), max(1, round(picture.width * scale))


def _overlap(start: float, end: float, length: int, count: int) -> tuple[tuple[int, int], tuple[float, float]]:
    """Return which of ``count`` pixels lie on the picture along one axis, and what of the picture they show."""
    step = (end - start) / count
    first = min(count, max(0, round(-start / step)))
    last = max(first, min(count, round((length - start) / step)))
    if last == first and start < length and end > 0:
        first = min(first, count - 1)
        last = first + 1
    low = max(0.0, start + first * step)
    return (first, last), (low, max(low, min(float(length), start + last * step)))


def _resized(
    image: Image.Image, height: int, width: int, rows: tuple[float, float], columns: tuple[float, float]
) -> Array:
    across = image.resize((width, image.height), _filter(columns, width), (columns[0], 0, columns[1], image.height))
    return np.asarray(across.resize((width, height), _filter(rows, height), (0, rows[0], width, rows[1])))


def _filter(span: tuple[float, float], count: int) -> Image.Resampling:
    return Image.Resampling.BOX if span[1] - span[0] >= count else Image.Resampling.BILINEAR
