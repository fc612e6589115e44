"""A depth column as a matrix times the column of the input: what a convolution of 1 x 1 does at each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from explorer.nn.filters import Filters
from explorer.nn.spec import FLOAT, Array
from explorer.render.levels import Levels, levels_of
from explorer.render.numbers import MINUS, three_digits
from explorer.session.numbers import DOT, TIMES
from explorer.session.parts.colours import levels_in
from explorer.session.shown import Computed
from explorer.session.state import ViewState
from explorer.session.strip.layers import Layer

if TYPE_CHECKING:
    from explorer.nn.ops.convolution import Conv


@dataclass(frozen=True)
class ColumnProduct:
    """``matrix @ column + bias = result``.

    Attributes
    ----------
    title
        ``"conv2 = W · column of pool1 + b"``.
    words
        What it says.
    sum
        The row of the selected slice, in numbers.
    place
        Row and column of the input's column.
    matrix
        float32 (O, I).
    column, bias, result
        float32 (I,), (O,), (O,); a bias of zeros where there is none.
    weights, inputs, outputs
        Colour scales of the matrix and the bias, of the column and of the result.
    """

    title: str
    words: str
    sum: str
    place: tuple[int, int]
    slice: int
    matrix: Array = field(repr=False, compare=False)
    column: Array = field(repr=False, compare=False)
    bias: Array = field(repr=False, compare=False)
    result: Array = field(repr=False, compare=False)
    weights: Levels = field(repr=False, compare=False)
    inputs: Levels = field(repr=False)
    outputs: Levels = field(repr=False)


def product_at(state: ViewState, computed: Computed, layer: Layer, place: tuple[int, int]) -> ColumnProduct | None:
    """Return the product that gives the layer's column at a place; None where no such product does."""
    found = computed.loaded.filters_of(layer)
    if found is None or found[0] is not layer.node:
        return None
    filters = found[1]
    source = computed.loaded.layer(filters.input)
    if filters.weights.shape[2:] != (1, 1) or filters.group != 1 or filters.thickness is not None or source is None:
        return None
    volume = computed.measures.volume(filters.input)
    read = _place_read(computed, filters, place)
    if read is None or len(volume) != filters.weights.shape[1] or not _holds(volume, read):
        return None
    matrix = filters.weights[:, :, 0, 0]
    bias: Array = np.zeros(len(matrix), FLOAT) if filters.bias is None else filters.bias
    index = state.slice_of(len(matrix))
    result = computed.measures.volume(layer.value)[:, place[0], place[1]]
    column = volume[:, read[0], read[1]]
    return ColumnProduct(
        title=f"{layer.title} = W {DOT} column of {source.title} + b",
        words=_words(computed, layer, matrix),
        sum=_sum(layer, index, float(np.dot(matrix[index].astype(float), column)), float(bias[index])),
        place=read,
        slice=index,
        matrix=matrix,
        column=column,
        bias=bias,
        result=result,
        weights=levels_of(matrix[None])[0],
        inputs=levels_in(state, computed.measures, source.value)[0],
        outputs=levels_in(state, computed.measures, layer.value)[0],
    )


def _place_read(computed: Computed, filters: Filters, place: tuple[int, int]) -> tuple[int, int] | None:
    """Return where in their input filters of 1 x 1 read the column of a place; None where they do not slide."""
    node, specs = computed.loaded.graph.node(filters.node), computed.loaded.specs
    assert node is not None
    if node.operator != "Conv":
        return place if node.operator in ("Gemm", "MatMul") else None
    window = cast("Conv", node.op).window(specs[node.inputs[0]], specs[node.inputs[1]])
    steps, pads = (1, *window.strides)[-2:], (0, *window.pads_begin)[-2:]
    return place[0] * steps[0] - pads[0], place[1] * steps[1] - pads[1]


def _holds(volume: Array, place: tuple[int, int]) -> bool:
    return all(0 <= at < extent for at, extent in zip(place, volume.shape[1:], strict=True))


def _words(computed: Computed, layer: Layer, matrix: Array) -> str:
    _, height, width = computed.measures.volume(layer.value).shape
    outputs, inputs = matrix.shape
    size = f"W is {outputs} {TIMES} {inputs}"
    if height * width == 1:
        return f"{size}: a fully connected layer, which is a convolution of 1 {TIMES} 1 over a single place."
    return f"{size}, the same at all {height * width} places: a fully connected layer applied to every pixel."


def _sum(layer: Layer, index: int, product: float, bias: float) -> str:
    sign = MINUS if bias < 0 else "+"
    total = three_digits(product + bias)
    return f"{layer.title}:{index}: {three_digits(product)} {sign} {three_digits(abs(bias))} = {total}"
