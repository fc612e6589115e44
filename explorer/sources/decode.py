"""Pillow images of every mode as float pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageCms

from explorer.nn.spec import FLOAT, Array

LARGEST = 4096
"""Pictures with a longer side are kept at a half, a third, ... of their size."""

ORIENTATION = 0x0112
"""The EXIF tag that says how the camera was held."""

_ON_WHITE = "transparency on white"

MINUS = "\u2212"

_GREY = {"1": "1-bit grey", "L": "8-bit grey", "LA": "8-bit grey", "La": "8-bit grey"}
_COLOUR = {
    "RGB": "8-bit colour",
    "RGBA": "8-bit colour",
    "RGBa": "8-bit colour",
    "RGBX": "8-bit colour",
    "P": "palette",
    "PA": "palette",
    "CMYK": "CMYK",
    "YCbCr": "YCbCr",
    "HSV": "HSV",
    "LAB": "CIELAB",
}
_ORIENTED = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.swapaxes(0, 1),
    6: lambda pixels: pixels[::-1].swapaxes(0, 1),
    7: lambda pixels: pixels[::-1, ::-1].swapaxes(0, 1),
    8: lambda pixels: pixels[:, ::-1].swapaxes(0, 1),
}


@dataclass(frozen=True, eq=False)
class Decoded:
    """Pixels with what had to be done to get them.

    Attributes
    ----------
    pixels
        float32 (H, W, 1 or 3) in 0..1.
    notes
        Words such as "16-bit grey" and "transparency on white".
    """

    pixels: Array
    notes: tuple[str, ...]


def decode(image: Image.Image) -> Decoded:
    """Return the pixels of a loaded image of any mode, not yet turned upright.

    Eight bits are scaled by 255, sixteen by 65535, 32-bit integers by the one of the two that holds them. Floats in
    0..1 stay; other floats and larger integers, whose range no file states, are stretched from their minimum to
    their maximum. Transparency is composited onto white.
    """
    if image.mode.startswith("I;16"):
        return samples(np.asarray(image), "16-bit grey", transparent=_transparent_sample(image))
    if image.mode in {"I", "F"}:
        return _unbounded(np.asarray(image))
    plain, note = _plain(image)
    notes = [note]
    if (factor := reduction(*plain.size)) > 1:
        plain = plain.reduce(factor)
    pixels = np.asarray(plain)
    if plain.mode in {"LA", "RGBA"}:
        notes.append(_ON_WHITE)
    return Decoded(_composited(pixels.reshape(*pixels.shape[:2], -1), 255), tuple(notes))


def samples(array: Array, note: str, *, full: float = 65535, transparent: tuple[int, ...] | None = None) -> Decoded:
    """Return samples (H, W) or (H, W, 1 to 4), which go from 0 to ``full``, as pixels.

    Parameters
    ----------
    transparent
        The one sample or colour that is fully transparent, if there is one.
    """
    array = array.reshape(*array.shape[:2], -1)
    notes = [note]
    if transparent is not None and len(transparent) == array.shape[2]:
        alpha = np.where((array == transparent).all(axis=2, keepdims=True), 0, full)
        array = np.concatenate([array, alpha], axis=2)
    if array.shape[2] in {2, 4}:
        notes.append(_ON_WHITE)
    return Decoded(reduced(_composited(array, full)), tuple(notes))


def upright(pixels: Array, orientation: object) -> Array:
    """Return pixels (H, W, C) turned and mirrored as the EXIF orientation (1 to 8) says; others change nothing."""
    turn = _ORIENTED.get(orientation) if isinstance(orientation, int) else None
    return np.ascontiguousarray(turn(pixels)) if turn else pixels


def reduction(width: int, height: int) -> int:
    """Return by which whole factor a picture is kept smaller."""
    return -(-max(width, height) // LARGEST)


def reduced(pixels: Array) -> Array:
    """Return float32 (H, W, C), averaged over squares if it is larger than ``LARGEST``."""
    factor = reduction(*pixels.shape[:2])
    if factor == 1:
        return pixels
    channels = [Image.fromarray(np.ascontiguousarray(channel)) for channel in np.moveaxis(pixels, 2, 0)]
    return np.stack([np.asarray(channel.reduce(factor)) for channel in channels], axis=2)


def _plain(image: Image.Image) -> tuple[Image.Image, str]:
    """Return the image in one of the modes L, LA, RGB and RGBA, with words for what it was."""
    clear = image.has_transparency_data
    if image.mode in _GREY:
        return image.convert("LA" if clear else "L"), _GREY[image.mode]
    note = _COLOUR.get(image.mode, image.mode)
    if image.mode == "LAB":
        profiles = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        turned = ImageCms.applyTransform(image, ImageCms.buildTransform(*profiles, "LAB", "RGB"))
        return turned if turned is not None else image, note
    return image.convert("RGBA" if clear else "RGB"), note


def _composited(array: Array, full: float) -> Array:
    """Return samples of 0..``full``, (H, W, 1 to 4), as float32 on white, without their alpha."""
    pixels = array.astype(FLOAT)
    pixels /= full
    if pixels.shape[2] in {1, 3}:
        return pixels
    alpha = pixels[..., -1:]
    return pixels[..., :-1] * alpha + (1 - alpha)


def _unbounded(array: Array) -> Decoded:
    kind = "32-bit grey" if array.dtype.kind == "i" else "float grey"
    values = np.where(np.isfinite(array), array, 0).astype(np.float64)[..., None]
    low, high = float(values.min()), float(values.max())
    if array.dtype.kind == "i" and low >= 0 and high <= 65535:
        return samples(array, "16-bit grey") if high > 255 else samples(array, "8-bit grey", full=255)
    if array.dtype.kind == "f" and low >= 0 and high <= 1:
        return Decoded(reduced(values.astype(FLOAT)), (kind,))
    stretched = (values - low) / (high - low or 1.0)
    return Decoded(reduced(stretched.astype(FLOAT)), (kind, f"stretched from {low:g}..{high:g}".replace("-", MINUS)))


def _transparent_sample(image: Image.Image) -> tuple[int, ...] | None:
    value = image.info.get("transparency")
    return (value,) if isinstance(value, int) else None
