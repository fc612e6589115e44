"""Which nodes two sets of edits differ at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from explorer.nn.edited import scaling_node
from explorer.nn.edits import Edits, SliceScale
from explorer.nn.filters import filters_of
from explorer.nn.graph import Graph
from explorer.nn.spec import Spec

Touched: TypeAlias = Mapping[str, tuple[int, ...]]
"""By node, the channels of its output that other weights make."""


def layers_between(before: Edits, after: Edits) -> frozenset[str]:
    """Return the nodes and values that two sets of edits differ at."""
    differing = set(before) ^ set(after)
    return frozenset(edit.value if isinstance(edit, SliceScale) else edit.node for edit in differing)


def touched(before: tuple[Edits, Graph], after: tuple[Edits, Graph], specs: Mapping[str, Spec]) -> Touched | None:
    """Return where two nets differ that edits have made of one; None where they do so in more than weights.

    Parameters
    ----------
    before, after
        The edits, and the net that they make.
    specs
        Of the values of the second.
    """
    differing = set(before[0]) ^ set(after[0])
    nodes = {node.name: node for node in after[1].nodes}
    found: dict[str, set[int]] = {}
    for edit in differing:
        if isinstance(edit, SliceScale):
            node = scaling_node(after[1], edit.value)
            found.setdefault(node.name if node is not None else "", set()).add(edit.slice)
        else:
            filters = filters_of(after[1], nodes[edit.node], specs)
            for name in {edit.node} if filters is None else {edit.node, filters.node}:
                found.setdefault(name, set()).add(edit.filter)
    channels = {name: tuple(sorted(indices)) for name, indices in found.items()}
    return channels if _alike(before[1], after[1], channels) else None


def _alike(before: Graph, after: Graph, channels: Touched) -> bool:
    """Return whether the nets have the same nodes but for those that are touched, and no others read their weights."""
    known = {node.name: node for node in before.nodes}
    if "" in channels or any(node.name not in known for node in after.nodes) or len(known) != len(after.nodes):
        return False
    read = {name for node in after.nodes if node.name in channels for name in node.inputs}
    known_weights, weights = before.initializers, after.initializers
    changed = {name for name in read & weights.keys() if weights[name] is not known_weights.get(name)}
    rest = [node for node in after.nodes if node.name not in channels]
    return all(node == known[node.name] and changed.isdisjoint(node.inputs) for node in rest)
