"""The table of a net's shapes and parameters, a row a layer, with every formula in numbers."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from explorer.nn.sizes import Slide
from explorer.nn.summary import LayerSummary, NetSummary
from explorer.session.maps.fields import Fields, size_words
from explorer.session.numbers import extents, size_of_memory
from explorer.session.strip.layers import Layer

COLUMNS = (
    ("title", "layer"),
    ("operator", "operator"),
    ("volume", "output W × H × D"),
    ("size", "size worked out"),
    ("border", "border"),
    ("field", "receptive field"),
    ("parameters", "parameters"),
    ("memory", "memory"),
    ("multiply_adds", "multiply-adds"),
)
"""The columns of the table: attribute of a row, and heading."""

NUMBERS = frozenset({2, 5, 7, 8})
"""Columns that are flush right."""


@dataclass(frozen=True)
class ShapeRow:
    """One layer, or the sum of all.

    Attributes
    ----------
    value
        Value name of the layer; empty in the sum.
    volume
        ``"55 × 55 × 96"``, W x H x D.
    size
        ``"(227 − 11 + 2·0)/4 + 1 = 55"``; empty where the extents are the input's.
    border
        What becomes of the input's border under the window; empty where there is no window.
    whole
        Whether the windows come out even, and hold all of the input.
    field
        What the depth column in the middle sees of the input.
    parameters, learned
        ``"(11·11·3 + 1)·96 = 34944"``, and what it comes to, ``"34,944"``; empty where there are none.
    memory, multiply_adds
        ``"1.2 MB"``, ``"105,415,200"``; empty where there are none.
    """

    value: str = ""
    title: str = ""
    operator: str = ""
    volume: str = ""
    size: str = ""
    border: str = ""
    whole: bool = True
    field: str = ""
    parameters: str = ""
    learned: str = ""
    memory: str = ""
    multiply_adds: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts in the order of ``COLUMNS``."""
        return tuple(getattr(self, name) for name, _ in COLUMNS)


@dataclass(frozen=True)
class ShapeTable:
    """All layers in the order of computation, and their sum."""

    rows: tuple[ShapeRow, ...]
    total: ShapeRow


class Tabulation:
    """The table of a net, made row by row: in nets of hundreds of layers, receptive fields take seconds.

    Parameters
    ----------
    summaries
        By node name.
    fields
        What its units see, of the first of ``layers``.

    Attributes
    ----------
    table
        None before it is made.
    """

    def __init__(self, layers: Sequence[Layer], summaries: Mapping[str, LayerSummary], fields: Fields) -> None:
        self.table: ShapeTable | None = None
        self._layers, self._summaries, self._fields = layers, summaries, fields
        self._rows: list[ShapeRow] = []

    def go_on(self) -> Iterator[None]:
        """Make the rows that are still to be made, and yield after each."""
        for layer in self._layers[len(self._rows) :]:
            self._rows.append(_row(layer, self._summaries, self._fields, self._layers[0].value))
            yield
        self.table = ShapeTable(tuple(self._rows), _total(NetSummary(tuple(self._summaries.values()))))

    def finished(self) -> ShapeTable:
        """Return the table, all of which is made now if need be."""
        if self.table is None:
            deque(self.go_on(), maxlen=0)
        assert self.table is not None
        return self.table


def _total(net: NetSummary) -> ShapeRow:
    return ShapeRow(
        title="total",
        parameters=f"{net.parameters:,}",
        learned=f"{net.parameters:,}",
        memory=size_of_memory(net.memory),
        multiply_adds=f"{net.multiply_adds:,}",
    )


def _row(layer: Layer, summaries: Mapping[str, LayerSummary], fields: Fields, fed: str) -> ShapeRow:
    depth, height, width = fields.volume(layer.value)
    volume = extents((width, height, depth))
    summary = summaries.get(layer.node.name) if layer.node is not None else None
    if summary is None:  # Of the input, and of an edit that scales maps, which is no layer of the net.
        return ShapeRow(layer.value, layer.title, layer.operator, volume)
    counted = layer.value == summary.output
    return ShapeRow(
        value=layer.value,
        title=layer.title,
        operator=layer.operator,
        volume=volume,
        size=summary.size,
        border=border_words(summary.slides),
        whole=all(slide.whole and not slide.uncovered for slide in summary.slides),
        field=size_words(fields.middle(layer.value, fed)),
        parameters=summary.formula if counted and summary.parameters else "",
        learned=f"{summary.parameters:,}" if counted and summary.parameters else "",
        memory=size_of_memory(summary.memory) if counted else "",
        multiply_adds=f"{summary.multiply_adds:,}" if counted and summary.multiply_adds else "",
    )


def border_words(slides: Sequence[Slide]) -> str:
    """Return what a window does at the border of the input, ``"whole"``; empty where there is no window.

    Parameters
    ----------
    slides
        Along rows, then along columns.
    """
    if not slides:
        return ""
    lost = [_lost(name, slide) for name, slide in zip(("column", "row"), reversed(slides), strict=False)]
    if any(lost):
        return f"misses {' and '.join(dict.fromkeys(filter(None, reversed(lost))))}"
    uneven = [slide for slide in slides if not slide.whole]
    if not uneven:
        return "whole"
    return (
        "rounded up: the last window hangs over"
        if uneven[0].count > uneven[0].exact
        else "rounded down: padding left out"
    )


def _lost(name: str, slide: Slide) -> str:
    """Return the rows or columns that are in no window: ``"the last 2 rows"``, ``"112 of 224 rows"``."""
    missed = sum(map(len, slide.uncovered))
    if not missed:
        return ""
    if slide.uncovered == (range(slide.extent - missed, slide.extent),):
        return f"the last {name}" if missed == 1 else f"the last {missed} {name}s"
    return f"{missed} of {slide.extent} {name}s"


def as_markdown(table: ShapeTable) -> str:
    """Return the table for a document in Markdown."""
    lines = [[title for _, title in COLUMNS], ["--:" if i in NUMBERS else "---" for i in range(len(COLUMNS))]]
    lines += [[_escaped(cell) for cell in row.cells] for row in (*table.rows, table.total)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _escaped(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")


def as_csv(table: ShapeTable) -> str:
    """Return the table as comma-separated values, the first line naming the columns (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([title for _, title in COLUMNS])
    writer.writerows(_plain(row.cells) for row in (*table.rows, table.total))
    return text.getvalue()


def _plain(cells: Sequence[str]) -> list[str]:
    """Return the cells without the commas that part thousands, so that a spreadsheet reads numbers."""
    return [cell.replace(",", "") if cell.replace(",", "").isdigit() else cell for cell in cells]
