"""What the worker hands over: a net that is open, and a forward pass that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from explorer.errors import UsageError
from explorer.nn.activations import Activations
from explorer.nn.filters import Filters, filtering_node, filters_of
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import Shape, Spec
from explorer.nn.summary import LayerSummary
from explorer.render.volume import volume_shape
from explorer.session.cards import cards_of
from explorer.session.layers import Layer, layers_of, layout_of
from explorer.session.measures import Measures
from explorer.session.request import Request
from explorer.session.view import Card
from explorer.sources.fit import Fitted
from explorer.sources.picture import Picture


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
    """

    name: str
    graph: Graph
    specs: Mapping[str, Spec] = field(repr=False)
    summaries: Mapping[str, LayerSummary] = field(repr=False)
    _filters: dict[str, tuple[Node, Filters] | None] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers in the order of computation."""
        return layers_of(self.graph, self.specs)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The layers' cards, without times."""
        return cards_of(self.graph, self.layers, self.specs, self.summaries, {})

    def filters_of(self, layer: Layer) -> tuple[Node, Filters] | None:
        """Return the node whose filters made the layer's channels, with its filters; None where there is none."""
        if layer.value not in self._filters:
            self._filters[layer.value] = self._find_filters(layer.node)
        return self._filters[layer.value]

    def _find_filters(self, node: Node | None) -> tuple[Node, Filters] | None:
        made = filtering_node(self.graph, node, self.specs) if node is not None else None
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
        The pixels that were fed.
    """

    run: int
    request: Request
    loaded: Loaded
    picture: Picture
    fitted: Fitted
    activations: Activations = field(repr=False)

    @cached_property
    def measures(self) -> Measures:
        """Volumes, scales and extremes of the activations, measured when first asked for."""
        return Measures(self.loaded.graph, self.activations)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The layers' cards, with times."""
        net = self.loaded
        return cards_of(net.graph, net.layers, net.specs, net.summaries, self.activations.milliseconds)


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
    depth = layer_shape(loaded, value)[0]
    if index >= depth:
        title = next(layer.title for layer in loaded.layers if layer.value == value)
        raise UsageError(f"the layer {title!r} has no depth slice {index}", f"it has {depth}, from 0 to {depth - 1}")
