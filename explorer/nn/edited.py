"""The net that edits make of another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from explorer.errors import NetError
from explorer.nn.copies import Copies
from explorer.nn.edits import BiasEdit, Edits, FilterEdit, FilterScale, KernelEdit, SliceScale
from explorer.nn.filters import Filters, filters_of
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import FLOAT, Array, Spec


def apply(graph: Graph, edits: Edits, specs: Mapping[str, Spec], copies: Copies | None = None) -> Graph:
    """Return ``graph`` with the edits; arrays that are not edited are those of ``graph``.

    Parameters
    ----------
    specs
        Specs of all values of ``graph``, from ``infer``.
    copies
        Makes the arrays that are edited.

    Raises
    ------
    NetError
        An edit is of something that the net does not have, or that cannot be edited.
    """
    nodes = {edit.node: None for edit in edits if not isinstance(edit, SliceScale)}
    edited = graph
    for name in nodes:
        edited = _edit_filters(edited, name, edits, specs, copies or Copies())
    for value in dict.fromkeys(edit.value for edit in edits if isinstance(edit, SliceScale)):
        edited = _scale_slices(edited, value, edits, specs)
    return edited


def editing_node(graph: Graph, node: Node, specs: Mapping[str, Spec]) -> Node | None:
    """Return the node that edits name of the filters that ``filters_of`` finds for ``node``.

    It is the Add that gives them a bias, where there is one. None where the weights cannot be edited one by one,
    since the filters are not the weights themselves in another order.
    """
    filters = filters_of(graph, node, specs)
    if filters is None or not np.may_share_memory(filters.weights, _weights(graph, filters, specs)):
        return None
    for reader in graph.consumers(node.outputs[0]):
        found = filters_of(graph, reader, specs) if reader.operator == "Add" else None
        if found is not None and found.node == filters.node:
            return reader
    return node


def _weights(graph: Graph, filters: Filters, specs: Mapping[str, Spec]) -> Array:
    value = specs[_maker(graph, filters).inputs[1]].value
    assert value is not None
    return value


def _maker(graph: Graph, filters: Filters) -> Node:
    maker = graph.node(filters.node)
    assert maker is not None
    return maker


def _edit_filters(graph: Graph, name: str, edits: Edits, specs: Mapping[str, Spec], copies: Copies) -> Graph:
    """Return ``graph`` with all edits of one node's filters."""
    specs = _with_constants(graph, specs)
    node = graph.node(name)
    filters = filters_of(graph, node, specs) if node is not None else None
    if node is None or filters is None or editing_node(graph, node, specs) is None:
        raise NetError(f"the net has no weights to edit in a layer {name!r}", "reset the edits")
    mine: list[FilterEdit] = [edit for edit in edits if not isinstance(edit, SliceScale) and edit.node == name]
    maker = _maker(graph, filters)
    source = maker.inputs[1]
    weights, rewritten = specs[source].value, any(not isinstance(edit, BiasEdit) for edit in mine)
    assert weights is not None
    weights, worn = copies.of(weights, {edit.filter for edit in mine}) if rewritten else (weights, [])
    changed = filters_of(graph, node, {**specs, source: Spec.of(weights)})
    assert changed is not None
    changed.weights[worn] = filters.weights[worn]
    biases = _biases(filters, len(filters.weights))
    for edit in sorted(mine, key=lambda edit: isinstance(edit, FilterScale)):
        _write(edit, changed.weights, biases)
    if rewritten:
        graph = _with_input(graph, maker, 1, weights)
    if np.array_equal(biases, _biases(filters, len(biases))):
        return graph
    return _with_bias(graph, node, filters, biases, _with_constants(graph, specs))


def _with_constants(graph: Graph, specs: Mapping[str, Spec]) -> Mapping[str, Spec]:
    """Return the specs with those of the constants of ``graph``, which edits have changed or added."""
    return {**specs, **{name: Spec.of(array) for name, array in graph.initializers.items()}}


def _biases(filters: Filters, count: int) -> Array:
    return np.zeros(count, FLOAT) if filters.bias is None else np.array(filters.bias, FLOAT)


