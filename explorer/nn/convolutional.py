"""Fully connected layers as convolutions, so that a net takes larger pictures and answers with a map of scores.

A fully connected layer that reads a flattened volume is a convolution whose filters are as large as that volume; those
behind it are convolutions of one pixel, and pooling of whole maps is pooling in a window of the size that they had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from explorer.errors import NetError
from explorer.nn.dependence.ends import broadcast
from explorer.nn.dependence.table import RULES
from explorer.nn.filters import filters_of
from explorer.nn.graph import Graph, GraphInput, Node, needed_for
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array, Shape, Spec

_CONNECTED = ("Gemm", "MatMul")
_FLATTENING = ("Flatten", "Reshape", "Squeeze")
_POOLS = {"GlobalAveragePool": "AveragePool", "GlobalMaxPool": "MaxPool", "ReduceMean": "AveragePool"}
_CHOOSING = ("Softmax", "LogSoftmax", "Hardmax")
_CHANNELS_LAST, _CHANNELS_FIRST = (0, 2, 3, 1), (0, 3, 1, 2)


def convolutional(graph: Graph, shapes: Mapping[str, Shape]) -> Graph:
    """Return a net that computes what ``graph`` does wherever its input fits into a larger one.

    At a picture of the size that ``graph`` takes it gives the same numbers, (1, K, 1, 1) for (1, K). On a larger one it
    gives a map. Each place of it is what ``graph`` gives for the picture cut out there, as long as no layer pads: where
    one does, a cut has zeros around it, and the larger picture goes on.

    Parameters
    ----------
    shapes
        Of its inputs, as it takes them.

    Raises
    ------
    NetError
        It has no fully connected layers, or others that cannot slide over a larger picture; the sentence says which.
    """
    specs = infer(graph, shapes)
    opened = _opened(graph, shapes)
    draft = _Draft(graph, specs, _answering_pools(graph, specs))
    for node in graph.nodes:
        draft.take(node)
    if not draft.sizes:
        raise NetError("the net has no fully connected layers", "it is convolutional from end to end as it is")
    outputs = tuple(draft.rows[name].volume if name in draft.rows else name for name in graph.outputs)
    needed = needed_for(draft.nodes, outputs)
    nodes = tuple(node for node in draft.nodes if node.name in needed)
    read = {name for node in nodes for name in node.inputs} | set(outputs)
    weights = {name: array for name, array in draft.weights.items() if name in read}
    note = f"The classifier slides over the picture: {', '.join(draft.sizes)}."
    found = replace(
        graph,
        nodes=nodes,
        inputs=(opened,),
        outputs=outputs,
        initializers=weights,
        notes=(*graph.notes, note),
    )
    _check(found, shapes)
    return found


def _opened(graph: Graph, shapes: Mapping[str, Shape]) -> GraphInput:
    """Return the input of the net, with height and width left open."""
    if len(graph.inputs) != 1 or len(shapes[graph.inputs[0].name]) != 4:
        raise NetError("the net does not take a picture, which could be larger")
    (taken,) = graph.inputs
    n, first, _, last = shapes[taken.name]
    shape = (n, None, None, last) if graph.input_format.layout == "NHWC" else (n, first, None, None)
    return replace(taken, shape=shape, least=shapes[taken.name])


def _answering_pools(graph: Graph, specs: Mapping[str, Spec]) -> frozenset[str]:
    """Return the outputs of global pools that all that follows is computed from, as in front of a classifier."""
    return frozenset(
        node.outputs[0]
        for node in graph.nodes
        if node.operator in _POOLS and _reduces_planes(node, specs) and _stands_alone(graph, specs, node.outputs[0])
    )


def _reduces_planes(node: Node, specs: Mapping[str, Spec]) -> bool:
    source, target = specs[node.inputs[0]].shape, specs[node.outputs[0]].shape
    return len(source) == 4 and source[0] == 1 and target in ((*source[:2], 1, 1), source[:2])


def _stands_alone(graph: Graph, specs: Mapping[str, Spec], value: str) -> bool:
    """Return whether nothing that ``value`` reaches depends on the picture in another way, too."""
    reached = {value}
    for node in graph.nodes:
        computed = {name for name in node.inputs if name and specs[name].value is None}
        if computed & reached:
            if not computed <= reached:
                return False
            reached.update(node.outputs)
    return True


def _check(graph: Graph, shapes: Mapping[str, Shape]) -> None:
    """Check that a net takes a picture of twice the size, and gives maps."""
    (taken,) = graph.inputs
    larger = tuple(n if have is not None else 2 * n for have, n in zip(taken.shape, shapes[taken.name], strict=True))
    try:
        specs = infer(graph, {taken.name: larger})
    except NetError as error:
        raise NetError("the net takes no larger picture, with convolutions either", error.message) from error
    if specs[graph.outputs[0]].rank != 4:
        raise NetError("what the net answers does not come of its fully connected layers alone")


@dataclass(frozen=True)
class _Row:
    """A value of one row (1, n), as the volume (1, C, H, W) that it has the elements of.

    Attributes
    ----------
    shape
        (C, H, W), at the size that the net takes.
    channels_last
        Whether the row has all channels of a place side by side.
    """

    volume: str
    shape: Shape
    channels_last: bool = False

    def laid(self, rows: Array) -> Array:
        """Return rows of numbers (O, n) as volumes (O, C, H, W)."""
        c, h, w = self.shape
        if self.channels_last:
            return np.ascontiguousarray(rows.reshape(-1, h, w, c).transpose(_CHANNELS_FIRST))
        return np.ascontiguousarray(rows.reshape(-1, c, h, w))


@dataclass
class _Draft:
    """The convolutional net as it grows, node by node.

    Attributes
    ----------
    pools
        Outputs of the global pools that become windows.
    rows
        The values of the net that have become volumes.
    sizes
        Names and windows of the layers that have become convolutions or windows.
    """

    graph: Graph
    specs: Mapping[str, Spec]
    pools: frozenset[str]
    nodes: list[Node] = field(default_factory=list)
    weights: dict[str, Array] = field(init=False)
    rows: dict[str, _Row] = field(default_factory=dict)
    sizes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.weights = dict(self.graph.initializers)

    def take(self, node: Node) -> None:
        """Append what becomes of a node."""
        if node.outputs[0] in self.pools:
            self._pool(node)
        elif any(name in self.rows for name in node.inputs):
            self._convert(node)
        elif not self._flattens(node):
            self.nodes.append(node)

    def _pool(self, node: Node) -> None:
        """Pool in a window of the size that the map has, instead of all of it."""
        source, out = node.inputs[0], node.outputs[0]
        kernel = self.specs[source].shape[2:]
        source = self.rows[source].volume if source in self.rows else source
        self._append(
            node.name, node.outputs[0], _POOLS[node.operator], {"kernel_shape": kernel, "strides": (1, 1)}, source
        )
        if self.specs[out].rank == 2:
            self.rows[out] = _Row(out, (self.specs[out].shape[1], 1, 1))
        self._note(node, kernel)

    def _flattens(self, node: Node) -> bool:
        """Note the volume that a node makes a row of, if it does."""
        source, out = node.inputs[0] if node.inputs else "", node.outputs[0]
        if node.operator not in _FLATTENING or self.specs[source].rank != 4 or self.specs[out].value is not None:
            return False
        shape = self.specs[source].shape
        if shape[0] != 1 or self.specs[out].shape != (1, int(np.prod(shape))):
            return False
        maker = self.graph.producer(source)
        if maker is not None and maker.operator == "Transpose" and maker.op.attributes().get("perm") == _CHANNELS_LAST:
            self.rows[out] = _Row(maker.inputs[0], (shape[3], *shape[1:3]), channels_last=True)
        else:
            self.rows[out] = _Row(source, shape[1:])
        return True

    def _convert(self, node: Node) -> None:
        """Append what a node that reads rows does with the volumes."""
        source, out = node.inputs[0], node.outputs[0]
        if node.operator in _CONNECTED and source in self.rows and self._is_weighed(node):
            self._connect(node, self.rows[source])
        elif node.operator in _FLATTENING and self.specs[out].shape == self.specs[source].shape:
            self.rows[out] = self.rows[source]
        elif node.operator in (*_FLATTENING, "Unsqueeze") and self.specs[out].shape == (1, *self.rows[source].shape):
            self._append(node.name, node.outputs[0], "Identity", {}, self.rows[source].volume)
        elif RULES.get(node.operator) is broadcast:
            self._keep(node, self._aligned(node), next(self.rows[name] for name in node.inputs if name in self.rows))
        elif node.operator == "BatchNormalization" and self._is_point(source):
            self._keep(node, (self.rows[source].volume, *node.inputs[1:]), self.rows[source])
        elif node.operator in _CHOOSING and self._is_point(source) and node.op.attributes().get("axis") in (-1, 1):
            self._choose(node, self.rows[source])
        elif node.operator == "Concat" and all(self._is_point(name) for name in node.inputs):
            depth = self.specs[out].shape[1]
            self._append(node.name, out, "Concat", {"axis": 1}, *(self.rows[name].volume for name in node.inputs))
            self.rows[out] = _Row(out, (depth, 1, 1))
        else:
            raise _stuck(node)

    def _is_weighed(self, node: Node) -> bool:
        """Return whether a product has weights and a bias that do not depend on the picture."""
        return all(self.specs[name].value is not None for name in node.inputs[1:] if name)

    def _is_point(self, name: str) -> bool:
        """Return whether a row is of a volume of one place."""
        return name in self.rows and self.rows[name].shape[1:] == (1, 1)

    def _connect(self, node: Node, row: _Row) -> None:
        """Append the convolution that a fully connected layer is."""
        filters = filters_of(self.graph, node, self.specs)
        if filters is None:
            raise _stuck(node)
        fits = filters.weights.shape[1:] == row.shape
        kernels = filters.weights if fits else row.laid(filters.weights.reshape(len(filters.weights), -1))
        inputs = [row.volume, self._weigh(f"{node.outputs[0]}_filters", np.ascontiguousarray(kernels))]
        if filters.bias is not None:
            inputs.append(self._weigh(f"{node.outputs[0]}_bias", np.ascontiguousarray(filters.bias)))
        self._append(node.name, node.outputs[0], "Conv", {"kernel_shape": row.shape[1:]}, *inputs)
        self.rows[node.outputs[0]] = _Row(node.outputs[0], (len(kernels), 1, 1))
        self._note(node, row.shape[1:])

    def _aligned(self, node: Node) -> tuple[str, ...]:
        """Return the volumes and constants that stand for the rows and constants that a node reads."""
        rows = [self.rows[name] for name in node.inputs if name in self.rows]
        if any((row.shape, row.channels_last) != (rows[0].shape, rows[0].channels_last) for row in rows):
            raise _stuck(node)
        return tuple(self.rows[name].volume if name in self.rows else self._spread(node, name) for name in node.inputs)

    def _spread(self, node: Node, name: str) -> str:
        """Return a constant that goes with a row as one that goes with its volume; nothing for nothing."""
        value = self.specs[name].value if name else np.zeros(1)
        if value is None or (value.size > 1 and not any(self._is_point(row) for row in node.inputs)):
            raise _stuck(node)
        return name if value.size == 1 else self._weigh(f"{name}_by_channel", value.reshape(1, -1, 1, 1))

    def _choose(self, node: Node, row: _Row) -> None:
        """Append a softmax over the channels of each place."""
        if not getattr(node.op, "coerced", False):
            self._append(node.name, node.outputs[0], node.operator, {"axis": 1}, row.volume)
        else:
            # To opset 12 all axes from the given one on count as one, so that it has to be the last.
            out, name = node.outputs[0], node.name
            before, after = (f"{out}_{word}" for word in ("scores", "shares"))
            last, first = ({"perm": perm} for perm in (_CHANNELS_LAST, _CHANNELS_FIRST))
            self._append(f"{name}_scores", before, "Transpose", last, row.volume)
            self._append(f"{name}_shares", after, node.operator, {"axis": 3}, before)
            self._append(name, out, "Transpose", first, after)
        self.rows[node.outputs[0]] = _Row(node.outputs[0], row.shape)

    def _keep(self, node: Node, inputs: tuple[str, ...], row: _Row) -> None:
        """Append the same operator, on volumes."""
        self.nodes.append(replace(node, inputs=inputs))
        self.rows[node.outputs[0]] = replace(row, volume=node.outputs[0])

    def _append(self, name: str, output: str, operator: str, attributes: Mapping[str, object], *inputs: str) -> None:
        """Append another operator."""
        op = build(operator, attributes, opset=self.graph.opset)
        self.nodes.append(Node(name, op, inputs, (output,)))

    def _weigh(self, name: str, array: Array) -> str:
        """Add weights, and return the name that they got."""
        while name in self.weights or name in self.specs:
            name += "_"
        self.weights[name] = array
        return name

    def _note(self, node: Node, window: Shape) -> None:
        self.sizes.append(f"{node.name} in a window of {' × '.join(map(str, reversed(window)))}")


def _stuck(node: Node) -> NetError:
    return NetError(
        f"{node.operator} node {node.name!r} cannot slide over a larger picture",
        "it mixes numbers of the flattened volume in another way than fully connected layers do",
    )
