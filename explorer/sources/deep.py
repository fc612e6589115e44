"""All 16 bits of the colour images of which Pillow keeps only eight."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageFile

from explorer.nn.spec import Array

_OTHER_BYTES = {
    "RGB;16B": "RGB;16L",
    "RGB;16L": "RGB;16B",
    "RGB;16N": "RGB;16B",
    "RGBA;16B": "RGBA;16L",
    "RGBA;16L": "RGBA;16B",
    "RGBA;16N": "RGBA;16B",
    "LA;16B": "RGBA",
}
"""By the raw mode that takes the high bytes of 16-bit samples: the one that takes the low bytes, for LA all of them."""


def is_deep(image: Image.Image) -> bool:
    """Return whether ``image``, opened and not yet loaded, has 16-bit samples that loading would cut."""
    tiles = image.tile if isinstance(image, ImageFile.ImageFile) else []
    return bool(tiles) and all(_raw_mode(tile.args) in _OTHER_BYTES for tile in tiles)


def deep_samples(high: Image.Image, low: Image.Image) -> Array:
    """Return the samples of a deep image as uint16 (H, W, C), C 2 for grey with alpha, 3 or 4.

    Parameters
    ----------
    high, low
        The same file opened twice, not yet loaded; both are loaded here.

    Notes
    -----
    Pillow 11 to 13 unpack a sample of 16 bits to its high byte. Read with the opposite byte order, the same
    unpacking gives the low byte.
    """
    assert isinstance(low, ImageFile.ImageFile)
    raw = {_raw_mode(tile.args) for tile in low.tile}
    low.tile = [tile._replace(args=_with_raw_mode(tile.args)) for tile in low.tile]
    lower: Array = np.asarray(low)
    upper: Array = np.asarray(high)
    if raw == {"LA;16B"}:
        upper, lower = lower[..., 0::2], lower[..., 1::2]
    joined: Array = upper.astype(np.uint16) << 8 | lower
    return joined


def _raw_mode(args: Any) -> str:
    mode = args[0] if isinstance(args, tuple) and args else args
    return mode if isinstance(mode, str) else ""


def _with_raw_mode(args: Any) -> Any:
    other = _OTHER_BYTES[_raw_mode(args)]
    return (other, *args[1:]) if isinstance(args, tuple) else other
