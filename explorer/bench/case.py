"""What is timed: a net with every extent known, and what it is fed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.spec import Array, Shape, Spec


@dataclass(frozen=True, eq=False)
class Case:
    """A net and its inputs.

    Attributes
    ----------
    graph
        With fixed shapes of all inputs.
    feeds
        A read-only array for each input, which we and peers copy once at most.
    specs
        Of every value.
    """

    name: str
    graph: Graph
    feeds: Mapping[str, Array] = field(repr=False)
    specs: Mapping[str, Spec] = field(repr=False)

    @property
    def values(self) -> tuple[str, ...]:
        """The values that a pass computes, in order."""
        known = {i.name for i in self.graph.inputs}
        return tuple(name for name, spec in self.specs.items() if spec.value is None and name not in known)


def case_of(name: str, graph: Graph, shapes: Mapping[str, Shape]) -> Case:
    """Return the case of ``graph`` fed with random numbers of variance 1, in inputs of the given ``shapes``.

    Raises
    ------
    NetError
        The net does not take inputs of these shapes.
    """
    random = np.random.default_rng(0)
    feeds = {}
    for taken in graph.inputs:
        drawn = random.standard_normal(shapes[taken.name], np.float32)
        feeds[taken.name] = drawn if taken.dtype.kind == "f" else np.zeros(shapes[taken.name], taken.dtype)
        feeds[taken.name].flags.writeable = False
    inputs = tuple(replace(taken, shape=shapes[taken.name]) for taken in graph.inputs)
    return Case(name, replace(graph, inputs=inputs), feeds, infer(graph, shapes))


def cut_layers(case: Case, activations: Activations) -> Iterator[tuple[str, Case]]:
    """Yield each layer that does work as a net of its own, fed what it is fed in the whole one, by node name.

    Of layers that are alike in operator, attributes and shapes the first stands for all: they yield the same case.
    """
    made: dict[str, Case] = {}
    for node in case.graph.nodes:
        inputs = [case.specs[name] if name else None for name in node.inputs]
        known = all(case.specs[name].value is not None for name in node.outputs if name)
        if known or node.op.in_place(inputs):
            continue
        likeness = repr((node.op, inputs))
        if likeness not in made:
            made[likeness] = _cut(case, node, activations)
        yield node.name, made[likeness]


def _cut(case: Case, node: Node, activations: Activations) -> Case:
    specs = {name: case.specs[name] for name in (*node.inputs, *node.outputs) if name}
    read = dict.fromkeys(name for name in node.inputs if name)
    inputs = [GraphInput(name, specs[name].shape, specs[name].dtype) for name in read if specs[name].value is None]
    known = {name: value for name in read if (value := specs[name].value) is not None}
    outputs = tuple(name for name in node.outputs if name)
    graph = replace(
        case.graph, name=node.name, nodes=(node,), inputs=tuple(inputs), outputs=outputs, initializers=known
    )
    feeds = {i.name: activations[i.name].copy() for i in inputs}
    for array in feeds.values():
        array.flags.writeable = False
    return Case(node.name, graph, feeds, specs)
