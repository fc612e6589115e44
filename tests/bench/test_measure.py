from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from explorer.bench.case import Case, case_of
from explorer.bench.clock import Pace
from explorer.bench.engine import PEERS, Engine, Keeps, find_peer
from explorer.bench.measure import measure
from explorer.bench.ours import ReadyExecutor
from explorer.bench.suite import SUITE
from explorer.errors import NetError
from explorer.nn.graph import Node
from explorer.nn.ops import build
from explorer.nn.spec import Array


class Liar:
    """An engine that adds something to our answers."""

    name, version = "liar", "1"
    keeps: tuple[Keeps, ...] = ("answer",)
    failures = (NetError,)

    def __init__(self, lie: float = 0.0) -> None:
        self._lie = lie

    def prepare(self, case: Case, keeps: Keeps) -> Lie:
        if np.isnan(self._lie):
            raise NetError("it knows no nets")
        return Lie(case, self._lie)


class Lie(ReadyExecutor):
    def __init__(self, case: Case, lie: float) -> None:
        super().__init__(case)
        self._lie = lie

    def answers(self) -> Mapping[str, Array]:
        return {name: array + np.float32(self._lie) for name, array in super().answers().items()}


_INSTALLED = [name for name in PEERS if find_spec({"opencv": "cv2"}.get(name, name))]
"""Engines that whoever runs the tests has; the tests themselves bring ONNX Runtime along."""


@pytest.fixture(params=_INSTALLED)
def peer(request: pytest.FixtureRequest) -> Engine:
    peer = find_peer(request.param, 1)
    assert peer is not None
    return peer


@pytest.mark.parametrize("name", ["lenet5", "resnet8", "mobilenet_v2", "transposed4x4/2-256@14", "3x3/2-64-128@56"])
def test_peers_answer_as_we_do(peer: Engine, pace: Pace, name: str) -> None:
    outcome = measure(SUITE[name](), [peer], pace)
    assert [rival.keeps for rival in outcome.rivals] == list(peer.keeps[: 1 if "@" in name else None])
    for rival in outcome.rivals:
        assert (rival.reason, rival.disagrees) == ("", False)
        assert rival.timing is not None and rival.timing.median > 0


def test_outputs_that_are_known_before_the_run_are_answers_too(case: Case, pace: Pace) -> None:
    peer = find_peer("onnxruntime", 1) or pytest.skip("needs onnxruntime")
    (taken,) = case.graph.inputs
    nodes = (*case.graph.nodes, Node("size", build("Shape", {}, opset=17), (taken.name,), ("size",)))
    graph = replace(case.graph, nodes=nodes, outputs=("flatten1", "size"))
    for rival in measure(case_of("sized", graph, {taken.name: (1, 4, 9, 9)}), [peer], pace).rivals:
        assert (rival.reason, rival.disagrees) == ("", False)


def test_what_is_known_may_be_a_view_that_runs_backwards(case: Case, peer: Engine, pace: Pace) -> None:
    values = {"numbers": np.arange(4.0, dtype=np.float32), "first": np.array([-1]), "end": np.array([-99])}
    known = {**case.graph.initializers, **values, "step": np.array([-1]), "shape": np.array([4, 1, 1])}
    nodes = (
        *case.graph.nodes[:1],
        Node("slice", build("Slice", {}, opset=17), ("numbers", "first", "end", "", "step"), ("backwards",)),
        Node("shape", build("Reshape", {}, opset=17), ("backwards", "shape"), ("columns",)),
        Node("sum", build("Add", {}, opset=17), ("conv1", "columns"), ("sum",)),
    )
    graph = replace(case.graph, nodes=nodes, outputs=("sum",), initializers=known)
    for rival in measure(case_of("backwards", graph, {"image": (1, 4, 9, 9)}), [peer], pace).rivals:
        assert not rival.disagrees


def test_layers_are_timed_in_their_net_and_alone(case: Case, pace: Pace) -> None:
    outcome = measure(case, [Liar()], pace, layers=True)
    assert [layer.summary.name for layer in outcome.layers] == ["conv1", "relu1", "conv2", "add1"]
    assert outcome.multiply_adds == sum(layer.alone.multiply_adds for layer in outcome.layers) == 2 * 81 * 4 * 36
    assert all(layer.alone.ours.median > 0 and len(layer.alone.rivals) == 1 for layer in outcome.layers)


@pytest.mark.parametrize(("lie", "disagrees"), [(0.0, False), (1.0, True), (np.inf, True)])
def test_another_answer_is_noticed(case: Case, pace: Pace, lie: float, disagrees: bool) -> None:
    (rival,) = measure(case, [Liar(lie)], pace).rivals
    assert rival.disagrees is disagrees


def test_who_cannot_run_a_net_says_why(case: Case, pace: Pace) -> None:
    first, second = measure(case, [Liar(np.nan), Liar()], pace).rivals
    assert (first.timing, first.reason) == (None, "it knows no nets")
    assert second.timing is not None


def test_absent_peer_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    monkeypatch.delitem(sys.modules, "explorer.bench.opencv_peer", raising=False)
    assert find_peer("opencv", 1) is None
