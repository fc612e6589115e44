"""Pictures of every kind from files, arrays and Pillow images."""

from __future__ import annotations

import logging
import os
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from explorer.errors import ImageError
from explorer.nn.spec import FLOAT, Array
from explorer.sources.decode import ORIENTATION, Decoded, decode, reduction, samples, upright
from explorer.sources.deep import deep_samples, is_deep

SUFFIXES = (
    *(".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".avif", ".jp2"),
    *(".ppm", ".pgm", ".pbm", ".pnm", ".tga", ".ico", ".icns", ".psd", ".pcx", ".qoi"),
)
"""Endings of image files, for dialogs; what a file really is, its content says."""

_FORMATS = (
    *("PNG", "JPEG", "MPO", "WEBP", "GIF", "BMP", "DIB", "TIFF", "AVIF", "JPEG2000", "PPM", "TGA", "ICO", "CUR"),
    *("ICNS", "PSD", "PCX", "QOI", "SGI", "SUN", "DDS", "XBM", "XPM", "MSP", "BLP", "SPIDER"),
)
"""What Pillow may try. Left out: EPS, which runs Ghostscript, and stubs that need other libraries."""

_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    AttributeError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise at damaged files."""

_DEPTHS = {"b": ("1-bit", 1), "f": ("float", 1)}
_NEEDS = "give uint8, uint16, bool or floats in 0..1, (H, W) or (H, W, 1 to 4)"


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture, upright and without transparency.

    Attributes
    ----------
    name
        File name or what the picture is called.
    pixels
        float32 (H, W, C) in 0..1, C 1 (grey) or 3 (RGB), read-only.
    described
        A phrase for the user, such as "16-bit grey, 32 × 32" (width by height).
    """

    name: str
    pixels: Array = field(repr=False)
    described: str

    @property
    def height(self) -> int:
        """Rows of pixels."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns of pixels."""
        return int(self.pixels.shape[1])


def open_picture(path: str | Path) -> Picture:
    """Return the picture in an image file of any kind.

    Grey, 1-bit, palette, 16-bit, float, CMYK and CIELAB images are scaled to 0..1, transparency is composited
    onto white, EXIF orientation is applied, and of an animation the first frame is taken.

    Raises
    ------
    ImageError
        There is no such file, or it is no image, or it is damaged or too large.
    """
    path = Path(path)
    _check_file(path)
    try:
        with _quiet(), _opened(path) as image, _hushed(image):
            return _picture(path.name, image, _deep(path, image))
    except UnidentifiedImageError as error:
        raise ImageError(f"{path.name} is not an image", "open a PNG, JPEG, WebP, TIFF, GIF or BMP file") from error
    except Image.DecompressionBombError as error:
        limit = 2 * (Image.MAX_IMAGE_PIXELS or 0) // 10**6
        raise ImageError(f"{path.name} has more than {limit} megapixels", "make it smaller first") from error
    except PermissionError as error:
        raise ImageError(f"{path.name} may not be read", "check its permissions") from error
    except _BROKEN as error:
        raise ImageError(f"{path.name} is damaged or cut short", "try another copy of it") from error


def picture_from_pil(image: Image.Image, name: str = "picture") -> Picture:
    """Return the picture in a Pillow image of any mode.

    Raises
    ------
    ImageError
        It has no pixels, or its file is damaged.
    """
    if 0 in image.size:
        raise ImageError(f"{name} has no pixels")
    try:
        with _quiet():
            return _picture(name, image, None)
    except _BROKEN as error:
        raise ImageError(f"{name} cannot be read", "convert it to RGB") from error


def picture_from_array(array: Array, name: str = "array") -> Picture:
    """Return an array as a picture.

    Parameters
    ----------
    array
        (H, W) or (H, W, C), C 1 (grey), 2 (grey, alpha), 3 (RGB) or 4 (RGBA): uint8, uint16, bool, other integers
        in 0..255, or floats in 0..1. It is copied.

    Raises
    ------
    ImageError
        Its shape, type or values are not those of a picture.
    """
    array = np.asarray(array)
    stacked = array[..., None] if array.ndim == 2 else array
    if stacked.ndim != 3 or stacked.shape[2] not in {1, 2, 3, 4}:
        raise ImageError(f"{name} has the shape {array.shape}", "a picture is (H, W) or (H, W, 1 to 4), channels last")
    if stacked.size == 0:
        raise ImageError(f"{name} has no pixels", f"its shape is {array.shape}")
    depth, full = _depth(stacked, name)
    decoded = samples(stacked, f"{depth} {'grey' if stacked.shape[2] < 3 else 'colour'}", full=full)
    return _finished(name, decoded, (array.shape[1], array.shape[0]), 1)


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise ImageError(f"{path} is a folder", "open an image file in it")
        if not path.exists():
            hint = "save the picture to a file first" if "://" in str(path) or ":/" in str(path)[1:8] else ""
            raise ImageError(f"there is no file {path}", hint or "check the name")
        if not path.is_file():
            raise ImageError(f"{path} is not a file", "open an image file")
        if path.stat().st_size == 0:
            raise ImageError(f"{path.name} is empty", "try another copy of it")
    except (OSError, ValueError) as error:
        raise ImageError("the name of the file cannot be used", "choose a shorter, plain name") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow from reporting odd metadata, large images and damage on standard error."""
    silent, log = logging.NullHandler(), logging.getLogger("PIL")
    log.addHandler(silent)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.removeHandler(silent)


@contextmanager
def _hushed(image: Image.Image) -> Iterator[None]:
    """Keep libtiff, which writes to the process's standard error by itself, from doing so."""
    try:
        kept = os.dup(2) if image.format == "TIFF" else None
    except OSError:
        kept = None
    if kept is None:
        yield
        return
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _opened(path: Path) -> Image.Image:
    # Loading all plugins takes 100 ms; the common ones do for most files.
    for load_plugins in (Image.preinit, Image.init):
        load_plugins()
        with suppress(UnidentifiedImageError):
            return Image.open(path, formats=[name for name in _FORMATS if name in Image.OPEN])
    raise UnidentifiedImageError(path.name)


def _deep(path: Path, image: Image.Image) -> Array | None:
    if not is_deep(image):
        return None
    with _opened(path) as again:
        return deep_samples(image, again)


def _picture(name: str, image: Image.Image, deep: Array | None) -> Picture:
    image.load()
    size = image.size
    decoded = decode(image) if deep is None else samples(deep, _deep_note(deep), transparent=_transparent(image))
    return _finished(name, decoded, size, _orientation(image), _frames(image))


def _finished(name: str, decoded: Decoded, size: tuple[int, int], orientation: object, frames: int = 1) -> Picture:
    notes = [*decoded.notes]
    pixels = upright(decoded.pixels, orientation)
    if pixels is not decoded.pixels:
        notes.append("turned as its EXIF data say")
    if frames > 1:
        notes.append(f"first of {frames} frames")
    if (factor := reduction(*size)) > 1:
        notes.append(f"1/{factor} of {size[0]} × {size[1]}")
    pixels = np.ascontiguousarray(np.clip(pixels, 0, 1), FLOAT)
    pixels.flags.writeable = False
    return Picture(name, pixels, ", ".join([*notes, f"{pixels.shape[1]} × {pixels.shape[0]}"]))


def _deep_note(deep: Array) -> str:
    return "16-bit grey" if deep.shape[2] < 3 else "16-bit colour"


def _transparent(image: Image.Image) -> tuple[int, ...] | None:
    value = image.info.get("transparency")
    return value if isinstance(value, tuple) else None


def _orientation(image: Image.Image) -> object:
    try:
        return image.getexif().get(ORIENTATION, 1)
    except _BROKEN:
        return 1


def _frames(image: Image.Image) -> int:
    try:
        return int(getattr(image, "n_frames", 1))
    except _BROKEN:
        return 1


def _depth(array: Array, name: str) -> tuple[str, float]:
    """Return in words what the elements are, and the one that stands for full brightness."""
    kind = array.dtype.kind
    if kind not in "buif":
        raise ImageError(f"{name} holds {array.dtype}", _NEEDS)
    if array.dtype == np.uint16:
        return "16-bit", 65535
    low, high = float(array.min()), float(array.max())
    words, full = _DEPTHS.get(kind, ("8-bit", 255))
    if not (low >= 0 and high <= full):
        raise ImageError(f"{name} has values from {low:g} to {high:g}, not 0 to {full}", _NEEDS)
    return words, full
