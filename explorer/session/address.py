"""Addresses of units, ``conv2:17@5,8``: layer, depth slice, then column and row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from explorer.errors import UsageError
from explorer.nn.spec import Shape
from explorer.session.numbers import TIMES
from explorer.session.pointed import Cell
from explorer.session.strip.layers import Layer, find_layer

_PLACE = re.compile(r"(.*)@(\d{1,9})\s*,\s*(\d{1,9})")
_SLICE = re.compile(r"(.*):(\d{1,9})")
_HINT = "write layer:slice@x,y as in conv2:17@5,8; slice and place may be left out"

_NUMBERS = 40
"""Characters that slice and place take at most; what is longer than these behind any name is quoted no further."""


@dataclass(frozen=True)
class Address:
    """What an address names.

    Attributes
    ----------
    slice
        None where it is left out.
    place
        Row and column; None where they are left out.
    """

    layer: Layer
    slice: int | None = None
    place: tuple[int, int] | None = None


def address_of(layer: Layer, cell: Cell) -> str:
    """Return the address of a unit."""
    return f"{layer.title}:{cell.slice}@{cell.x},{cell.y}"


def slice_address(layer: Layer, index: int) -> str:
    """Return the address of a depth slice."""
    return f"{layer.title}:{index}"


def pixel_address(layer: Layer, y: int, x: int) -> str:
    """Return the address of a place in all depth slices."""
    return f"{layer.title}@{x},{y}"


def find_address(text: str, layers: Sequence[Layer], volume: Callable[[str], Shape]) -> Address:
    """Return what ``text`` names.

    Parameters
    ----------
    volume
        Returns depth, height and width of a layer by its value name.

    Raises
    ------
    UsageError
        It is no address, or there is no such layer, slice or place.
    """
    text = text.strip()
    if not text:
        raise UsageError("the address is empty", _HINT)
    names = {name for layer in layers for name in (layer.title, layer.value)}
    if len(text) > max(map(len, names)) + _NUMBERS:
        raise UsageError(f"{f'{text[:_NUMBERS]} ...'!r} is not an address", _HINT)
    named, index, place = _parts(text, names)
    if set(named) & set(":@") and not any(named in (layer.title, layer.value) for layer in layers):
        raise UsageError(f"{text!r} is not an address", _HINT)
    layer = find_layer(layers, named)
    depth, height, width = volume(layer.value)
    if index is not None and index >= depth:
        raise UsageError(f"{layer.title!r} has no depth slice {index}", f"it has {depth}, from 0 to {depth - 1}")
    if place is not None and (place[0] >= height or place[1] >= width):
        size = f"it is {width} {TIMES} {height}: x from 0 to {width - 1}, y from 0 to {height - 1}"
        raise UsageError(f"{layer.title!r} has no place {place[1]},{place[0]}", size)
    return Address(layer, index, place)


def _parts(text: str, names: Set[str]) -> tuple[str, int | None, tuple[int, int] | None]:
    """Return layer, slice and place; ``names`` are those of layers, which may hold colons and @ themselves."""
    index, place = None, None
    if text not in names and (match := _PLACE.fullmatch(text)):
        text, place = match[1].strip(), (int(match[3]), int(match[2]))
    if text not in names and (match := _SLICE.fullmatch(text)):
        text, index = match[1].strip(), int(match[2])
    return text, index, place
