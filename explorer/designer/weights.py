"""Weights of nets that nobody has trained."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from explorer.nn.graph import Graph
from explorer.nn.initial import he_normal
from explorer.nn.spec import Array

_WEIGHTED = ("Conv", "Gemm")
"""Operators whose second input is weights, (O, I, KH, KW) or (O, I)."""


def drawn(graph: Graph, seed: int) -> Mapping[str, Array]:
    """Return the initializers of ``graph`` with all weights drawn, and everything else as it is."""
    weights = [node.inputs[1] for node in graph.nodes if node.operator in _WEIGHTED]
    kept = {name: np.array(array, order="C") for name, array in graph.initializers.items() if name not in set(weights)}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = pool.map(lambda name: he_normal(graph.initializers[name].shape, seed, name), weights)
        fresh = dict(zip(weights, made, strict=True))
    return {name: fresh[name] if name in fresh else kept[name] for name in graph.initializers}
