"""What a user changes of a net's structure, one change after another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeAlias

from explorer.nn.graph import Graph
from explorer.nn.reshaping import Reshaping, reshaped, untrained_since
from explorer.nn.spec import Shape

Changes: TypeAlias = tuple[Reshaping, ...]
"""In the order in which they are made."""


def changed(graph: Graph, changes: Changes, shapes: Mapping[str, Shape]) -> Graph:
    """Return ``graph`` with all ``changes``.

    Parameters
    ----------
    shapes
        Of the inputs.

    Raises
    ------
    NetError
        It cannot follow one of them.
    """
    found = graph
    for change in changes:
        found = reshaped(found, change, shapes)
    return replace(found, untrained=untrained_since(graph, found, changes[0].seed)) if changes else graph


def having(changes: Changes, change: Reshaping) -> Changes:
    """Return the changes with one more: what a layer is re-shaped to takes the place of what it was before.

    All of them draw new weights from the seed of the first.
    """
    change = replace(change, seed=changes[0].seed) if changes else change
    same = [one.node == change.node for one in changes]
    if not any(same):
        return (*changes, change)
    return tuple(one.then(change) if is_same else one for one, is_same in zip(changes, same, strict=True))


def drawn_again(changes: Changes) -> Changes:
    """Return the changes with other new weights, from the next seed."""
    return tuple(replace(one, seed=one.seed + 1) for one in changes)
