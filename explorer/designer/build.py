"""Designs to graphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from explorer.designer.assembly import Assembly
from explorer.designer.design import Design
from explorer.designer.errors import DesignError
from explorer.errors import NetError
from explorer.nn.graph import Graph
from explorer.nn.initial import he_uniform, he_words, untrained_note
from explorer.nn.spec import Array

_WEIGHTED = ("Conv", "Gemm")
"""Operators whose second input is weights, (O, I, KH, KW) or (O, I)."""


def build(design: Design, seed: int | None = None) -> Graph:
    """Return the net of ``design``, its weights drawn and never trained.

    Parameters
    ----------
    seed
        What the weights are drawn from; None for the design's own.

    Raises
    ------
    DesignError
        A layer does not fit its inputs.
    """
    chosen = design.seed if seed is None else seed
    graph = skeleton(design)
    words = he_words(chosen)
    return replace(graph, initializers=_drawn(graph, chosen), notes=(untrained_note(words),), untrained=words)


def skeleton(design: Design) -> Graph:
    """Return the net of ``design`` with weights that are all the same and take no memory.

    Raises
    ------
    DesignError
        A layer does not fit its inputs.
    """
    net = Assembly()
    for step in design.steps:
        try:
            step.layer.assemble(net, step.name, step.inputs)
        except NetError as error:
            raise DesignError(step.line, error.message, error.hint) from error
    return net.graph(design.name)


def _drawn(graph: Graph, seed: int) -> Mapping[str, Array]:
    """Return the initializers of ``graph`` with all weights drawn, and everything else as it is."""
    weights = {node.inputs[1] for node in graph.nodes if node.operator in _WEIGHTED}
    return {
        name: he_uniform(array.shape, seed, name) if name in weights else np.array(array, order="C")
        for name, array in graph.initializers.items()
    }
