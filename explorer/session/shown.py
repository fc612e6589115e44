"""What the worker hands over: a net that is open, and a forward pass that is done."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from explorer.errors import UsageError
from explorer.nn.activations import Activations
from explorer.nn.arithmetic.parts import Pass
from explorer.nn.changes import Changes
from explorer.nn.edited import editing_node
from explorer.nn.edits import UNEDITED, Edits
from explorer.nn.filters import Filters, filtering_node, filters_of
from explorer.nn.graph import Graph, InputFormat, Node
from explorer.nn.spec import Array, Shape, Spec
from explorer.nn.summary import LayerSummary
from explorer.render.distribution import Distribution
from explorer.render.volume import volume_shape
from explorer.session.maps.fields import Fields
from explorer.session.maps.measures import Measures
from explorer.session.request import Request
from explorer.session.shape_table import ShapeTable, Tabulation
from explorer.session.state import Folds
from explorer.session.strip.arrangement import Arrangement, arrange
from explorer.session.strip.card import Card
from explorer.session.strip.cards import cards_of
from explorer.session.strip.layers import Layer, layers_of, layout_of
from explorer.sources.feed import seen
from explorer.sources.picture import Picture

_KEPT = 32
"""Things that are kept with a forward pass."""

T = TypeVar("T")
_Find: TypeAlias = Callable[[Graph, Node, Mapping[str, Spec]], Node | None]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A net that is open, described for inputs of certain shapes.

    Attributes
    ----------
    name
        Its name in the window.
    specs
        Of every value; empty where the net does not take inputs of the shapes that it is described for.
    summaries
        Parameters and multiply-adds by node name.
    digest
        What tells the net's file from all others; empty where there is none.
    stated
        How the net is fed as its file says, which the user may have changed.
    changes
        What is changed of its structure.
    convolutional
        Whether its fully connected layers have become convolutions.
    edits
        What is changed of its weights.
    unedited
        The net without them; None where there are none.
    counts
        How often which of its weights occur, by what they are of, as far as they have been counted.
    """

    name: str
    graph: Graph
    specs: Mapping[str, Spec] = field(repr=False)
    summaries: Mapping[str, LayerSummary] = field(repr=False)
    digest: str = ""
    stated: InputFormat = field(default_factory=InputFormat)
    changes: Changes = ()
    convolutional: bool = False
    edits: Edits = UNEDITED
    unedited: Loaded | None = field(default=None, repr=False)
    counts: dict[Hashable, Distribution] = field(default_factory=dict, init=False, repr=False)
    _filters: dict[str, tuple[Node, Filters] | None] = field(default_factory=dict, init=False, repr=False)
    _editing: dict[str, tuple[Node, Filters] | None] = field(default_factory=dict, init=False, repr=False)
    _arrangements: dict[Folds, Arrangement] = field(default_factory=dict, init=False, repr=False)
    _cards: dict[Folds, tuple[Card, ...]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers in the order of computation."""
        return layers_of(self.graph, self.specs)

    def layer(self, value: str) -> Layer | None:
        """Return the layer of a value; None where it is a weight, or another value that no picture changes."""
        return next((layer for layer in self.layers if layer.value == value), None)

    @cached_property
    def fields(self) -> Fields:
        """What its units see, and what its pixels reach."""
        return Fields(self.graph, self.specs)

    @cached_property
    def tabulation(self) -> Tabulation:
        """The table of its layers in the making."""
        return Tabulation(self.layers, self.summaries, self.fields)

    @property
    def table(self) -> ShapeTable:
        """The shapes and parameters of its layers."""
        return self.tabulation.finished()

    def edited(self, edits: Edits, graph: Graph, specs: Mapping[str, Spec]) -> Loaded:
        """Return the same net with the edits that make it ``graph``; what does not depend on weights is taken over."""
        made = replace(self, graph=graph, specs=specs, edits=edits, unedited=self)
        if graph.nodes is self.graph.nodes:
            shared = ("layers", "fields", "tabulation", "_arrangements", "_cards")
            vars(made).update({name: getattr(self, name) for name in shared})
        return made

    def fed(self, pixels: InputFormat) -> Loaded:
        """Return the same net, fed in another way."""
        if pixels == self.graph.input_format:
            return self
        return replace(self, graph=replace(self.graph, input_format=pixels))

    def arranged(self, folds: Folds) -> Arrangement:
        """Return the layers as the tiles of the strip."""
        if folds not in self._arrangements:
            self._arrangements[folds] = arrange(self.layers, folds)
        return self._arrangements[folds]

    def cards(self, folds: Folds) -> tuple[Card, ...]:
        """Return the layers' cards, without times."""
        if folds not in self._cards:
            groups = self.arranged(folds).groups
            self._cards[folds] = cards_of(self.graph, groups, self.specs, self.summaries, {})
        return self._cards[folds]

    def filters_of(self, layer: Layer) -> tuple[Node, Filters] | None:
        """Return the node whose filters made the layer's channels, with its filters; None where there is none."""
        if layer.value not in self._filters:
            self._filters[layer.value] = self._found(filtering_node, layer.node)
        return self._filters[layer.value]

    def editing(self, name: str) -> tuple[Node, Filters] | None:
        """Return the node that edits name of the filters of a node, with these; None where they cannot be edited."""
        if name not in self._editing:
            self._editing[name] = self._found(editing_node, self.graph.node(name))
        return self._editing[name]

    def _found(self, find: _Find, node: Node | None) -> tuple[Node, Filters] | None:
        made = find(self.graph, node, self.specs) if node is not None else None
        filters = filters_of(self.graph, made, self.specs) if made is not None else None
        return (made, filters) if made is not None and filters is not None else None


@dataclass(frozen=True, eq=False)
class Computed:
    """A forward pass that is done.

    Attributes
    ----------
    run
        Number of the pass, from 1.
    loaded
        The net, described for the shapes that were fed.
    fitted
        The pixels that were fed, float32 (height, width, 1 or 3) in 0..1.
    unedited
        The pass of the net without its edits; None where there are none.
    partial
        Whether layers behind the one that is looked at are still those of an earlier pass.
    counts
        How often which of its values occur, by what they are of, as far as they have been counted.
    found
        What the last chore has found, under its key.
    thumbnails
        The pictures on the cards that were painted ahead, uint8 RGB (H, W, 3) or None, by what they depend on.
    """

    run: int
    request: Request
    loaded: Loaded
    picture: Picture
    fitted: Array = field(repr=False)
    activations: Activations = field(repr=False)
    unedited: Computed | None = field(default=None, repr=False)
    partial: bool = False
    counts: dict[Hashable, Distribution] = field(default_factory=dict, init=False, repr=False)
    found: dict[Hashable, object] = field(default_factory=dict, init=False, repr=False)
    thumbnails: dict[Hashable, Array | None] = field(default_factory=dict, init=False, repr=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)
    _cards: dict[Folds, tuple[Card, ...]] = field(default_factory=dict, init=False, repr=False)

    @property
    def fed_in(self) -> int:
        """Number of the pass that its pixels were fed in first: edits do not feed them anew."""
        return self.run if self.unedited is None else self.unedited.run

    @cached_property
    def measures(self) -> Measures:
        """Volumes, scales and extremes of the activations, measured when first asked for."""
        return Measures(self.loaded.graph, self.loaded.layers, self.activations)

    @cached_property
    def tensors(self) -> Pass:
        """All values with their specs, as arithmetic reads them."""
        return Pass(self.loaded.graph, self.loaded.specs, self.activations)

    @cached_property
    def seen(self) -> Array:
        """The pixels that reached the net, float32 (height, width, C) in 0..1: grey where the net is."""
        return seen(self.fitted, self.loaded.graph.input_format)

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what was made under ``key``, or make it; the last few are kept."""
        if key not in self._kept:
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def keep_found(self, key: Hashable, found: object) -> None:
        """Keep what a chore has found, in place of what the one before it did."""
        self.found.clear()
        self.found[key] = found

    def cards(self, folds: Folds) -> tuple[Card, ...]:
        """Return the layers' cards, with times."""
        if folds not in self._cards:
            net, spent = self.loaded, self.activations.milliseconds
            self._cards[folds] = cards_of(net.graph, net.arranged(folds).groups, net.specs, net.summaries, spent)
        return self._cards[folds]


def layer_shape(loaded: Loaded, value: str) -> Shape:
    """Return depth, height and width of a layer's volume."""
    return volume_shape(loaded.specs[value].shape, layout_of(loaded.graph, value))


def check_slice(loaded: Loaded, value: str, index: int) -> None:
    """Check that a layer has a depth slice.

    Raises
    ------
    UsageError
        It has fewer.
    """
    depth, layer = layer_shape(loaded, value)[0], loaded.layer(value)
    if index >= depth:
        title = layer.title if layer is not None else value
        raise UsageError(f"the layer {title!r} has no depth slice {index}", f"it has {depth}, from 0 to {depth - 1}")
