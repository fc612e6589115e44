"""Words on pictures that are saved to files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Literal, TypeAlias

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from explorer.nn.spec import Array
from explorer.render.colour import Palette
from explorer.render.levels import Levels
from explorer.render.montage import Grid, Ground
from explorer.render.numbers import MINUS, three_digits
from explorer.render.paint import strip

HEADER = 52
"""Height of the header, as in the window."""

LEAST_WIDTH = 360
"""A header needs this many pixels."""

_ONE_LINE = 640
_LEGEND = (240, 10)
_MARGIN = 16
_HATCH = 6
_RANGE = 110

Colour: TypeAlias = tuple[int, int, int]
Align: TypeAlias = Literal["left", "right", "middle"]
Draw: TypeAlias = ImageDraw.ImageDraw


def caption_tiles(
    rgb: Array, grid: Grid, slices: Sequence[int], own: Sequence[Levels], ground: Ground, *, ranges: bool
) -> Array:
    """Return a captioned montage with each tile's index at the left and its maximum at the right.

    Where both do not fit, the index stands alone. Tiles that are 0 everywhere are hatched and called dead.

    Parameters
    ----------
    own
        Levels of each slice by itself.
    ranges
        Whether to write minimum and maximum, where there is room for both.
    """
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    for tile, (index, levels) in enumerate(zip(slices, own, strict=True)):
        y, x = grid.origin(tile)
        top = y - grid.caption + 3
        end = write(draw, (x, top), str(index), 12, ground.text)
        right = _right(levels, ranges and grid.width >= _RANGE)
        if end + _length(right, 12) + 4 <= x + grid.width:
            write(draw, (x + grid.width, top), right, 12, ground.quiet, align="right")
    out = np.array(image)
    for tile, levels in enumerate(own):
        if levels.dead:
            y, x = grid.origin(tile)
            _hatch(out[y : y + grid.height, x : x + grid.width], ground.border)
    return out


def _right(levels: Levels, ranges: bool) -> str:
    if levels.dead:
        return "dead"
    if math.isnan(levels.maximum):
        return "not finite"
    highest = three_digits(levels.maximum)
    return f"{three_digits(levels.minimum)} … {highest}" if ranges else highest


def header(width: int, title: str, note: str, *, levels: Levels | None, colours: Palette, ground: Ground) -> Array:
    """Return a header of ``width`` pixels, uint8 RGB: title, note and, if given, the legend of ``levels``.

    The legend stands below the words where the width is too small for both.
    """
    narrow = width < _ONE_LINE and levels is not None
    image = Image.new("RGB", (width, 2 * HEADER - 8 if narrow else HEADER), ground.canvas)
    draw = ImageDraw.Draw(image)
    end = write(draw, (_MARGIN, 15), title, 16, ground.text)
    write(draw, (end + 14, 18), note, 12, ground.quiet)
    if levels is not None:
        place = (_MARGIN, HEADER - 4) if narrow else (width - _MARGIN - _LEGEND[0], 12)
        _legend(image, place, levels, colours, ground)
    return np.array(image)


def write(
    draw: Draw, place: tuple[float, float], text: str, size: int, colour: Colour, *, align: Align = "left"
) -> float:
    """Write one line with its top at ``place``, (x, y); return the x where it ends.

    Notes
    -----
    Pillow's own font makes files alike on every machine, but lacks the true minus sign, which is drawn as the
    bar of a plus, and the signs for "at most" and "at least", which are written with two characters.
    """
    face, text, length = _font(size), _spelled(text), _length(text, size)
    x, y = place
    x -= {"left": 0.0, "middle": length / 2, "right": length}[align]
    for number, piece in enumerate(text.split(MINUS)):
        if number:
            left, top, right, bottom = draw.textbbox((x, y), "+", face)
            middle = round((top + bottom) / 2)
            draw.line((left, middle, right - 1, middle), colour, max(1, size // 12))
            x += face.getlength("+")
        draw.text((x, y), piece, colour, face)
        x += face.getlength(piece)
    return x


def _spelled(text: str) -> str:
    return text.replace("≤", "<= ").replace("≥", ">= ").replace("×", "x").replace("∞", "inf")


def _length(text: str, size: int) -> float:
    return _font(size).getlength(_spelled(text).replace(MINUS, "+"))


def _legend(image: Image.Image, place: tuple[int, int], levels: Levels, colours: Palette, ground: Ground) -> None:
    left, top = place
    width, height = _LEGEND
    draw = ImageDraw.Draw(image)
    draw.rectangle((left - 1, top - 1, left + width, top + height), outline=ground.quiet)
    bar = np.repeat(strip(levels, colours, width)[None], height, axis=0)
    image.paste(Image.fromarray(bar), (left, top))
    below = top + height + 5
    low, high = levels.ends
    write(draw, (left, below), low, 11, ground.quiet)
    write(draw, (left + width, below), high, 11, ground.quiet, align="right")
    if levels.low < 0 < levels.high:
        zero = left + round(width * -levels.low / (levels.high - levels.low))
        draw.line((zero, top - 1, zero, top + height + 2), ground.text)
        write(draw, (zero, below), "0", 11, ground.quiet, align="middle")


def _hatch(tile: Array, colour: Colour) -> None:
    rows, columns = np.indices(tile.shape[:2])
    tile[(rows + columns) % _HATCH == 0] = colour


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
