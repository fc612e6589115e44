from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explorer.nn.activations import Activations
from explorer.nn.graph import Graph, GraphInput, InputFormat, Node
from explorer.nn.ops import build
from explorer.session.parts.answer import FROM_LOGARITHMS, FROM_SCORES, rank

SCORES = np.array([[1.0, 3.0, 2.0]], np.float32)
SHARES = np.exp(SCORES[0]) / np.exp(SCORES[0]).sum()


def _ending_in(*operators: str) -> Graph:
    values = ["x", *(f"v{i}" for i in range(len(operators)))]
    nodes = tuple(
        Node(f"n{i}", build(operator, {}, opset=17), (values[i],), (values[i + 1],))
        for i, operator in enumerate(operators)
    )
    return Graph("end", nodes, (GraphInput("x", (1, 3)),), (values[-1],), {}, 17)


def _given(graph: Graph, output: np.ndarray) -> Activations:
    return Activations({graph.outputs[0]: output}, {})


@pytest.mark.parametrize(
    ("operators", "output", "note"),
    [
        (("Relu",), SCORES, FROM_SCORES),
        (("Softmax",), SHARES[None], ""),
        (("Softmax", "Flatten"), SHARES[None], ""),
        (("LogSoftmax", "Identity"), np.log(SHARES)[None], FROM_LOGARITHMS),
    ],
)
def test_probabilities_are_made_of_what_the_net_ends_in(operators, output, note) -> None:
    graph = _ending_in(*operators)
    ranking = rank(graph, _given(graph, output), 3)
    assert [ranked.index for ranked in ranking.classes] == [1, 2, 0]
    assert [ranked.probability for ranked in ranking.classes] == pytest.approx(sorted(SHARES, reverse=True), rel=1e-6)
    assert ranking.note == note


def test_classes_have_the_names_that_the_file_gives() -> None:
    graph = replace(_ending_in("Softmax"), input_format=InputFormat(labels=("cat", "", "dog")))
    ranking = rank(graph, _given(graph, np.array([[0.1, 0.2, 0.3, 0.4]], np.float32)), 4)
    assert [ranked.label for ranked in ranking.classes] == ["class 3", "dog", "class 1", "cat"]


def test_numbers_that_were_sorted_are_no_classes() -> None:
    graph = Graph("top", (Node("t", build("TopK", {}, opset=17), ("x", "k"), ("v", "i")),), (), ("v",), {}, 17)
    assert rank(graph, _given(graph, SCORES), 3) is None


@pytest.mark.parametrize("shape", [(1, 3, 4, 4), (1, 1), (2, 3), ()])
def test_maps_are_no_classes(shape: tuple[int, ...]) -> None:
    graph = _ending_in("Relu")
    assert rank(graph, _given(graph, np.ones(shape, np.float32)), 5) is None


def test_huge_scores_do_not_overflow() -> None:
    graph = _ending_in("Relu")
    ranking = rank(graph, _given(graph, np.array([[3e38, -3e38, 0]], np.float32)), 1)
    assert (ranking.classes[0].index, ranking.classes[0].probability) == (0, 1.0)


def test_answer_that_is_not_a_number_is_ranked_all_the_same() -> None:
    graph = _ending_in("Relu")
    ranking = rank(graph, _given(graph, np.array([[np.nan, 1, 2]], np.float32)), 3)
    assert len(ranking.classes) == 3


def test_maps_of_named_classes_are_ranked_by_where_each_is_likeliest() -> None:
    graph = replace(_ending_in("Softmax"), input_format=InputFormat(labels=("cat", "dog", "frog")))
    shares = np.array([[0.1, 0.2, 0.1], [0.3, 0.7, 0.1], [0.6, 0.1, 0.8]], np.float32).reshape(1, 3, 1, 3)
    ranking = rank(graph, _given(graph, shares), 3)
    assert [ranked.label for ranked in ranking.classes] == ["frog", "dog", "cat"]
    assert [ranked.probability for ranked in ranking.classes] == pytest.approx([0.8, 0.7, 0.2])
    assert ranking.note == "Each where it is likeliest, of 3 places"


def test_maps_of_shares_are_classes_without_names_too() -> None:
    shares = np.array([[0.1, 0.6], [0.9, 0.4]], np.float32).reshape(1, 2, 2, 1)
    graph = _ending_in("Softmax")
    assert [ranked.label for ranked in rank(graph, _given(graph, shares), 2).classes] == ["class 1", "class 0"]
