"""How pixels become a net's input, as ONNX's image metadata and keys of our own state it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from explorer.nn.graph import GraphInput, InputFormat
from explorer.nn.spec import FLOAT

PIXEL_FORMAT = "Image.BitmapPixelFormat"
PIXEL_RANGE = "Image.NominalPixelRange"
GAMMA = "Image.ColorSpaceGamma"
MEAN = "explorer.mean"
STD = "explorer.std"
LABELS = "explorer.labels"
EDITS = "explorer.edits"
"""What was edited of the weights before the net was written, in words."""
UNTRAINED = "explorer.untrained"
"""How the weights came about that nobody has trained, in words."""

_CHANNELS = {
    "Gray8": "Gray", "Gray16": "Gray", "Rgb8": "RGB", "Bgr8": "BGR", "Rgba8": "RGB", "Bgra8": "BGR",
}  # fmt: skip
_FORMATS = {"Gray": "Gray8", "RGB": "Rgb8", "BGR": "Bgr8"}
_RANGES = {
    "NominalRange_0_255": (0.0, 255.0),
    "Normalized_0_1": (0.0, 1.0),
    "Normalized_1_1": (-1.0, 1.0),
    "NominalRange_16_235": (16.0, 235.0),
}
_ENTRY = re.compile(r"(\d+)\s*:\s*(['\"])(.*?)\2")
_LABEL_KEYS = (LABELS, "labels", "classes", "class_names", "names", "id2label")


def input_format(properties: Mapping[str, str], image: GraphInput | None) -> tuple[InputFormat, tuple[str, ...]]:
    """Return how the input ``image`` is fed, with notes about properties that make no sense.

    What ``properties`` do not state is guessed from the input's shape: one channel is grey, more are RGB, a fourth is
    their grey, pixels run from 0 to 1, or to 255 where the input is of integers.

    Parameters
    ----------
    properties
        The metadata of the model by key.

    Notes
    -----
    ``Image.*`` are the keys of ONNX's MetadataProps.md.
    """
    notes: list[str] = []
    guess = _guess(image)
    channels = _named(properties, PIXEL_FORMAT, _CHANNELS, notes)
    pixel_range = _named(properties, PIXEL_RANGE, _RANGES, notes)
    count = 1 if (channels or guess.channels) == "Gray" else 3
    mean, std = (_numbers(properties, key, count, notes) for key in (MEAN, STD))
    low, high = pixel_range or (guess.low, guess.high)
    stated = InputFormat(
        channels=channels or guess.channels,
        layout=guess.layout,
        low=low,
        high=high,
        mean=mean or guess.mean,
        std=std or guess.std,
        labels=_labels(properties),
        stated=any(found is not None for found in (channels, pixel_range, mean, std)),
    )
    return stated, tuple(notes)


def properties_of(stated: InputFormat) -> dict[str, str]:
    """Return the metadata from which ``input_format`` reads the same again; a guess is not stated."""
    properties = {LABELS: json.dumps(stated.labels)} if stated.labels else {}
    if not stated.stated:
        return properties
    ranges = {bounds: name for name, bounds in _RANGES.items()}
    scaled = _on_known_range(stated)
    known = {PIXEL_FORMAT: _FORMATS[scaled.channels]} if scaled.channels in _FORMATS else {}
    return (
        properties
        | known
        | {
            PIXEL_RANGE: ranges[scaled.low, scaled.high],
            GAMMA: "SRGB",
            MEAN: json.dumps(scaled.mean),
            STD: json.dumps(scaled.std),
        }
    )


def image_input(inputs: Sequence[GraphInput]) -> GraphInput | None:
    """Return the input that takes the picture: the first of four axes, else the first."""
    return next((i for i in inputs if len(i.shape) == 4), next(iter(inputs), None))


def _on_known_range(stated: InputFormat) -> InputFormat:
    """Return the same format on a range that ONNX has a name for.

    (low + p * (high - low) - mean) / std is (p - (mean - low) / (high - low)) / (std / (high - low)).
    """
    if (stated.low, stated.high) in _RANGES.values():
        return stated
    width = stated.high - stated.low
    mean = tuple((m - stated.low) / width for m in stated.mean)
    return replace(stated, low=0.0, high=1.0, mean=mean, std=tuple(s / width for s in stated.std))


def _guess(image: GraphInput | None) -> InputFormat:
    if image is None:
        return InputFormat()
    high = 1.0 if image.dtype == FLOAT else 255.0
    layout, count = "NCHW", None
    if len(image.shape) == 4:
        _, second, _, last = image.shape
        layout = "NHWC" if last in {1, 3, 4} and second not in {1, 3, 4} else "NCHW"
        count = last if layout == "NHWC" else second
    return InputFormat(channels={1: "Gray", 4: "RGB+Gray"}.get(count or 3, "RGB"), layout=layout, high=high)


def _named(properties: Mapping[str, str], key: str, known: Mapping[str, Any], notes: list[str]) -> Any:
    if key in properties and properties[key] not in known:
        notes.append(f"The file's {key} is {properties[key]!r}, which is not known, and was ignored.")
    return known.get(properties.get(key, ""))


def _numbers(properties: Mapping[str, str], key: str, channels: int, notes: list[str]) -> tuple[float, ...] | None:
    if key not in properties:
        return None
    numbers = _parsed(properties[key])
    if isinstance(numbers, list) and len(numbers) in {1, channels} and all(_is_usable(n, key) for n in numbers):
        return tuple(float(n) for n in numbers)
    notes.append(f"The file's {key} is not a number for each channel and was ignored.")
    return None


def _labels(properties: Mapping[str, str]) -> tuple[str, ...]:
    """Return class names from the first key that holds them."""
    return next(filter(None, (_listed(properties.get(key, "")) for key in _LABEL_KEYS)), ())


def _listed(text: str) -> tuple[str, ...]:
    """Return the names in a JSON list, a JSON object or Python dictionary by index, or lines or commas."""
    found = _parsed(text)
    if text.startswith("{"):
        named = found if isinstance(found, dict) else {index: name for index, _, name in _ENTRY.findall(text)}
        found = [named.get(str(index)) for index in range(len(named))]
    elif not text.startswith("["):
        found = [label.strip() for label in (text.strip().splitlines() if "\n" in text else text.split(","))]
    if isinstance(found, list) and all(isinstance(label, str) and label for label in found):
        return tuple(found)
    return ()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_usable(number: Any, key: str) -> bool:
    if not isinstance(number, int | float) or isinstance(number, bool):
        return False
    return math.isfinite(number) and (key != STD or number != 0)
