"""What the units of layers see of the picture, what its pixels reach, and both in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.nn.dependence.table import Edge
from explorer.nn.graph import Graph
from explorer.nn.receptive_field import Field, field_of, reached, receptive_fields
from explorer.nn.region import Region, region_at
from explorer.nn.spec import Spec
from explorer.render.volume import element_of, plane_axes
from explorer.session.layers import layout_of
from explorer.session.numbers import extents
from explorer.session.state import Cell


def fields_seen(
    graph: Graph, specs: Mapping[str, Spec], edges: Sequence[Edge], value: str, cell: Cell
) -> dict[str, Field]:
    """Return what a unit of ``value`` depends on, by value name, its own cell included."""
    place = (cell.slice, cell.y, cell.x)
    region = region_at(specs[value].shape, element_of(specs[value].shape, place, layout_of(graph, value)))
    return _fields(graph, specs, receptive_fields(edges, value, region))


def fields_reached(
    graph: Graph, specs: Mapping[str, Spec], edges: Sequence[Edge], value: str, y: int, x: int
) -> dict[str, Field]:
    """Return what a pixel of ``value``, with all its channels, reaches, by value name."""
    return _fields(graph, specs, reached(edges, value, _column(graph, specs, value, y, x)))


def middle_field(
    graph: Graph, specs: Mapping[str, Spec], edges: Sequence[Edge], value: str, *, of: str
) -> Field | None:
    """Return what the depth column in the middle of ``value`` sees of ``of``; None where it sees nothing of it."""
    rows, columns = plane_axes(specs[value].shape, layout_of(graph, value))
    y, x = (0 if axis is None else specs[value].shape[axis] // 2 for axis in (rows, columns))
    found = receptive_fields(edges, value, _column(graph, specs, value, y, x))
    return field_of(found[of], *plane_axes(specs[of].shape, layout_of(graph, of))) if of in found else None


def _column(graph: Graph, specs: Mapping[str, Spec], value: str, y: int, x: int) -> Region:
    """Return the elements of all depth slices at a row and column."""
    shape = specs[value].shape
    index: list[int | slice] = [slice(None)] * len(shape)
    for axis, place in zip(plane_axes(shape, layout_of(graph, value)), (y, x), strict=True):
        if axis is not None:
            index[axis] = place
    return region_at(shape, index)


def _fields(graph: Graph, specs: Mapping[str, Spec], regions: Mapping[str, Region]) -> dict[str, Field]:
    return {
        name: field_of(region, *plane_axes(specs[name].shape, layout_of(graph, name)))
        for name, region in regions.items()
    }


def size_words(field: Field | None) -> str:
    """Return the size of a field: ``"43 × 43"``, ``"whole"``, ``"at most 43 × 43"`` or ``"none"``."""
    if field is None:
        return "none"
    size = extents((field.box.width, field.box.height))
    return {"whole": "whole", "exact": size, "bound": f"at most {size}"}[field.kind]


def field_words(field: Field | None) -> str:
    """Return what a unit sees of the input, such as ``"43 × 43 of the input, exact, 12 % in padding"``."""
    if field is None:
        return "nothing of the input, only padding"
    if field.kind == "whole":
        return "the whole input"
    parts = [f"{size_words(field)} of the input", "exact" if field.kind == "exact" else "an upper bound"]
    if field.gaps and field.kind == "exact":
        parts.append("with gaps")
    if field.padding:
        parts.append(f"{_percent(field.padding)} in padding")
    return ", ".join(parts)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 else "under 1 %"
