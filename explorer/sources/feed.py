"""Fitted pixels as the tensor that a net was trained on."""

from __future__ import annotations

import numpy as np

from explorer.nn.graph import InputFormat
from explorer.nn.spec import FLOAT, Array
from explorer.sources.decode import MINUS

LUMA = (0.299, 0.587, 0.114)
"""Grey from red, green and blue, after ITU-R BT.601."""


FOUR = "RGB+Gray"
"""The channels of nets that take four."""


def feed(fitted: Array, wanted: InputFormat) -> Array:
    """Return float32 (1, C, H, W), or (1, H, W, C) for NHWC, C-contiguous, with the numbers that the net expects.

    It is read-only and no view, so that a pass that finds it where it was fed before need not copy it.

    Grey pictures are repeated for colour nets; colour ones are weighted by ``LUMA`` for grey nets. Nets of four
    channels get the grey of the three numbers as the fourth.

    Parameters
    ----------
    fitted
        The pixels that the net is to see, float32 (height, width, 1 or 3) in 0..1.

    Notes
    -----
    A pixel p becomes (low + p * (high - low) - mean) / std, per channel.
    """
    pixels = _with_channels(fitted, wanted.channels)
    mean, std = np.array(wanted.mean, FLOAT), np.array(wanted.std, FLOAT)
    numbers = (FLOAT.type(wanted.low) + pixels * FLOAT.type(wanted.high - wanted.low) - mean) / std
    if wanted.channels == FOUR:
        numbers = np.concatenate((numbers, numbers @ np.array(LUMA, FLOAT)[:, None]), axis=2)
    axes = numbers if wanted.layout == "NHWC" else np.moveaxis(numbers, 2, 0)
    tensor = np.array(axes[None], FLOAT, order="C")
    tensor.flags.writeable = False
    return tensor


def seen(fitted: Array, wanted: InputFormat) -> Array:
    """Return what of the picture reaches the net, float32 (height, width, C) in 0..1: grey where the net is."""
    return _with_channels(fitted, "Gray") if wanted.channels == "Gray" else fitted


_CHANNELS = {"Gray": "grey", FOUR: "RGB and their grey"}


def words(wanted: InputFormat) -> str:
    """Return how pixels become numbers.

    Examples
    --------
    >>> words(InputFormat(mean=(0.49, 0.48, 0.45), std=(0.25, 0.24, 0.26)))
    'pixels 0..1, minus mean (0.49, 0.48, 0.45), divided by deviation (0.25, 0.24, 0.26), RGB'
    """
    parts = [f"pixels {_number(wanted.low)}..{_number(wanted.high)}"]
    if any(wanted.mean):
        parts.append(f"minus mean {_numbers(wanted.mean)}")
    if any(value != 1 for value in wanted.std):
        parts.append(f"divided by deviation {_numbers(wanted.std)}")
    return ", ".join([*parts, _CHANNELS.get(wanted.channels, wanted.channels)])


def _with_channels(pixels: Array, channels: str) -> Array:
    if channels == "Gray":
        return pixels if pixels.shape[2] == 1 else (pixels @ np.array(LUMA, FLOAT))[..., None]
    colour = np.repeat(pixels, 3, axis=2) if pixels.shape[2] == 1 else pixels
    return colour[..., ::-1] if channels == "BGR" else colour


def _numbers(values: tuple[float, ...]) -> str:
    texts = [_number(value) for value in values]
    return texts[0] if len(set(texts)) == 1 else f"({', '.join(texts)})"


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", MINUS) if abs(value) < 1000 else f"{value:g}"
