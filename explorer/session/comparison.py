"""A forward pass that is pinned, beside the one that is shown, and what differs between the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.edits import counted
from explorer.nn.spec import FLOAT, Array
from explorer.render.colour import DIVERGING
from explorer.render.levels import Levels
from explorer.render.numbers import three_digits
from explorer.session.maps.measures import Measures
from explorer.session.pointed import holds
from explorer.session.shown import Computed
from explorer.session.state import Limits, Scope, Side, ViewState
from explorer.session.strip.layers import Layer, first_layer
from explorer.session.views.view import ComparePart, Readout


class Differences(Mapping[str, Array]):
    """The values of one pass minus those of another, by their names in the first; each made when asked for.

    Values that the other pass lacks, or has in another shape, are not in it.
    """

    def __init__(self, computed: Computed, pinned: Computed) -> None:
        self._a, self._b = computed.activations, pinned.activations
        self._twins = {layer.value: twin.value for layer, twin in _pairs(computed, pinned)}
        self._made: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """Return a difference, float32."""
        if name not in self._made:
            a, b = self._a[name].astype(FLOAT), self._b[self._twins[name]].astype(FLOAT)
            with np.errstate(invalid="ignore", over="ignore"):
                self._made[name] = a - b
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._twins)

    def __len__(self) -> int:
        """Return the number of values that can be compared."""
        return len(self._twins)


class _Symmetric(Measures):
    """Measures whose scales reach as far below zero as above."""

    def levels(self, value: str, scope: Scope, limits: Limits | None = None) -> tuple[Levels, ...]:
        """Return the colour scale of each depth slice."""
        return tuple(_both_ways(levels) for levels in super().levels(value, scope, limits))


class Difference(Computed):
    """What differs between two forward passes, as a pass of its own; its number is negative."""

    @cached_property
    def measures(self) -> Measures:
        """Volumes, scales and extremes of the differences."""
        return _Symmetric(self.loaded.graph, self.loaded.layers, self.activations)


@dataclass(frozen=True, eq=False)
class Comparison:
    """A pinned pass; the difference to the pass that was shown last is kept with it.

    Attributes
    ----------
    unedited
        Whether it is the pass of the net before its edits, whatever net and picture are open.
    """

    pinned: Computed
    unedited: bool = False
    _last: dict[int, Difference] = field(default_factory=dict, repr=False)

    def beside(self, computed: Computed) -> Comparison:
        """Return the comparison to show ``computed`` in."""
        before = computed.unedited or computed
        return Comparison(before, unedited=True) if self.unedited and before is not self.pinned else self

    def twin(self, computed: Computed, layer: Layer) -> Layer | None:
        """Return the layer of the pinned pass that corresponds to one of ``computed``."""
        return next((twin for other, twin in _pairs(computed, self.pinned, alike=False) if other is layer), None)

    def origin(self, computed: Computed, twin: Layer) -> Layer | None:
        """Return the layer of ``computed`` that corresponds to one of the pinned pass."""
        return next((layer for layer, other in _pairs(computed, self.pinned, alike=False) if other is twin), None)

    def shown(self, state: ViewState, computed: Computed, layer: Layer) -> Layer:
        """Return the layer that is shown of the pinned pass: the one that is selected of it alone, else a twin's.

        Where ``layer`` has no twin, that is the layer that a net begins with.
        """
        loaded = self.pinned.loaded
        return loaded.layer(state.only_b) or self.twin(computed, layer) or first_layer(loaded.layers)

    def differs(self, computed: Computed, layer: Layer) -> Difference | None:
        """Return what differs between ``computed`` and the pinned pass; None where ``layer`` is not in both alike."""
        if computed.run not in self._last:
            self._last.clear()
            self._last[computed.run] = _difference(computed, self.pinned)
        made = self._last[computed.run]
        return made if layer.value in made.activations else None

    def part(self, state: ViewState, computed: Computed, layer: Layer) -> ComparePart:
        """Return what the window says of the comparison."""
        twin, shown = self.twin(computed, layer), self.shown(state, computed, layer)
        alike = shown is twin and self.differs(computed, layer) is not None
        possible: tuple[Side, ...] = ("a", "b", "difference") if alike else ("a", "b")
        why = "" if alike else _why(state, layer, twin, shown)
        a, b = _names(computed, self.pinned)
        same = computed is self.pinned or (computed.request == self.pinned.request and not self.unedited)
        return ComparePart(_side_of(state, possible), possible, a, b, why, same, self.unedited)


def _why(state: ViewState, layer: Layer, twin: Layer | None, shown: Layer) -> str:
    """Return why there is no difference between a layer and the one that is shown of B."""
    if shown is twin:
        return f"{layer.title} has another shape in B"
    return f"A has no layer {shown.title}" if state.only_b == shown.value else f"B has no layer {layer.title}"


def _side_of(state: ViewState, possible: tuple[Side, ...]) -> Side:
    """Return the side that is shown: A where the chosen one is not possible."""
    return state.side if state.side in possible else "a"


def difference_state(state: ViewState) -> ViewState:
    """Return how differences are drawn: in a map with a middle, on a scale of their own."""
    colormap = state.colormap if state.colormap in DIVERGING else "signed"
    return replace(state, colormap=colormap, scope="layer" if state.scope == "locked" else state.scope, limits=())


def difference_readout(
    readout: Readout | None, computed: Computed, pinned: Computed, pair: tuple[Layer, Layer]
) -> Readout | None:
    """Return the difference at a cell with both values that it is made of."""
    if readout is None or readout.cell is None:
        return readout
    layer, twin = pair
    volumes = computed.measures.volume(layer.value), pinned.measures.volume(twin.value)
    cell = readout.cell
    if not all(holds(volume.shape, cell) for volume in volumes):
        return readout
    a, b = (float(volume[cell.slice, cell.y, cell.x]) for volume in volumes)
    text = f"{readout.address}: A {three_digits(a)} \N{MINUS SIGN} B {three_digits(b)} = {three_digits(a - b)}"
    return replace(readout, text=text)


def _difference(computed: Computed, pinned: Computed) -> Difference:
    return Difference(
        run=-(computed.run + (pinned.run << 32)),
        request=computed.request,
        loaded=computed.loaded,
        picture=computed.picture,
        fitted=computed.fitted,
        activations=Activations(Differences(computed, pinned), {}),
    )


def _pairs(computed: Computed, pinned: Computed, *, alike: bool = True) -> Iterator[tuple[Layer, Layer]]:
    """Yield the layers of one pass with those of the same name, and, if ``alike``, shape, in the other."""
    others = {layer.title: layer for layer in reversed(pinned.loaded.layers) if layer.value in pinned.activations}
    for layer in computed.loaded.layers:
        twin = others.get(layer.title)
        if twin is None or layer.value not in computed.activations:
            continue
        shapes = computed.activations[layer.value].shape, pinned.activations[twin.value].shape
        if not alike or shapes[0] == shapes[1]:
            yield layer, twin


def _names(computed: Computed, pinned: Computed) -> tuple[str, str]:
    """Return what tells the two passes apart, in words."""
    passes = (computed, pinned)
    nets, pictures = ([p.loaded.name for p in passes], [p.picture.name for p in passes])
    if nets[0] == nets[1] and pictures[0] != pictures[1]:
        return pictures[0], pictures[1]
    if nets[0] != nets[1] and pictures[0] == pictures[1]:
        return nets[0], nets[1]
    edits = [p.request.edits for p in passes]
    if nets[0] == nets[1] and pictures[0] == pictures[1] and edits[0] != edits[1]:
        return counted(edits[0]), counted(edits[1])
    whole = [f"{picture} in {net}" for picture, net in zip(pictures, nets, strict=True)]
    if whole[0] == whole[1] and computed.request.fit != pinned.request.fit:
        whole = [f"{name}, {p.request.fit}" for name, p in zip(whole, passes, strict=True)]
    return whole[0], whole[1]


def _both_ways(levels: Levels) -> Levels:
    reach = max(-levels.low, levels.high)
    return replace(levels, low=-reach, high=reach)
