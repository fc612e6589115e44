"""Random edits of nets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from explorer.nn.edited import editing_node
from explorer.nn.edits import UNEDITED, BiasEdit, Edit, Edits, FilterScale, KernelEdit, SliceScale
from explorer.nn.filters import Filters, filters_of
from explorer.nn.graph import Graph
from explorer.nn.spec import Spec


def edited_nodes(graph: Graph, specs: Mapping[str, Spec]) -> dict[str, Filters]:
    """Return the filters that can be edited, by the node that edits name."""
    made = [editing_node(graph, node, specs) for node in graph.nodes if len(node.inputs) > 1]
    return {node.name: filters for node in made if node is not None and (filters := filters_of(graph, node, specs))}


def random_edits(
    rng: np.random.Generator, graph: Graph, specs: Mapping[str, Spec], names: Sequence[str], count: int
) -> Edits:
    """Return some edits of the filters of some nodes."""
    filters = edited_nodes(graph, specs)
    made = [str(rng.choice(names)) for _ in range(count)]
    return UNEDITED.having(*(random_edit(rng, name, filters[name]) for name in made))


def random_edit(rng: np.random.Generator, name: str, filters: Filters) -> Edit:
    count, depth, high, wide = filters.weights.shape
    index = int(rng.integers(count))
    kinds = ["kernel", "scale", *(["bias"] if filters.bias is not None else [])]
    match str(rng.choice(kinds)):
        case "kernel":
            numbers = rng.standard_normal((high, wide)).tolist()
            return KernelEdit(name, index, int(rng.integers(depth)), tuple(map(tuple, numbers)))
        case "bias":
            return BiasEdit(name, index, float(rng.standard_normal()))
        case _:
            return FilterScale(name, index, float(rng.choice([0.0, -1.0, 0.5, 2.0])))


def random_scale(rng: np.random.Generator, graph: Graph, specs: Mapping[str, Spec]) -> SliceScale:
    """Return an edit that scales a depth slice of some value."""
    values = [node.outputs[0] for node in graph.nodes if _sliced(specs[node.outputs[0]])]
    value = str(rng.choice(values))
    return SliceScale(value, int(rng.integers(specs[value].shape[1])), 0.5)


def _sliced(spec: Spec) -> bool:
    return spec.value is None and spec.rank >= 2 and spec.dtype.kind == "f" and spec.size > 0
