"""What the units of layers see of the picture, what its pixels reach, and both in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache

from explorer.nn.dependence.table import Edge, dependences
from explorer.nn.graph import Graph
from explorer.nn.receptive_field import Field, field_of, reached, receptive_fields
from explorer.nn.region import Region, region_at
from explorer.nn.spec import Shape, Spec
from explorer.render.volume import element_of, plane_axes, volume_shape
from explorer.session.maps.outlines import Outline, outline_of
from explorer.session.numbers import extents
from explorer.session.pointed import Cell
from explorer.session.strip.layers import layout_of

_KEPT = 64
"""Answers that are kept, so that pointing at the same cell again costs nothing."""


class Found(Mapping[str, Outline]):
    """What was found of each value, by value name: measured when asked for, as few are seen at a time.

    Two of them are equal if they are the same.
    """

    def __init__(self, fields: Fields, regions: Mapping[str, Region]) -> None:
        self._fields = fields
        self._regions = regions
        self._outlines: dict[str, Outline] = {}

    def field(self, value: str) -> Field | None:
        """Return the field on a value; None where there is none."""
        return self._fields.field(value, self._regions[value]) if value in self._regions else None

    def __getitem__(self, value: str) -> Outline:
        """Return where the field lies on the planes of a value."""
        if value not in self._outlines:
            found = self._fields.field(value, self._regions[value])
            self._outlines[value] = outline_of(found, self._fields.volume(value))
        return self._outlines[value]

    def __iter__(self) -> Iterator[str]:
        """Iterate over value names."""
        return iter(self._regions)

    def __len__(self) -> int:
        """Return the number of values."""
        return len(self._regions)

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Fields:
    """The receptive fields of a net, for inputs of certain shapes, and the way back.

    Parameters
    ----------
    specs
        Specs of all values, from ``infer``.
    """

    def __init__(self, graph: Graph, specs: Mapping[str, Spec]) -> None:
        self._graph = graph
        self._specs = specs
        self.seen = lru_cache(_KEPT)(self._seen)
        self.reached = lru_cache(_KEPT)(self._reached)
        self.middle = lru_cache(_KEPT)(self._middle)

    @cached_property
    def _edges(self) -> tuple[Edge, ...]:
        return dependences(self._graph, self._specs)

    def _seen(self, value: str, cell: Cell) -> Found:
        """Return what a unit of ``value`` depends on, its own cell included."""
        place = (cell.slice, cell.y, cell.x)
        shape = self._specs[value].shape
        index = element_of(shape, place, layout_of(self._graph, value))
        return Found(self, receptive_fields(self._edges, value, region_at(shape, index)))

    def _reached(self, value: str, y: int, x: int) -> Found:
        """Return what a pixel of ``value``, with all its channels, reaches."""
        return Found(self, reached(self._edges, value, self._column(value, y, x)))

    def _middle(self, value: str, of: str) -> Field | None:
        """Return what the depth column in the middle of ``value`` sees of ``of``; None where it sees nothing of it."""
        _, height, width = self.volume(value)
        column = self._column(value, height // 2, width // 2)
        return Found(self, receptive_fields(self._edges, value, column)).field(of)

    def volume(self, value: str) -> Shape:
        """Return depth, height and width of a value."""
        return volume_shape(self._specs[value].shape, layout_of(self._graph, value))

    def field(self, value: str, region: Region) -> Field:
        """Return a region of a value as boxes over its planes."""
        return field_of(region, *self._axes(value))

    def _axes(self, value: str) -> tuple[int | None, int | None]:
        return plane_axes(self._specs[value].shape, layout_of(self._graph, value))

    def _column(self, value: str, y: int, x: int) -> Region:
        """Return the elements of all depth slices at a row and column."""
        shape = self._specs[value].shape
        index: list[int | slice] = [slice(None)] * len(shape)
        for axis, place in zip(self._axes(value), (y, x), strict=True):
            if axis is not None:
                index[axis] = place
        return region_at(shape, index)


def size_words(field: Field | None) -> str:
    """Return the size of a field: ``"43 × 43"``, ``"whole"``, ``"at most 43 × 43"`` or ``"none"``."""
    if field is None:
        return "none"
    size = extents((field.box.width, field.box.height))
    return {"whole": "whole", "exact": size, "bound": f"at most {size}"}[field.kind]


def field_words(field: Field | None, of: str) -> str:
    """Return what is seen, or reached, of ``of``: ``"43 × 43 of the input, exact, 12 % in padding"``."""
    if field is None:
        return f"nothing of {of}"
    if field.kind == "whole":
        return f"all of {of}"
    share = f", {padding_words(field)} in padding" if field.padding else ""
    return f"{size_words(field)} of {of}, {kind_words(field)}{share}"


def kind_words(field: Field) -> str:
    """Return how well a field is known."""
    exact = "exact, with gaps" if field.gaps else "exact"
    return {"whole": "all of the input", "exact": exact, "bound": "an upper bound"}[field.kind]


def padding_words(field: Field) -> str:
    """Return the share of a field that lies in the padding."""
    return f"{field.padding * 100:.0f} %" if field.padding >= 0.01 else "under 1 %"
