"""Nets made in a test, described as those that are opened."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.nn.graph import Graph
from explorer.nn.spec import Shape
from explorer.session.computing.loading import described
from explorer.session.shown import Loaded


def loaded_from(graph: Graph, shapes: Mapping[str, Shape]) -> Loaded:
    """Return a net with all that follows from the shapes of its inputs."""
    return described(Loaded("net", graph, {}, {}, stated=graph.input_format), shapes)
