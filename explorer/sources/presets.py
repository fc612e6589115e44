"""The usual ways to turn pixels into numbers, and how a net's own is changed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from explorer.errors import UsageError
from explorer.nn.graph import InputFormat
from explorer.sources.feed import LUMA

Numbers = tuple[float, ...]


@dataclass(frozen=True)
class Preset:
    """One usual way.

    Attributes
    ----------
    title
        Of a menu entry.
    hint
        Which nets are fed so.
    low, high
        Range of the pixels.
    mean, std
        One number, or three in the order R, G, B.
    """

    title: str
    hint: str
    low: float = 0.0
    high: float = 1.0
    mean: Numbers = (0.0,)
    std: Numbers = (1.0,)


PRESETS: dict[str, Preset] = {
    "unit": Preset("0 to 1", "Pixels divided by 255"),
    "bytes": Preset("0 to 255", "Pixels as they stand in the file", high=255.0),
    "signed": Preset("−1 to 1", "MobileNet and others from TensorFlow", low=-1.0),
    "imagenet": Preset(
        "ImageNet mean and deviation",
        "Nets of torchvision, most of the ONNX model zoo",
        mean=(0.485, 0.456, 0.406),
        std=(0.229, 0.224, 0.225),
    ),
    "caffe": Preset(
        "0 to 255 less the ImageNet mean",
        "VGG, GoogLeNet and others from Caffe, mostly with the order BGR",
        high=255.0,
        mean=(123.68, 116.779, 103.939),
    ),
}

OWN = "own"
"""The name of what is none of the presets."""


def preset_of(pixels: InputFormat) -> str:
    """Return the name of the preset that a net is fed by, or ``OWN``."""
    return next((name for name in PRESETS if _numbers(with_preset(pixels, name)) == _numbers(pixels)), OWN)


def with_preset(pixels: InputFormat, name: str) -> InputFormat:
    """Return the format with the numbers of a preset, in its own order of channels."""
    preset = PRESETS[name]
    mean, std = (_ordered(numbers, pixels.channels) for numbers in (preset.mean, preset.std))
    return replace(pixels, low=preset.low, high=preset.high, mean=mean, std=std)


def with_order(pixels: InputFormat, channels: str) -> InputFormat:
    """Return the format with another order of channels; mean and deviation go with their colours."""
    mean, std = (_ordered(_rgb(numbers, pixels.channels), channels) for numbers in (pixels.mean, pixels.std))
    return replace(pixels, channels=channels, mean=mean, std=std)


def numbers_in(text: str, pixels: InputFormat, *, divides: bool = False) -> Numbers:
    """Return the numbers in ``"0.485, 0.456, 0.406"``: one for all channels, or one for each.

    Parameters
    ----------
    divides
        Whether none of them may be 0.

    Raises
    ------
    UsageError
        They are others, or of another number.
    """
    numbers = parsed(text)
    wanted = 1 if pixels.channels == "Gray" else 3
    if len(numbers) not in {1, wanted}:
        raise UsageError(f"{text!r} holds {len(numbers)} numbers", "give one" + (", or one a channel" * (wanted > 1)))
    if divides and 0 in numbers:
        raise UsageError("a deviation of 0 divides by nothing", "give 1 where nothing is to be divided")
    return numbers


def range_in(text: str) -> tuple[float, float]:
    """Return the range in ``"0, 255"``.

    Raises
    ------
    UsageError
        It is no range.
    """
    numbers = parsed(text)
    if len(numbers) != 2 or numbers[0] == numbers[1]:
        raise UsageError(f"{text!r} is no range", "give black and white, such as 0, 255")
    return numbers[0], numbers[1]


def parsed(text: str) -> Numbers:
    """Return the numbers in a text, whatever stands between them.

    Raises
    ------
    UsageError
        Something in it is no number.
    """
    words = [word for word in re.split(r"[\s,;()\[\]…]+|\.\.+", text.replace("−", "-")) if word]
    try:
        numbers = tuple(float(word) for word in words)
    except ValueError as error:
        raise UsageError(f"{text!r} is not made of numbers", "write them as 0.485, 0.456, 0.406") from error
    if not all(math.isfinite(number) for number in numbers):
        raise UsageError(f"{text!r} holds a number that is not finite", "write them as 0.485, 0.456, 0.406")
    return numbers


def _numbers(pixels: InputFormat) -> tuple[float, float, Numbers, Numbers]:
    return pixels.low, pixels.high, _rgb(pixels.mean, "RGB"), _rgb(pixels.std, "RGB")


def _rgb(numbers: Numbers, channels: str) -> Numbers:
    """Return three numbers in the order R, G, B."""
    every = numbers * 3 if len(numbers) == 1 else numbers
    return every[::-1] if channels == "BGR" else every


def _ordered(numbers: Numbers, channels: str) -> Numbers:
    """Return numbers in the order R, G, B, or one for all, as a net with these channels takes them."""
    if len(set(numbers)) == 1:
        return numbers[:1]
    if channels == "Gray":
        return (sum(weight * number for weight, number in zip(LUMA, numbers, strict=True)),)
    return numbers[::-1] if channels == "BGR" else numbers
