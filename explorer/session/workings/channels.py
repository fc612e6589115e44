"""What each input channel alone adds to the selected map, and what the sum becomes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from explorer.nn.arithmetic.channel_maps import channel_maps
from explorer.nn.filters import Filters
from explorer.nn.graph import Node
from explorer.nn.spec import Array
from explorer.render.colour import Colouring
from explorer.render.levels import Levels
from explorer.render.numbers import MINUS, three_digits
from explorer.session.numbers import exact, product
from explorer.session.parts.filter import channel_names
from explorer.session.pointed import Cell, Number
from explorer.session.request import Chore
from explorer.session.shown import Computed, Loaded
from explorer.session.state import TermOrder, ViewState
from explorer.session.strip.layers import Layer
from explorer.session.views.workings import Nothing, Waiting, WorkingsPart
from explorer.session.workings.channel_sums import ChannelSums, channel_sums

_MOST = 1 << 25
"""Numbers in all partial maps together, beyond which they are not made: 128 MB."""

_TO = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True)
class Result:
    """What becomes of the sum.

    Attributes
    ----------
    value, slice
        The map that it is.
    title
        Its address, ``"conv2:17"``.
    step
        What was done to get it, ``"+ bias −0.12"``.
    """

    value: str
    slice: int
    title: str
    step: str


@dataclass(frozen=True)
class ChannelsPart(WorkingsPart):
    """The maps of each channel alone, their running sum, and what becomes of it.

    Attributes
    ----------
    words
        How many maps become how many.
    accuracy
        How far the sum is from the map that the net's kernels computed.
    run
        Number of the forward pass.
    source, filter
        Value name of what the filter is laid on; index of the filter.
    names
        Of each map: a colour, an index, or how many others share it.
    channels
        Index of the channel of ``source``; None where several share the map.
    results
        One for each map of ``after``.
    pointed
        Whether a place of these maps is one of the selected layer's.
    cell
        The place that is looked at, whose numbers stand above the maps; None for their largest numbers.
    order
        By what the channels stand.
    total, unfolded
        How many channels there are, and whether all were asked for.
    alone, running
        float32 (n, H, W), in the order of ``names``.
    after
        float32 (m, H, W).
    """

    words: str
    accuracy: str
    run: int
    source: str
    filter: int
    names: tuple[str, ...]
    channels: tuple[int | None, ...]
    results: tuple[Result, ...]
    pointed: bool
    cell: Cell | None
    order: TermOrder
    total: int
    unfolded: bool
    levels: Levels
    colours: Colouring
    alone: Array = field(repr=False, compare=False)
    running: Array = field(repr=False, compare=False)
    after: Array = field(repr=False, compare=False)

    def told_alone(self, place: int, y: int, x: int) -> Number:
        """Return what one channel alone gives, by its place among the maps."""
        return self._told(f"Channel {self.names[place]} alone", self.alone[place], y, x)

    def told_running(self, place: int, y: int, x: int) -> Number:
        """Return the sum of the channels up to one, by its place among the maps."""
        until = f"up to channel {self.names[place]}" if place < len(self.names) - 1 else "of all channels"
        return self._told(f"Sum {until}", self.running[place], y, x)

    def told_after(self, place: int, y: int, x: int) -> Number:
        """Return what becomes of the sum, by its place among the results."""
        return self._told(self.results[place].title, self.after[place], y, x)

    def _told(self, name: str, plane: Array, y: int, x: int) -> Number:
        value, cell = float(plane[y, x]), Cell(self.filter, y, x) if self.pointed else None
        return Number(f"{name} at {x}, {y}: {three_digits(value)}", f"{name} at {x}, {y}: {exact(value)}", cell)


def channels_part(state: ViewState, computed: Computed, layer: Layer) -> WorkingsPart:
    """Return the partial maps of the selected map."""
    found = computed.loaded.filters_of(layer)
    if found is None or state.slice >= len(found[1].weights):
        return Nothing(layer.title, "No filter made this map. Select a convolution, or what follows one.")
    summed = _Summed(computed, *found, state.slice)
    if reason := summed.reason:
        return Nothing(layer.title, reason)
    key = ("channels", computed.run, summed.maker.name, state.slice, state.terms, state.unfolded)
    sums = computed.found.get(key)
    if isinstance(sums, ChannelSums):
        return _part(state, layer, summed, sums)
    name = f"Summing {summed.total} channels of {summed.title}"
    return Waiting(summed.title, Chore(name, key, lambda: computed.keep_found(key, summed.sums(state))))


@dataclass(frozen=True, eq=False)
class _Summed:
    """A map that a filter made.

    Attributes
    ----------
    maker
        The node that gives the sum with its bias: that of the filter, or an Add behind it.
    """

    computed: Computed
    maker: Node
    filters: Filters
    slice: int

    @property
    def loaded(self) -> Loaded:
        return self.computed.loaded

    @property
    def node(self) -> Node:
        node = self.loaded.graph.node(self.filters.node)
        assert node is not None
        return node

    @property
    def total(self) -> int:
        return len(self.filters.weights[self.slice])

    @property
    def slices(self) -> range:
        return self.filters.reads(self.slice)

    @property
    def title(self) -> str:
        return f"{self.followers[0].title}:{self.slice}"

    @property
    def source(self) -> Layer:
        layer = self.loaded.layer(self.filters.input)
        assert layer is not None
        return layer

    @property
    def followers(self) -> tuple[Layer, ...]:
        """The layer of the sum with its bias, and what it goes through one to one after it."""
        return tuple(_followers(self.loaded, self.maker.outputs[0]))

    @property
    def reason(self) -> str:
        """Why there are no partial maps; empty where there are."""
        if self.node.operator not in ("Conv", "ConvTranspose"):
            return "A fully connected layer sums its inputs to single numbers: they are under Arithmetic."
        if self.filters.thickness is not None:
            return "A 3-D convolution sums volumes, which are not drawn here."
        shape = self.loaded.specs[self.node.outputs[0]].shape
        if math.prod(shape[2:]) * self.total > _MOST:
            return "These maps are too large to be kept for each channel. Crop the picture."
        return ""

    def sums(self, state: ViewState) -> ChannelSums:
        """Return the partial maps, summed; this takes a while."""
        partial = channel_maps(self.computed.tensors, self.node, self.slice)
        assert partial is not None
        planes = [self.computed.measures.volume(layer.value)[self.slice] for layer in self.followers]
        return channel_sums(partial, self.bias or 0.0, planes, state.terms, unfolded=state.unfolded)

    @property
    def bias(self) -> float | None:
        return None if self.filters.bias is None else float(self.filters.bias[self.slice])


def _followers(loaded: Loaded, value: str) -> Iterator[Layer]:
    shape = loaded.specs[value].shape
    found = [layer for layer in loaded.layers if layer.value == value]
    while len(found) == 1 and loaded.specs[found[0].value].shape == shape:
        yield found[0]
        readers = [layer for layer in loaded.layers if found[0].value in layer.sources]
        one_to_one = readers and (readers[0].kind == "activation" or readers[0].operator == "BatchNormalization")
        found = readers if one_to_one else []


def _part(state: ViewState, layer: Layer, summed: _Summed, sums: ChannelSums) -> ChannelsPart:
    loaded, slices = summed.loaded, summed.slices
    names = channel_names(loaded.graph, summed.source.value, slices)
    others = ((f"{sums.others} more", None),) if sums.others else ()
    columns = (*((names[index], slices[index]) for index in sums.shown), *others)
    cell, (height, width) = state.cell, sums.alone.shape[1:]
    pointed = layer in summed.followers
    marked = cell is not None and pointed and cell.y < height and cell.x < width
    return ChannelsPart(
        title=f"{summed.title} from {summed.source.title}",
        words=_words(summed),
        accuracy=f"Sum and bias differ from the net's own map by {three_digits(sums.deviation)} at most.",
        run=summed.computed.run,
        source=summed.source.value,
        filter=summed.slice,
        names=tuple(name for name, _ in columns),
        channels=tuple(index for _, index in columns),
        results=tuple(_results(summed)),
        pointed=pointed,
        cell=replace(cell, slice=summed.slice) if cell is not None and marked else None,
        order=state.terms,
        total=summed.total,
        unfolded=state.unfolded,
        levels=sums.levels,
        colours=state.colours,
        alone=sums.alone,
        running=sums.running,
        after=sums.after,
    )


def _results(summed: _Summed) -> Iterator[Result]:
    first, *rest = summed.followers
    bias = summed.bias
    step = "no bias" if bias is None else f"{MINUS if bias < 0 else '+'} {three_digits(abs(bias))} bias"
    yield Result(first.value, summed.slice, f"{first.title}:{summed.slice}", step)
    for layer in rest:
        yield Result(layer.value, summed.slice, f"{layer.title}:{summed.slice}", layer.operator)


def _words(summed: _Summed) -> str:
    """Return how many maps become how many: never one for each channel and filter."""
    one, many = summed.total, len(summed.filters.weights)
    channels, maps = f"{one} channel{'s' * (one != 1)}", f"{one} partial map{'s' * (one != 1)}"
    words = f"{channels} {_TO} {maps}, summed to 1."
    if one == 1:
        return words
    return f"{words} {many} filters make {many} maps, not {product((one, many))} = {one * many}."
