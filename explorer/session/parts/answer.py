"""The net's answer: its likeliest classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph, Node
from explorer.nn.spec import Array

_RESHAPING = {"Identity", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Dropout", "Cast"}

_SHARING = ("Softmax", "LogSoftmax")

_SORTING = ("TopK",)
"""Operators whose numbers no longer stand at the places of their classes."""

FROM_SCORES = "Softmax of the net's scores"
FROM_LOGARITHMS = "The net gives logarithms of probabilities"
_MOST_ANYWHERE = "Each where it is likeliest, of {} places"


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


def class_name(labels: Sequence[str], index: int) -> str:
    """Return the name of a class, which is its number where ``labels`` has none for it."""
    return "".join(labels[index : index + 1]) or f"class {index}"


def rank(graph: Graph, activations: Activations, count: int) -> Ranking | None:
    """Return the ``count`` likeliest classes, each where it is likeliest if the net gives a map of each.

    None where the net's first output is neither one number a class nor one map.
    """
    output, labels = graph.outputs[0], graph.input_format.labels
    operator = _last_operator(graph, output)
    given = _by_class(activations.get(output), len(labels), shares=operator in _SHARING)
    if given is None or operator in _SORTING:
        return None
    probabilities, note = _probabilities(given, operator)
    places = range(len(given)), probabilities.argmax(axis=1)
    best, outputs = probabilities[places], given[places]
    order = np.argsort(-best, kind="stable")[:count].tolist()
    classes = [Ranked(i, class_name(labels, i), float(best[i]), float(outputs[i])) for i in order]
    notes = (note, _MOST_ANYWHERE.format(given.shape[1]) if given.shape[1] > 1 else "")
    return Ranking(tuple(classes), ". ".join(filter(None, notes)))


def _by_class(output: Array | None, named: int, *, shares: bool) -> Array | None:
    """Return scores (classes, places), float64; maps count if they are shares of one, or as many as named classes."""
    if output is None or output.dtype.kind != "f" or output.size < 2:
        return None
    if max(output.shape) == output.size:
        return output.reshape(-1, 1).astype(np.float64)
    maps = output.ndim == 4 and len(output) == 1 and (shares or output.shape[1] == named)
    return output.reshape(output.shape[1], -1).astype(np.float64) if maps else None


def _probabilities(given: Array, operator: str) -> tuple[Array, str]:
    if operator in ("Softmax", "Sigmoid"):
        return given, ""
    if operator == "LogSoftmax":
        return np.exp(given), FROM_LOGARITHMS
    with np.errstate(invalid="ignore", over="ignore"):
        powers = np.exp(given - given.max(axis=0))
        return powers / powers.sum(axis=0), FROM_SCORES


def _last_operator(graph: Graph, value: str) -> str:
    """Return the operator that gave ``value`` its numbers, reshaping apart."""
    node: Node | None = graph.producer(value)
    while node is not None and node.operator in _RESHAPING:
        node = graph.producer(node.inputs[0])
    return node.operator if node is not None else ""