def _write(edit: FilterEdit, weights: Array, biases: Array) -> None:
    """Carry out an edit on weights (O, I, KH, KW) and biases (O,).

    Raises
    ------
    NetError
        The filter has no such place.
    """
    try:
        if isinstance(edit, KernelEdit):
            weights[edit.filter, edit.kernel] = np.array(edit.numbers, FLOAT).reshape(weights.shape[2:])
        elif isinstance(edit, BiasEdit):
            biases[edit.filter] = edit.bias
        elif isinstance(edit, FilterScale):
            weights[edit.filter] *= FLOAT.type(edit.factor)
            biases[edit.filter] *= FLOAT.type(edit.factor)
    except (IndexError, ValueError) as error:
        raise NetError(f"an edit does not fit the filters of {edit.node!r}: {error}", "reset the edits") from error


def _with_bias(graph: Graph, node: Node, filters: Filters, biases: Array, specs: Mapping[str, Spec]) -> Graph:
    """Return ``graph`` with biases (O,) for the filters that ``node`` gives a bias, or has.

    Raises
    ------
    NetError
        The node has no place for one.
    """
    maker = _maker(graph, filters)
    if node is not maker:
        own = filters_of(graph, maker, specs)
        added = biases if own is None or own.bias is None else biases - own.bias
        place = next(place for place, name in enumerate(node.inputs) if specs[name].value is not None)
        before, rank = specs[node.inputs[place]].shape, len(specs[node.outputs[0]].shape)
        shape = before if math.prod(before) == added.size else (-1, *(1,) * max(rank - 2, 0))
        return _with_input(graph, node, place, added.reshape(shape))
    if maker.operator == "MatMul":
        raise NetError(f"{maker.name} has no bias", "edit its weights")
    beta = FLOAT.type(maker.op.attributes().get("beta", 1.0))
    return _with_input(graph, maker, 2, biases / beta if beta != 1 else biases)


def _with_input(graph: Graph, node: Node, place: int, array: Array) -> Graph:
    """Return ``graph`` with an array that a node reads, under a new name where it is no initializer."""
    name = node.inputs[place] if place < len(node.inputs) else ""
    array = np.ascontiguousarray(array)
    if name in graph.initializers:
        return replace(graph, initializers={**graph.initializers, name: array})
    own = f"{node.name}.{('data', 'weight', 'bias')[place]}.edited"
    inputs = (*node.inputs[:place], own, *node.inputs[place + 1 :])
    nodes = tuple(replace(node, inputs=inputs) if n.name == node.name else n for n in graph.nodes)
    return replace(graph, nodes=nodes, initializers={**graph.initializers, own: array})


def _scale_slices(graph: Graph, value: str, edits: Edits, specs: Mapping[str, Spec]) -> Graph:
    """Return ``graph`` with a Mul behind ``value``, which all that read it read in its place."""
    place = next((i for i, node in enumerate(graph.nodes) if value in node.outputs), None)
    fed = any(i.name == value for i in graph.inputs)
    if (place is None and not fed) or value not in specs or len(specs[value].shape) < 2:
        raise NetError(f"the net has no depth slices to scale in a value {value!r}", "reset the edits")
    from explorer.nn.ops.arithmetic import Mul  # noqa: PLC0415, it loads the compiler

    shape = specs[value].shape
    factors = np.ones((1, shape[1], *(1,) * (len(shape) - 2)), FLOAT)
    for edit in edits:
        if isinstance(edit, SliceScale) and edit.value == value:
            if edit.slice >= shape[1]:
                raise NetError(f"{value!r} has no depth slice {edit.slice} to scale", "reset the edits")
            factors[0, edit.slice] = edit.scale
    scaled = _unknown(f"{value}.scaled", specs)
    constant = f"{scaled} by"
    mul = Node(scaled, Mul(), (value, constant), (scaled,))
    after = 0 if place is None else place + 1
    nodes = (*graph.nodes[:after], mul, *(_reading(node, value, scaled) for node in graph.nodes[after:]))
    outputs = tuple(scaled if name == value else name for name in graph.outputs)
    return replace(graph, nodes=nodes, outputs=outputs, initializers={**graph.initializers, constant: factors})


def scaling_node(graph: Graph, value: str) -> Node | None:
    """Return the node that scales the depth slices of a value for all others; None where several read it, or none."""
    readers = graph.consumers(value)
    return readers[0] if len(readers) == 1 else None


def _unknown(name: str, specs: Mapping[str, Spec]) -> str:
    """Return the name, made longer until it is that of no value."""
    while name in specs:
        name += "'"
    return name


def _reading(node: Node, value: str, other: str) -> Node:
    if value not in node.inputs:
        return node
    return replace(node, inputs=tuple(other if name == value else name for name in node.inputs))
