"""Another window or number of filters for one layer, and the net behind it made to fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from explorer.errors import ExplorerError, NetError
from explorer.nn.graph import Graph, Node, input_specs
from explorer.nn.infer import infer_node
from explorer.nn.initial import he_uniform, he_words
from explorer.nn.spec import FLOAT, INT, Array, Shape, Spec

RESHAPABLE = ("Conv", "MaxPool", "AveragePool")
"""Operators whose window can be changed."""

_MOST_WEIGHTS = 2**28
"""Weights of one layer, 1 GB of them."""

_NAMED = 3
"""Layers with new weights that are told by name."""


@dataclass(frozen=True)
class Reshaping:
    """What a layer is to be; None where it stays as it is.

    Attributes
    ----------
    node
        Name of a node of one of the operators of ``RESHAPABLE``.
    filters
        Number of filters of a convolution.
    kernel, strides
        One number for each spatial axis, H before W.
    pads
        All begins, then all ends, as ONNX has them.
    seed
        What new weights are drawn from.
    """

    node: str
    filters: int | None = None
    kernel: tuple[int, ...] | None = None
    strides: tuple[int, ...] | None = None
    pads: tuple[int, ...] | None = None
    seed: int = 0

    def then(self, later: Reshaping) -> Reshaping:
        """Return this reshaping and a later one of the same node as one."""
        given = {name: value for name, value in vars(later).items() if value is not None}
        return replace(self, **given)


def reshaped(graph: Graph, change: Reshaping, shapes: Mapping[str, Shape]) -> Graph:
    """Return ``graph`` with one layer changed, and all that reads it made to fit.

    Weights whose shape stays are kept. The others are new: filters are drawn by ``he_uniform``, biases and
    normalisations do nothing. ``Graph.untrained`` says which.

    Parameters
    ----------
    shapes
        Of the inputs.

    Raises
    ------
    NetError
        There is no such layer, or the net cannot follow the change; the sentence says where.
    """
    changed = graph.node(change.node)
    if changed is None or changed.operator not in RESHAPABLE:
        raise NetError(f"there is no layer {change.node!r} whose window could be changed")
    return _Refit(graph, change, input_specs(graph, shapes)).graph()


def untrained_since(before: Graph, after: Graph, seed: int) -> str:
    """Return what of ``after`` is untrained: what ``before`` says, and layers whose weights are drawn from ``seed``."""
    kept = set(map(id, before.initializers.values()))
    drawn = {name for name, array in after.initializers.items() if array.dtype.kind == "f" and id(array) not in kept}
    new = [node.name for node in after.nodes if drawn.intersection(node.inputs)]
    if not new:
        return before.untrained
    names = ", ".join(new[:_NAMED]) + (f" and {len(new) - _NAMED} more" * (len(new) > _NAMED))
    return "; ".join(filter(None, (before.untrained, f"{names}: {he_words(seed)}")))


class _Refit:
    """Walks through a net, from the inputs on, and makes each node fit what it reads."""

    def __init__(self, graph: Graph, change: Reshaping, specs: dict[str, Spec]) -> None:
        self._graph = graph
        self._change = change
        self._before = dict(specs)
        self._specs = specs
        self._weights = dict(graph.initializers)

    def graph(self) -> Graph:
        """Return the net that fits."""
        nodes = tuple(self._fitted(node) for node in self._graph.nodes)
        read = {name for node in nodes for name in node.inputs}
        kept = {name: array for name, array in self._weights.items() if name in read}
        after = replace(self._graph, nodes=nodes, initializers=kept)
        return replace(after, untrained=untrained_since(self._graph, after, self._change.seed))

    def _fitted(self, node: Node) -> Node:
        self._before.update(zip(node.outputs, infer_node(node, self._before), strict=False))
        if node.name == self._change.node:
            node = self._changed(node)
        fit = _FITS.get(node.operator)
        if fit is not None:
            node = fit(self, node)
        try:
            self._specs.update(zip(node.outputs, infer_node(node, self._specs), strict=False))
        except ExplorerError as error:
            raise self._refusal(node, error) from error
        return node

    def _refusal(self, node: Node, error: ExplorerError) -> NetError:
        """Return why the net cannot follow, in the words of a joining layer where it is one."""
        sources = [self._specs[name] for name in node.inputs if name and self._specs[name].value is None]
        refused = f"the layer {self._change.node!r} cannot be re-shaped so"
        if len(sources) < 2:
            return NetError(f"{refused}: {error.message}", error.hint)
        volumes = " and ".join(_volume(spec.shape) for spec in sources)
        return NetError(
            f"{refused}: the {node.operator} {node.name!r} would get {volumes}",
            "change the other branch to match, or another layer",
        )

    def _changed(self, node: Node) -> Node:
        """Return the node that is re-shaped with its new window and, for a convolution, its new filters."""
        change, named = self._change, node.op.attributes()
        given: dict[str, Any] = {}
        if change.strides is not None:
            given["strides"] = change.strides
        if change.pads is not None:
            given |= {"pads": change.pads, "auto_pad": "NOTSET"}
        if change.kernel is not None and ("kernel_shape" in named or node.operator != "Conv"):
            given["kernel_shape"] = change.kernel
        node = replace(node, op=replace(node.op, **given))
        if node.operator != "Conv":
            self._check_padding(node)
            return node
        count, depth, *kernel = self._specs[node.inputs[1]].shape
        return self._convolving(node, (change.filters or count, depth, *(change.kernel or kernel)))

    def _check_padding(self, node: Node) -> None:
        """Check that each window of a pooling holds something of its input (ONNX MaxPool-22)."""
        named = node.op.attributes()
        kernel, pads = named["kernel_shape"], named.get("pads") or (0,)
        if max(pads) >= min(kernel):
            windows = f"windows of {min(kernel)} under a padding of {max(pads)} would hold nothing of the input"
            raise self._refusal(node, NetError(windows, f"pad at most {min(kernel) - 1}, or use a larger window"))

    # What each kind of node needs to fit

    def convolution(self, node: Node) -> Node:
        """Give a convolution filters as deep as its input; one of a filter for each channel keeps that."""
        depth, group = self._specs[node.inputs[0]].shape[1], int(node.op.attributes().get("group", 1))
        count, own, *kernel = self._specs[node.inputs[1]].shape
        if own * group == depth:
            return self._convolving(node, (count, own, *kernel))
        if own == 1 and group > 1:
            node = replace(node, op=replace(node.op, group=depth))  # type: ignore[call-arg]  # Conv has one
            return self._convolving(node, (count // group * depth, 1, *kernel))
        if depth % group:
            raise self._refusal(node, NetError(f"the {group} groups of {node.name} cannot share {depth} channels"))
        return self._convolving(node, (count, depth // group, *kernel))

    def _convolving(self, node: Node, shape: Shape) -> Node:
        node = self._reading(node, 1, shape, partial(self._drawn, node))
        return self._reading(node, 2, shape[:1], np.zeros) if len(node.inputs) > 2 and node.inputs[2] else node

    def transposed(self, node: Node) -> Node:
        """Give a transposed convolution filters as deep as its input."""
        depth, group = self._specs[node.inputs[0]].shape[1], int(node.op.attributes().get("group", 1))
        own = self._specs[node.inputs[1]].shape
        if group > 1 and own[0] != depth:
            raise self._refusal(node, NetError(f"the {group} groups of {node.name} cannot take {depth} channels"))
        return self._reading(node, 1, (depth, *own[1:]), partial(self._drawn_across, node))

    def product(self, node: Node) -> Node:
        """Give a fully connected layer as many weights a unit as its input has numbers."""
        first, weights = (self._specs[name] for name in node.inputs[:2])
        if first.value is not None or weights.value is None or weights.rank != 2:
            return node
        swapped = bool(node.op.attributes().get("transB"))
        shape = (weights.shape[0], first.shape[-1]) if swapped else (first.shape[-1], weights.shape[1])
        return self._reading(node, 1, shape, partial(self._drawn if swapped else self._drawn_across, node))

    def normalisation(self, node: Node) -> Node:
        """Give a normalisation a scale of 1 and a shift of 0, a mean of 0 and a variance of 1, for each channel."""
        channels = self._specs[node.inputs[0]].shape[1:2]
        for place, name in enumerate(node.inputs[1:], 1):
            if name:
                node = self._reading(node, place, channels, np.ones if place in (1, 4) else np.zeros)
        return node

    def slope(self, node: Node) -> Node:
        """Give a PRelu the usual slope for each channel."""
        return self._broadcast(node, lambda shape: np.full(shape, 0.25, FLOAT))

    def shift(self, node: Node) -> Node:
        """Let a sum or difference with constants that no longer fit add nothing."""
        return self._broadcast(node, np.zeros)

    def factor(self, node: Node) -> Node:
        """Let a product or quotient with constants that no longer fit change nothing."""
        return self._broadcast(node, np.ones)

    def _check_alike(self, node: Node) -> None:
        """Check that joined volumes of one shape still have one, rather than one being spread over the other."""
        computed = [name for name in node.inputs if self._specs[name].value is None]
        before, now = ({specs[name].shape for name in computed} for specs in (self._before, self._specs))
        if len(before) == 1 < len(now):
            raise self._refusal(node, NetError("the volumes differ"))

    def _broadcast(self, node: Node, make: Callable[[Shape], Array]) -> Node:
        self._check_alike(node)
        for place, name in enumerate(node.inputs[:2]):
            known, data = self._specs[name], self._specs[node.inputs[1 - place]]
            if known.value is None or data.value is not None or known.rank > data.rank:
                continue
            aligned = data.shape[data.rank - known.rank :]
            shape = tuple(
                extent if extent == 1 else wanted for extent, wanted in zip(known.shape, aligned, strict=True)
            )
            node = self._reading(node, place, shape, make)
        return node

    def flattening(self, node: Node) -> Node:
        """Let a Reshape to one row of numbers take as many as there are."""
        before, now = (specs[node.inputs[0]].shape for specs in (self._before, self._specs))
        target = self._before[node.outputs[0]].shape
        if before == now or len(target) != 2 or target[0] != 1 or self._specs[node.inputs[1]].value is None:
            return node
        return self._renamed(node, 1, np.array([1, -1], INT))

    # New weights

    def _drawn(self, node: Node, shape: Shape) -> Array:
        """Return filters (O, I, ...); other nodes have others."""
        return he_uniform(shape, self._change.seed, node.name)

    def _drawn_across(self, node: Node, shape: Shape) -> Array:
        """Return filters (I, O, ...)."""
        outputs_first = self._drawn(node, (shape[1], shape[0], *shape[2:]))
        return np.ascontiguousarray(outputs_first.swapaxes(0, 1))

    def _reading(self, node: Node, place: int, shape: Shape, make: Callable[[Shape], Array]) -> Node:
        """Return ``node`` with parameters of this shape as one of its inputs: those that it has, if they are."""
        known = self._specs[node.inputs[place]]
        if known.shape == shape:
            return node
        if math.prod(shape) > _MOST_WEIGHTS:
            words = f"{node.name} would have {math.prod(shape):,} weights, too many to hold"
            raise self._refusal(node, NetError(words, "use fewer filters, or a smaller kernel"))
        if known.value is None:
            raise self._refusal(node, NetError(f"the weights of {node.name} are computed, so none can be made anew"))
        return self._renamed(node, place, make(shape).astype(known.dtype))

    def _renamed(self, node: Node, place: int, array: Array) -> Node:
        """Return ``node`` with ``array`` as one of its inputs, under the old name where nobody else reads that."""
        name = node.inputs[place]
        if name not in self._weights or len(self._graph.consumers(name)) > 1:
            name = f"{name}@{node.name}"
        self._weights[name], self._specs[name] = array, Spec.of(array)
        return replace(node, inputs=(*node.inputs[:place], name, *node.inputs[place + 1 :]))


_FITS: Mapping[str, Callable[[_Refit, Node], Node]] = {
    "Conv": _Refit.convolution,
    "ConvTranspose": _Refit.transposed,
    "Gemm": _Refit.product,
    "MatMul": _Refit.product,
    "BatchNormalization": _Refit.normalisation,
    "InstanceNormalization": _Refit.normalisation,
    "GroupNormalization": _Refit.normalisation,
    "PRelu": _Refit.slope,
    "Add": _Refit.shift,
    "Sub": _Refit.shift,
    "Mul": _Refit.factor,
    "Div": _Refit.factor,
    "Reshape": _Refit.flattening,
}


def _volume(shape: Shape) -> str:
    return " × ".join(map(str, (*reversed(shape[2:]), *shape[1:2])))
