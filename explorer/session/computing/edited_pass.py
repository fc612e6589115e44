"""Forward passes of a net whose weights are edited, of which only what the edits touch is computed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.copies import Copies
from explorer.nn.edited import apply
from explorer.nn.edits import Edits
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph
from explorer.nn.incremental.touched import Touched, layers_between, touched
from explorer.nn.infer import infer
from explorer.nn.spec import Array, Spec
from explorer.session.computing.worker import Lull
from explorer.session.feeding import feeds_of
from explorer.session.request import Request
from explorer.session.shown import Computed, Loaded

if TYPE_CHECKING:
    from explorer.nn.incremental.recomputation import Recomputation

_TAME = 10
"""How many times larger what a layer gives may become before edits are no longer the difference to it."""

_LITTLE = 100_000_000
"""Multiply-adds that are not worth showing a layer before the others for."""

_FOLLOWING = 0.2
"""Seconds after which all layers follow a weight that is dragged, however quickly."""


@dataclass(frozen=True, eq=False)
class _Way:
    """How to compute what edits change of a pass.

    Attributes
    ----------
    base
        The pass.
    channels
        What they touch.
    loaded
        The net that they make.
    layer
        Value name of the layer that is looked at.
    recomputation
        Computes it.
    """

    base: Computed
    channels: Touched
    loaded: Loaded
    layer: str
    recomputation: Recomputation

    def suits(self, base: Computed, channels: Touched, loaded: Loaded, layer: str) -> bool:
        """Return whether it is the way to compute other numbers for the same weights."""
        same = self.base is base and self.channels == channels and self.layer == layer
        return same and self.loaded.graph.nodes == loaded.graph.nodes and _shapes(self.loaded) == _shapes(loaded)


class EditedPasses:
    """Computes what edits make of one net: the difference to a pass of all of it, one step and never more.

    Where edits touch one node, that is the pass of the net without edits. Where another node is edited then, all of the
    net is computed once, and what follows is the difference to that.
    """

    def __init__(self) -> None:
        self._unedited: Computed | None = None
        self._whole: Computed | None = None
        self._way: _Way | None = None
        self._last: Mapping[str, Array] = {}
        self._copies = Copies()
        self._followed = 0.0

    def __call__(self, unedited: Computed, request: Request) -> Iterator[Computed | Lull]:
        """Yield the pass of the net with the edits of ``request``, fed as ``unedited`` was.

        Where that takes a while, it yields a pass before whose layers are those of the last one, but for the layer that
        is looked at and those before it; then, if newer edits are soon enough to follow, a lull.

        Raises
        ------
        NetError
            The edits do not fit the net.
        """
        if unedited is not self._unedited:
            self._unedited, self._whole, self._way, self._last = unedited, None, None, {}
        loaded = edited(unedited.loaded, request.edits, self._copies)
        plain = replace(unedited, request=request, loaded=loaded, unedited=unedited)
        base, channels = self._nearest(unedited, loaded)
        if base is None:
            self._whole = replace(plain, activations=Executor(loaded.graph).run(feeds_of(loaded.graph, plain.fitted)))
            self._way = None
            yield self._whole
        elif not channels:
            yield replace(plain, activations=base.activations)
        else:
            yield from self._recompute(plain, self._way_to(base, channels, loaded, request.looked_at.layer))

    def _nearest(self, unedited: Computed, loaded: Loaded) -> tuple[Computed | None, Touched]:
        """Return the pass of a net that ``loaded`` differs from in one layer at most, and in what."""
        for base in (unedited, self._whole):
            if base is not None and len(layers_between(base.loaded.edits, loaded.edits)) <= 1:
                before, after = (base.loaded.edits, base.loaded.graph), (loaded.edits, loaded.graph)
                channels = touched(before, after, loaded.specs)
                if channels is not None and _is_tame(base, unedited, channels):
                    return base, channels
        return None, {}

    def _way_to(self, base: Computed, channels: Touched, loaded: Loaded, layer: str) -> _Way:
        """Return the way to compute what ``channels`` change, the last one if it suits."""
        from explorer.nn.incremental.recomputation import Recomputation, derive  # noqa: PLC0415, it loads the compiler

        if self._way is None or not self._way.suits(base, channels, loaded, layer):
            derived = derive(loaded.graph, loaded.specs, base.activations.arrays, channels)
            products = (loaded.summaries[node] for node in set(derived.owners.values()) if node in loaded.summaries)
            wanted = (layer,) if sum(summary.multiply_adds for summary in products) > _LITTLE else ()
            self._way = _Way(base, channels, loaded, layer, Recomputation(loaded.graph, derived, wanted))
            self._last = {}
        return self._way

    def _recompute(self, plain: Computed, way: _Way) -> Iterator[Computed | Lull]:
        """Yield the pass of the layers that are looked at, if that is soon done, and of all."""
        loaded, base = plain.loaded, way.base.activations
        made: dict[str, Array] = {}
        spent = dict.fromkeys((node.name for node in loaded.graph.nodes), 0.0)
        for number, part in enumerate(way.recomputation.run(loaded.graph)):
            made.update(part.arrays)
            spent = {name: before + part.milliseconds[name] for name, before in spent.items()}
            if number == 0 and not way.recomputation.at_once:
                arrays = _in_order(loaded, base.arrays, self._last, made)
                yield replace(plain, activations=Activations(arrays, spent), partial=True)
                if time.monotonic() - self._followed < _FOLLOWING:
                    yield Lull()
        self._last, self._followed = made, time.monotonic()
        yield replace(plain, activations=Activations(_in_order(loaded, base.arrays, made), spent))


def _shapes(loaded: Loaded) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the weights; a bias that is one number for all is another once it is edited."""
    return {name: array.shape for name, array in loaded.graph.initializers.items()}


def _is_tame(base: Computed, unedited: Computed, channels: Touched) -> bool:
    """Return whether what a layer gives in a pass is of the size that it has without edits.

    The difference to numbers that are far larger has no digits left.
    """
    values = [node.outputs[0] for node in unedited.loaded.graph.nodes if node.name in channels]
    sizes = ((np.abs(of.activations[value]).max(initial=0) for of in (base, unedited)) for value in values)
    return base is unedited or all(edited <= _TAME * before for edited, before in sizes)


def _in_order(loaded: Loaded, *passes: Mapping[str, Array]) -> dict[str, Array]:
    """Return all values of a net, each as it is in the last of the passes that have it."""
    known: dict[str, Array] = {}
    for arrays in passes:
        known.update(arrays)
    known.update(loaded.graph.initializers)
    return {name: known[name] for name in loaded.specs}


def edited(unedited: Loaded, edits: Edits, copies: Copies | None = None) -> Loaded:
    """Return a net with edits, whose weights ``copies`` makes.

    Raises
    ------
    NetError
        They do not fit the net.
    """
    graph = apply(unedited.graph, edits, unedited.specs, copies)
    return unedited.edited(edits, graph, _specs(unedited, graph))


def _specs(unedited: Loaded, graph: Graph) -> Mapping[str, Spec]:
    """Return the specs of an edited net, inferred only where other weights make other nodes or other constants."""
    before = unedited.graph
    changed = {name for name, array in graph.initializers.items() if array is not before.initializers.get(name)}
    folded = (node for node in graph.nodes if all(unedited.specs[o].value is not None for o in node.outputs if o))
    if graph.nodes is before.nodes and all(changed.isdisjoint(node.inputs) for node in folded):
        return {**unedited.specs, **{name: Spec.of(graph.initializers[name]) for name in changed}}
    return infer(graph, {i.name: unedited.specs[i.name].shape for i in graph.inputs})
