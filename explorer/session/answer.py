"""The net's answer: its likeliest classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import Array

_RESHAPING = {"Identity", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Dropout", "Cast"}

FROM_SCORES = "Softmax of the net's scores"
FROM_LOGARITHMS = "The net gives logarithms of probabilities"


@dataclass(frozen=True)
class Ranked:
    """One class: its index, its name, its probability in 0..1 and what the net itself gave."""

    index: int
    label: str
    probability: float
    output: float


@dataclass(frozen=True)
class Ranking:
    """Classes, likeliest first; ``note`` says how probabilities were made of what the net gives, if they were."""

    classes: tuple[Ranked, ...]
    note: str


def rank(graph: Graph, activations: Activations, count: int) -> Ranking | None:
    """Return the ``count`` likeliest classes; None where the net's first output is not one number a class."""
    output = graph.outputs[0]
    scores = activations.get(output)
    if scores is None or scores.dtype.kind != "f" or scores.size < 2 or max(scores.shape) != scores.size:
        return None
    given = scores.reshape(-1).astype(float)
    probabilities, note = _probabilities(given, _last_operator(graph, output))
    order = np.argsort(-probabilities, kind="stable")[:count].tolist()
    labels = graph.input_format.labels
    classes = [
        Ranked(i, labels[i] if i < len(labels) else f"class {i}", float(probabilities[i]), float(given[i]))
        for i in order
    ]
    return Ranking(tuple(classes), note)


def _probabilities(given: Array, operator: str) -> tuple[Array, str]:
    if operator in ("Softmax", "Sigmoid"):
        return given, ""
    if operator == "LogSoftmax":
        return np.exp(given), FROM_LOGARITHMS
    with np.errstate(invalid="ignore", over="ignore"):
        powers = np.exp(given - given.max())
        return powers / powers.sum(), FROM_SCORES


def _last_operator(graph: Graph, value: str) -> str:
    """Return the operator that gave ``value`` its numbers, reshaping apart."""
    node: Node | None = graph.producer(value)
    while node is not None and node.operator in _RESHAPING:
        node = graph.producer(node.inputs[0])
    return node.operator if node is not None else ""
