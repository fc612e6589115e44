"""What an edit changes, recomputed by itself, against a pass of the whole net."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from random_edits import edited_nodes, random_edit, random_edits
from random_nets import INPUT, random_net

from explorer.importers.reader import graph_of
from explorer.nn.activations import Activations
from explorer.nn.edited import apply
from explorer.nn.edits import UNEDITED, BiasEdit, Edit, Edits, FilterScale, KernelEdit, SliceScale
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.incremental.recomputation import Derived, Recomputation, derive
from explorer.nn.incremental.touched import layers_between, touched
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array

TOLERANCE = 1e-5


class Trial:
    """A net with one image, before and after edits."""

    def __init__(self, graph: Graph, image: Array, before: Edits = UNEDITED) -> None:
        self.graph, self.feeds, self.before = graph, {graph.inputs[0].name: image}, before
        self.shapes = {graph.inputs[0].name: image.shape}
        self.specs = infer(graph, self.shapes)
        self.edited = apply(graph, before, self.specs)
        self.kept = Executor(self.edited).run(self.feeds)

    def derive(self, edits: Edits) -> tuple[Graph, Derived] | None:
        graph = apply(self.graph, edits, self.specs)
        specs = infer(graph, self.shapes)
        channels = touched((self.before, self.edited), (edits, graph), specs)
        return None if channels is None else (graph, derive(graph, specs, self.kept.arrays, channels))

    def whole(self, graph: Graph) -> Activations:
        return Executor(graph).run(self.feeds)

    def recomputed(self, graph: Graph, recomputation: Recomputation) -> dict[str, Array]:
        arrays = dict(self.kept.arrays)
        for part in recomputation.run(graph):
            arrays |= part.arrays
        return arrays


def deviation(graph: Graph, ours: Mapping[str, Array], theirs: Mapping[str, Array]) -> float:
    """Return how far the values of a net are apart, relative to the largest of each."""
    found = [0.0]
    for name in (name for node in graph.nodes for name in node.outputs if name):
        a, b = np.asarray(ours[name], np.float64), np.asarray(theirs[name], np.float64)
        found.append(float(np.abs(a - b).max(initial=0) / max(np.abs(b).max(initial=0), 1e-30)))
    return max(found)


def node(operator: str, name: str, *inputs: str, **attributes: object) -> Node:
    return Node(name, build(operator, attributes, opset=18), inputs, (name,))


def drawn(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


PAIR = {"pads": (1, 1, 1, 1), "kernel_shape": (3, 3)}


def branched() -> Graph:
    """Return a net with normalisation, branches, groups, a depthwise layer, a sum and a join."""
    nodes = (
        node("Conv", "stem", "x", "ws", "bs", **PAIR),
        node("BatchNormalization", "bn", "stem", "scale", "shift", "mean", "variance"),
        node("Relu", "relu", "bn"),
        node("Conv", "left", "relu", "wl", **PAIR),
        node("Conv", "depthwise", "relu", "wd", "bd", group=8, **PAIR),
        node("Conv", "grouped", "depthwise", "wg", "bg", group=2, **PAIR),
        node("Add", "sum", "left", "grouped"),
        node("Concat", "joined", "sum", "relu", axis=1),
        node("MaxPool", "pool", "joined", kernel_shape=(2, 2), strides=(2, 2)),
        node("Conv", "last", "pool", "wj", **PAIR),
        node("Sigmoid", "gate", "last"),
        node("Mul", "gated", "gate", "last"),
        node("GlobalAveragePool", "mean_of_each", "gated"),
        node("Flatten", "flat", "mean_of_each"),
        node("Gemm", "fc", "flat", "wf", "bf", transB=1),
        node("Softmax", "softmax", "fc"),
    )
    eight = {name: drawn(8, seed=i) for i, name in enumerate(("bs", "bd", "bg", "scale", "shift", "mean"))}
    weights = eight | {"variance": drawn(8) ** 2 + 0.5, "ws": drawn(8, 3, 3, 3), "wl": drawn(8, 8, 3, 3, seed=1)}
    weights |= {"wd": drawn(8, 1, 3, 3), "wg": drawn(8, 4, 3, 3), "wj": drawn(6, 16, 3, 3)}
    weights |= {"wf": drawn(5, 6), "bf": drawn(5)}
    weights |= {name: weights[name] * np.float32(0.2) for name in ("wl", "wg", "wj", "wf")}
    return Graph("branched", nodes, (GraphInput("x", (1, 3, 12, 10)),), ("softmax",), weights, 18)


THREES = ((0.5, -1.0, 2.0),) * 3

SINGLE = [
    KernelEdit("stem", 3, 1, THREES),
    BiasEdit("stem", 3, 2.0),
    FilterScale("stem", 7, 0.0),
    FilterScale("left", 2, -2.0),
    BiasEdit("left", 2, 1.0),
    KernelEdit("depthwise", 5, 0, THREES),
    KernelEdit("grouped", 6, 2, THREES),
    FilterScale("last", 5, 0.0),
    KernelEdit("fc", 3, 4, ((1.5,),)),
    BiasEdit("fc", 3, -1.0),
]


@pytest.mark.parametrize("edit", SINGLE, ids=repr)
def test_recomputed_values_are_those_of_the_whole_net(edit: Edit) -> None:
    trial = Trial(branched(), drawn(1, 3, 12, 10, seed=5))
    graph, derived = trial.derive(Edits((edit,)))
    recomputed = trial.recomputed(graph, Recomputation(graph, derived, ()))
    assert deviation(graph, recomputed, trial.whole(graph)) <= TOLERANCE


def test_scaled_slice_is_recomputed_once_it_has_a_node() -> None:
    before = Edits((SliceScale("relu", 3, 0.5),))
    trial = Trial(branched(), drawn(1, 3, 12, 10), before)
    graph, derived = trial.derive(Edits((SliceScale("relu", 3, 0.0), SliceScale("relu", 5, 2.0))))
    recomputed = trial.recomputed(graph, Recomputation(graph, derived, ()))
    assert deviation(graph, recomputed, trial.whole(graph)) <= TOLERANCE
    assert Trial(branched(), drawn(1, 3, 12, 10)).derive(before) is None


def test_only_what_the_edit_touches_is_computed() -> None:
    trial = Trial(branched(), drawn(1, 3, 12, 10))
    _, derived = trial.derive(Edits((KernelEdit("stem", 3, 1, THREES),)))
    shapes = {i.name: tuple(extent or 0 for extent in i.shape) for i in derived.graph.inputs}
    specs = infer(derived.graph, shapes)
    convolved = {n.name: specs[n.inputs[1]].shape for n in derived.graph.nodes if n.operator == "Conv"}
    assert convolved == {
        "stem:filters (3,)": (1, 3, 3, 3),
        "left:change 0..": (8, 1, 3, 3),
        "depthwise:change 3..": (1, 1, 3, 3),
        "grouped:change 0..": (4, 1, 3, 3),
        "last": (6, 16, 3, 3),
    }


def test_nodes_before_the_edit_and_beside_it_are_not_run() -> None:
    trial = Trial(branched(), drawn(1, 3, 12, 10))
    _, derived = trial.derive(Edits((FilterScale("grouped", 1, 0.0),)))
    assert not set(derived.owners.values()) & {"stem", "bn", "relu", "left", "depthwise"}


def test_what_is_wanted_comes_first() -> None:
    trial = Trial(branched(), drawn(1, 3, 12, 10))
    graph, derived = trial.derive(Edits((FilterScale("stem", 1, 0.0),)))
    recomputation = Recomputation(graph, derived, ["sum"])
    first, rest = recomputation.run(graph)
    assert not recomputation.at_once
    assert {"stem", "bn", "relu", "left", "sum"} <= set(first.arrays) and not {"joined", "pool", "fc"} & set(
        first.arrays
    )
    assert {"joined", "pool", "fc"} <= set(rest.arrays)
    assert set(first.milliseconds) == {n.name for n in graph.nodes}
    assert deviation(graph, {**trial.kept.arrays, **first.arrays, **rest.arrays}, trial.whole(graph)) <= TOLERANCE


def test_what_the_edit_does_not_reach_makes_nothing_wait() -> None:
    trial = Trial(branched(), drawn(1, 3, 12, 10))
    graph, derived = trial.derive(Edits((FilterScale("grouped", 1, 0.0),)))
    recomputation = Recomputation(graph, derived, ["left"])
    assert recomputation.at_once and len(list(recomputation.run(graph))) == 1


def test_five_hundred_edits_do_not_drift() -> None:
    rng = np.random.default_rng(3)
    trial = Trial(branched(), drawn(1, 3, 12, 10))
    filters = edited_nodes(trial.graph, trial.specs)["stem"]
    edits = UNEDITED.having(*(random_edit(rng, "stem", filters) for _ in range(40)))
    graph, derived = trial.derive(edits)
    recomputation = Recomputation(graph, derived, ["relu"])
    for _ in range(500):
        like = edits.made[rng.integers(len(edits))]
        changed = KernelEdit("stem", like.filter, int(rng.integers(3)), tuple(map(tuple, drawn(3, 3).tolist())))
        graph = apply(trial.graph, edits := edits.having(changed), trial.specs)
        recomputed = trial.recomputed(graph, recomputation)
    assert deviation(graph, recomputed, trial.whole(graph)) <= TOLERANCE


def test_values_that_were_handed_over_stay_as_they_are() -> None:
    trial = Trial(branched(), drawn(1, 3, 12, 10))
    edits = [Edits((FilterScale("stem", 1, factor),)) for factor in (0.0, 3.0, -1.0)]
    graph, derived = trial.derive(edits[0])
    recomputation = Recomputation(graph, derived, ["relu"])
    graphs = [apply(trial.graph, each, trial.specs) for each in edits]
    passes = [trial.recomputed(graph, recomputation) for graph in graphs]
    for graph, arrays in zip(graphs, passes, strict=True):
        assert deviation(graph, arrays, trial.whole(graph)) <= TOLERANCE


def test_weights_that_two_layers_share_are_recomputed_as_a_whole() -> None:
    nodes = (node("Conv", "one", "x", "w", **PAIR), node("Conv", "two", "one", "w", **PAIR))
    graph = Graph("shared", nodes, (GraphInput("x", (1, 3, 5, 5)),), ("two",), {"w": drawn(3, 3, 3, 3)}, 18)
    assert Trial(graph, drawn(1, 3, 5, 5)).derive(Edits((FilterScale("one", 0, 2.0),))) is None


def test_second_layer_is_recomputed_from_a_pass_with_the_first() -> None:
    first = FilterScale("stem", 1, 2.0)
    trial = Trial(branched(), drawn(1, 3, 12, 10), Edits((first,)))
    graph, derived = trial.derive(Edits((first, FilterScale("last", 2, 0.0))))
    assert set(derived.owners.values()) == {"last", "gate", "gated", "mean_of_each", "flat", "fc", "softmax"}
    recomputed = trial.recomputed(graph, Recomputation(graph, derived, ()))
    assert deviation(graph, recomputed, trial.whole(graph)) <= TOLERANCE


def test_layers_between_two_sets_of_edits() -> None:
    one, other = FilterScale("conv1", 0, 2.0), SliceScale("relu1", 1, 0.0)
    assert layers_between(Edits((one,)), Edits((one, other))) == {"relu1"}
    assert layers_between(Edits((one,)), Edits((other,))) == {"relu1", "conv1"}


@pytest.mark.parametrize("seed", range(150))
def test_random_nets(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model, image = random_net(seed)
    graph = graph_of(model, "random")
    names = list(edited_nodes(graph, infer(graph, {INPUT: image.shape})))
    if not names:
        return
    specs = infer(graph, {INPUT: image.shape})
    with np.errstate(all="ignore"):
        trial = Trial(graph, image, random_edits(rng, graph, specs, names, int(rng.integers(0, 3))))
        made = trial.derive(trial.before.having(*random_edits(rng, graph, specs, names[:2], int(rng.integers(1, 4)))))
        if made is None or not all(np.isfinite(a).all() for a in trial.kept.arrays.values() if a.dtype.kind == "f"):
            return
        edited, derived = made
        values = [name for n in edited.nodes for name in n.outputs if name]
        ours = trial.recomputed(edited, Recomputation(edited, derived, [str(rng.choice(values))]))
        theirs = trial.whole(edited)
    if all(np.isfinite(theirs[name]).all() for name in values if theirs[name].dtype.kind == "f"):
        assert deviation(edited, ours, theirs) <= TOLERANCE
