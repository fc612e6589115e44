"""Shapes and parameters of all layers, with the formulas worked out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from explorer.nn.reshaping import RESHAPABLE
from explorer.nn.sizes import Slide
from explorer.nn.spec import Array
from explorer.nn.summary import LayerSummary
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.session.arithmetic.context import Context
from explorer.session.maps.outlines import Rect
from explorer.session.numbers import extents
from explorer.session.parts.colours import levels_in
from explorer.session.request import Chore
from explorer.session.shape_table import ShapeTable, border_words
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.workings import Waiting, WorkingsPart

_PLANAR = 2
"""Axes that a picture of the border has."""


@dataclass(frozen=True)
class Border:
    """What a layer's window makes of the border of its input.

    Attributes
    ----------
    value, slice
        Value name of the layer's input, and the depth slice of it that is drawn.
    title
        Of the map that is drawn, ``"image, R"``.
    run
        Number of the forward pass.
    rows, columns
        How the window slides down and across.
    uncovered
        What of the map no window holds.
    words
        What becomes of the border, and what would fit; one or two sentences.
    levels, colours
        Of the map.
    plane
        The map (H, W), read-only.
    """

    value: str
    slice: int
    title: str
    run: int
    rows: Slide
    columns: Slide
    uncovered: tuple[Rect, ...]
    words: str
    levels: Levels
    colours: Colouring
    plane: Array = field(repr=False, compare=False)


@dataclass(frozen=True)
class Knobs:
    """What can be changed of the selected layer, as it is now.

    Attributes
    ----------
    node
        Name of the layer.
    filters
        None for pooling.
    kernel, strides
        H, W.
    pads
        Top, left, bottom, right.
    """

    node: str
    filters: int | None
    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    pads: tuple[int, ...]


@dataclass(frozen=True)
class ShapesPart(WorkingsPart):
    """The table, with what is to be said of the selected layer.

    Attributes
    ----------
    selected
        Value name of the selected layer.
    words
        Where its size, parameters and depth come from; empty where that goes without saying.
    border
        None where the layer has no window that slides over planes.
    fed
        Value name of the net's input.
    knobs
        None where the layer cannot be re-shaped.
    new
        Which weights re-shaping has made new; empty where none are.
    reshaped
        Whether any layer has another shape than when the net was opened.
    unchanging
        Why there are no knobs, where there are none.
    """

    table: ShapeTable
    selected: str
    words: str
    border: Border | None
    fed: str
    knobs: Knobs | None
    new: str
    reshaped: bool
    unchanging: str = "This layer has nothing to re-shape"

    @property
    def uncovered(self) -> tuple[Rect, ...]:
        """What of the net's input no window of the selected layer holds."""
        return self.border.uncovered if self.border is not None and self.border.value == self.fed else ()


def shapes_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the table of shapes and parameters."""
    loaded, title = computed.loaded, computed.loaded.name
    table = loaded.tabulation.table
    if table is None:
        return Waiting(title, Chore(f"Tabulating the layers of {title}", computed.run, loaded.tabulation.go_on))
    summary = loaded.summaries.get(layer.node.name) if layer.node is not None else None
    return ShapesPart(
        title=f"{table.total.learned} parameters",
        table=table,
        selected=layer.value,
        words=_words(table, summary, computed, layer) if summary is not None else "",
        border=_border(state, computed, layer, summary.slides) if summary is not None else None,
        fed=loaded.layers[0].value,
        knobs=_knobs(computed, layer, summary.slides) if summary is not None else None,
        new=f"New weights, untrained: {loaded.graph.untrained}." if loaded.changes and loaded.graph.untrained else "",
        reshaped=bool(loaded.changes),
    )


def _words(table: ShapeTable, summary: LayerSummary, computed: Computed, layer: Layer) -> str:
    """Return how size and parameters come out, which the table may have no room for, and what makes the depth."""
    row = next(row for row in table.rows if row.value == layer.value)
    parameters = f"{row.parameters} parameters" if row.parameters else ""
    return "\n".join(filter(None, (row.size, parameters, _depth_words(summary, computed, layer))))


def _depth_words(summary: LayerSummary, computed: Computed, layer: Layer) -> str:
    """Return why the volume of a convolution is as deep as it is."""
    if layer.operator != "Conv" or layer.node is None:
        return ""
    volume = computed.loaded.fields.volume
    depth, made = volume(layer.sources[0])[0], volume(layer.value)[0]
    taps = [slide.kernel for slide in reversed(summary.slides)]
    group = int(layer.node.op.attributes().get("group", 1))
    filters = extents((*taps, depth // group))
    words = f"1 filter of {filters} makes 1 map" if made == 1 else f"{made} filters of {filters} make {made} maps"
    if group > 1:
        return f"{words}; each sees {depth // group} of the {depth} maps of the input."
    return f"{words}, whatever the depth of the input's volume, {depth}."


def _knobs(computed: Computed, layer: Layer, slides: Sequence[Slide]) -> Knobs | None:
    if layer.node is None or layer.operator not in RESHAPABLE or len(slides) != _PLANAR:
        return None
    return Knobs(
        node=layer.node.name,
        filters=computed.loaded.fields.volume(layer.value)[0] if layer.operator == "Conv" else None,
        kernel=tuple(slide.kernel for slide in slides),
        strides=tuple(slide.stride for slide in slides),
        pads=(*(slide.begin for slide in slides), *(slide.end for slide in slides)),
    )


def _border(state: ViewState, computed: Computed, layer: Layer, slides: Sequence[Slide]) -> Border | None:
    if len(slides) != _PLANAR:
        return None
    rows, columns = slides
    source = computed.loaded.layer(layer.sources[0])
    assert source is not None
    volume = computed.measures.volume(source.value)
    index = state.slice_of(len(volume))
    return Border(
        value=source.value,
        slice=index,
        title=Context(state, computed.loaded, computed.measures, "contribution", None).map_title(source.value, index),
        run=computed.run,
        rows=rows,
        columns=columns,
        uncovered=tuple(_uncovered(rows, columns)),
        words=_border_words(slides),
        levels=levels_in(state, computed.measures, source.value)[index],
        colours=state.colours,
        plane=volume[index],
    )


def _uncovered(rows: Slide, columns: Slide) -> Iterator[Rect]:
    for run in rows.uncovered:
        yield Rect(run.start / rows.extent, 0, run.stop / rows.extent, 1)
    for run in columns.uncovered:
        yield Rect(0, run.start / columns.extent, 1, run.stop / columns.extent)


def _border_words(slides: Sequence[Slide]) -> str:
    """Return what becomes of the border, and which inputs would come out whole."""
    words = border_words(slides)
    if words == "whole":
        return "The windows come out even with the border of the input."
    uneven = next((slide for slide in reversed(slides) if not slide.whole), None)
    if uneven is None:
        return f"The window {words}, since its stride is larger than it."
    less, more = uneven.fitting
    told = f"The window {words}" if any(slide.uncovered for slide in slides) else f"The size is {words}"
    return f"{told}. An input of {less} or {more} would come out whole."
