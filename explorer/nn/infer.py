"""Shape inference over a graph, folding what is known before the run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from explorer.errors import ExplorerError, NetError
from explorer.nn.graph import Graph, Node, input_specs
from explorer.nn.spec import Shape, Spec

MOST_ELEMENTS = 2**30
"""Of one value; 4 GiB."""


def infer(graph: Graph, shapes: Mapping[str, Shape]) -> dict[str, Spec]:
    """Return the spec of every value of ``graph`` for inputs of the given ``shapes``.

    What is computed from initializers and shapes alone (reshape targets, transposed weights) is computed here,
    and stands in its spec's ``value``.

    Raises
    ------
    NetError
        Shapes do not fit together; the sentence names the node.
    """
    specs = input_specs(graph, shapes)
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            specs.update(zip(node.outputs, infer_node(node, specs), strict=False))
    specs.pop("", None)
    return specs


def infer_node(node: Node, specs: Mapping[str, Spec]) -> tuple[Spec, ...]:
    """Return the specs of a node's outputs, with the elements of those that are known before the run.

    Raises
    ------
    NetError
        Its inputs do not fit; the sentence names the node.
    """
    inputs = [specs[name] if name else None for name in node.inputs]
    try:
        outputs = node.op.infer(inputs)
        for spec in outputs:
            if spec.size > MOST_ELEMENTS:
                raise NetError(f"its output of {'x'.join(map(str, spec.shape))} is too large to compute")
        if all(spec is None or spec.value is not None for spec in inputs):
            return tuple(Spec.of(array) for array in node.op.run([s if s is None else s.value for s in inputs]))
        return outputs
    except ExplorerError as error:
        raise blamed(node, error) from error


def blamed(node: Node, error: ExplorerError) -> NetError:
    """Return ``error`` with the node that raised it."""
    return NetError(f"{node.operator} node {node.name!r}: {error.message}", error.hint)
