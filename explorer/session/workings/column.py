"""All values of the selected layer at one place: its depth column, beside others that were kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.session.numbers import exact
from explorer.session.parts.colours import levels_in
from explorer.session.parts.maps import names_of
from explorer.session.pointed import Cell, Number
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer, gives_probabilities
from explorer.session.views.workings import Nothing, WorkingsPart
from explorer.session.workings.column_product import ColumnProduct, product_at


@dataclass(frozen=True)
class ColumnRow:
    """One column.

    Attributes
    ----------
    title, of
        ``"at 5, 8"``, and what it is a column of: ``"chelsea.png"``.
    place
        Row and column.
    kept
        Its number among the columns that are kept; None for the one that is looked at.
    values
        float32 (D,), read-only.
    """

    title: str
    of: str
    place: tuple[int, int]
    kept: int | None
    values: Array = field(repr=False, compare=False)


@dataclass(frozen=True)
class ColumnPart(WorkingsPart):
    """Columns of one layer, in one scale.

    Attributes
    ----------
    words
        What a column is, and how many are kept that are not shown.
    run
        Number of the forward pass.
    rows
        The column that is looked at first, then those that are kept.
    names
        What the slices stand for; empty where they have numbers alone.
    slice
        The selected one.
    span
        Least and greatest number of all of them and 0, what the bars reach to.
    levels, colours
        Colour scale of the layer, by value, one for each slice.
    keepable
        Whether there is a column that can be kept.
    product
        The product that gives the column that is looked at, of a convolution of 1 x 1 or a fully connected layer.
    """

    words: str
    run: int
    value: str
    rows: tuple[ColumnRow, ...]
    names: tuple[str, ...]
    slice: int
    span: tuple[float, float]
    levels: tuple[Levels, ...] = field(repr=False)
    colours: Colouring
    keepable: bool
    product: ColumnProduct | None

    def told(self, row: int | None, index: int) -> Cell | Number | None:
        """Return what is told of a depth slice in a row; below all rows, of the column that is looked at."""
        found = self.rows[row or 0]
        if found.kept is None:
            return Cell(index, *found.place)
        if row is None:
            return None
        value, name = float(found.values[index]), f"{found.of} {found.title}, map {index}"
        cell = Cell(index, *self.rows[0].place) if self.keepable else None
        return Number(f"{name}: {three_digits(value)}", f"{name}: {exact(value)}", cell)


def column_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the depth column of the place that is looked at, and those of the layer that are kept."""
    volume = computed.measures.volume(layer.value)
    place = place_of(state, volume)
    rows = (*_looked_at(computed, volume, place), *_kept(state, layer, len(volume)))
    if not rows:
        return Nothing(layer.title, "Point at a value of a map to see the values of all maps at that place.")
    return ColumnPart(
        title=f"{layer.title}: {len(volume)} values, one of each map",
        words=_words(state, volume, rows),
        run=computed.run,
        value=layer.value,
        rows=rows,
        names=names_of(computed.loaded, layer.value, volume),
        slice=state.slice_of(len(volume)),
        span=_span(rows, probabilities=gives_probabilities(computed.loaded.graph, layer.value)),
        levels=levels_in(state, computed.measures, layer.value),
        colours=state.colours,
        keepable=place is not None,
        product=None if place is None else product_at(state, computed, layer, place),
    )


def place_of(state: ViewState, volume: Array) -> tuple[int, int] | None:
    """Return the row and column whose depth column is looked at; None where none is."""
    _, height, width = volume.shape
    if height == width == 1:
        return 0, 0
    cell = state.cell
    return (cell.y, cell.x) if cell is not None and cell.y < height and cell.x < width else None


def _looked_at(computed: Computed, volume: Array, place: tuple[int, int] | None) -> Iterator[ColumnRow]:
    if place is not None:
        yield ColumnRow(_title(place), computed.picture.name, place, None, volume[:, place[0], place[1]])


def _kept(state: ViewState, layer: Layer, depth: int) -> Iterator[ColumnRow]:
    """Yield the kept columns that are of this layer, of whatever picture and net."""
    for number, column in enumerate(state.kept_columns):
        values = column.values
        if column.layer == layer.title and len(values) == depth:
            place = (column.y, column.x)
            of = column.picture if column.net == state.net else f"{column.picture} in {column.net}"
            yield ColumnRow(_title(place), of, place, number, values)


def _title(place: tuple[int, int]) -> str:
    return f"at {place[1]}, {place[0]}"


def _words(state: ViewState, volume: Array, rows: tuple[ColumnRow, ...]) -> str:
    depth, height, width = volume.shape
    words = f"One number of each of the {depth} maps, along the depth of the volume (its third axis)."
    if height * width > 1:
        words = f"{words[:-1]}; there are {width * height} such columns."
    elsewhere = len(state.kept_columns) - sum(row.kept is not None for row in rows)
    return f"{words} {elsewhere} more are kept of other layers." if elsewhere else words


def _span(rows: tuple[ColumnRow, ...], *, probabilities: bool) -> tuple[float, float]:
    numbers = np.concatenate([row.values for row in rows])
    finite = numbers[np.isfinite(numbers)]
    if probabilities or not finite.size:
        return 0.0, 1.0
    return min(0.0, float(finite.min())), max(0.0, float(finite.max()))
