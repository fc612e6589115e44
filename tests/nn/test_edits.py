from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from random_edits import edited_nodes, random_edits, random_scale
from random_nets import INPUT, random_net

from explorer import resources
from explorer.errors import NetError
from explorer.importers.reader import graph_of, read_net
from explorer.importers.writer import model_of
from explorer.nn.edited import apply, editing_node
from explorer.nn.edits import UNEDITED, BiasEdit, Edit, Edits, FilterScale, KernelEdit, SliceScale, counted, spelled
from explorer.nn.executor import Executor
from explorer.nn.graph import Graph, GraphInput, Node
from explorer.nn.infer import infer
from explorer.nn.ops import build
from explorer.nn.spec import Array, Spec

onnxruntime = pytest.importorskip("onnxruntime")

ONES = ((1.0,) * 5,) * 5


@pytest.fixture(scope="module")
def lenet() -> Graph:
    return read_net(resources.nets() / "lenet5.onnx")


def specs_of(graph: Graph, shape: tuple[int, ...]) -> dict[str, Spec]:
    return infer(graph, {graph.inputs[0].name: shape})


def lenet_with(lenet: Graph, *edits: Edit) -> Graph:
    return apply(lenet, UNEDITED.having(*edits), specs_of(lenet, (1, 1, 32, 32)))


def by_onnx_runtime(graph: Graph, image: Array) -> Array:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model_of(graph).SerializeToString(), options)
    first: Array = session.run([graph.outputs[0]], {graph.inputs[0].name: image})[0]
    return first


EACH_KIND = [
    KernelEdit("conv2", 3, 5, ONES),
    BiasEdit("conv2", 3, 4.0),
    FilterScale("conv1", 2, -0.5),
    FilterScale("fc3", 7, -3.0),
    KernelEdit("fc3", 7, 15, ONES),
    BiasEdit("fc4", 80, 1.5),
    SliceScale("relu1", 4, 0.0),
    SliceScale("fc5", 4, 3.0),
]


@pytest.mark.parametrize("edit", EACH_KIND, ids=repr)
def test_edited_net_is_the_one_of_onnx_runtime(lenet: Graph, edit: Edit) -> None:
    image = np.random.default_rng(0).random((1, 1, 32, 32), np.float32)
    edited = lenet_with(lenet, edit)
    ours = Executor(edited).run({"image": image})[edited.outputs[0]]
    assert np.allclose(ours, by_onnx_runtime(edited, image), atol=1e-6)
    assert not np.allclose(ours, by_onnx_runtime(lenet, image), atol=1e-6)


def test_numbers_stand_where_they_were_put(lenet: Graph) -> None:
    edited = lenet_with(lenet, KernelEdit("conv2", 3, 5, ONES), FilterScale("conv2", 3, 0.5), BiasEdit("conv2", 3, 4.0))
    weights, bias = (edited.initializers[f"conv2.{part}"] for part in ("weight", "bias"))
    assert np.all(weights[3, 5] == 0.5) and bias[3] == 2
    assert np.array_equal(weights[3, 4], 0.5 * lenet.initializers["conv2.weight"][3, 4])


def test_arrays_that_are_not_edited_are_shared(lenet: Graph) -> None:
    before = {name: array.copy() for name, array in lenet.initializers.items()}
    edited = lenet_with(lenet, KernelEdit("conv2", 3, 5, ONES))
    shared = {name for name in before if edited.initializers[name] is lenet.initializers[name]}
    assert set(before) - shared == {"conv2.weight"}
    assert all(np.array_equal(array, lenet.initializers[name]) for name, array in before.items())


def test_weight_of_a_connected_layer_is_that_over_its_map(lenet: Graph) -> None:
    edited = lenet_with(lenet, KernelEdit("fc3", 7, 15, ONES))
    changed = edited.initializers["fc3.weight"] != lenet.initializers["fc3.weight"]
    assert np.flatnonzero(changed[7]).tolist() == list(range(375, 400))


def net_of(*nodes: Node, **weights: Array) -> Graph:
    arrays = {name: np.asarray(array, np.float32) for name, array in weights.items()}
    return Graph("made", nodes, (GraphInput("x", (1, 4, 6, 6)),), (nodes[-1].outputs[0],), arrays, 18)


def node(operator: str, name: str, *inputs: str, **attributes: object) -> Node:
    return Node(name, build(operator, attributes, opset=18), inputs, (name,))


def test_filter_without_a_bias_is_given_one() -> None:
    graph = net_of(node("Conv", "conv", "x", "w"), w=np.ones((2, 4, 3, 3)))
    edited = apply(graph, Edits((BiasEdit("conv", 1, 7.0),)), specs_of(graph, (1, 4, 6, 6)))
    ours = Executor(edited).run({"x": np.zeros((1, 4, 6, 6), np.float32)})["conv"]
    assert np.all(ours[0, 0] == 0) and np.all(ours[0, 1] == 7)


def test_edits_name_the_add_that_gives_a_bias() -> None:
    graph = net_of(
        node("Conv", "conv", "x", "w"),
        node("Add", "biased", "b", "conv"),
        w=np.ones((2, 4, 3, 3)),
        b=np.ones((2, 1, 1)),
    )
    specs = specs_of(graph, (1, 4, 6, 6))
    assert [made.name for n in graph.nodes if (made := editing_node(graph, n, specs))] == ["biased", "biased"]
    edited = apply(graph, Edits((BiasEdit("biased", 1, 7.0), FilterScale("biased", 0, 3.0))), specs)
    ours = Executor(edited).run({"x": np.ones((1, 4, 6, 6), np.float32)})["biased"]
    assert np.all(ours[0, 0] == 3 * 37) and np.all(ours[0, 1] == 43)


def test_weights_that_are_computed_become_weights_of_their_own() -> None:
    graph = net_of(
        node("Transpose", "turned", "w", perm=(1, 0, 2, 3)),
        node("Conv", "conv", "x", "turned"),
        w=np.ones((4, 2, 3, 3)),
    )
    edited = apply(graph, Edits((FilterScale("conv", 1, 0.0),)), specs_of(graph, (1, 4, 6, 6)))
    ours = Executor(edited).run({"x": np.ones((1, 4, 6, 6), np.float32)})["conv"]
    assert np.all(ours[0, 0] == 36) and not ours[0, 1].any()
    assert np.all(edited.initializers["w"] == 1)


@pytest.mark.parametrize(
    "edit",
    [
        KernelEdit("conv9", 0, 0, ONES),
        KernelEdit("relu1", 0, 0, ONES),
        KernelEdit("conv1", 6, 0, ONES),
        KernelEdit("conv1", 0, 1, ONES),
        KernelEdit("conv1", 0, 0, ((1.0, 2.0),)),
        BiasEdit("conv1", 6, 1.0),
        SliceScale("relu9", 0, 1.0),
        SliceScale("conv1", 6, 0.0),
    ],
    ids=repr,
)
def test_edit_of_what_there_is_not_is_refused(lenet: Graph, edit: Edit) -> None:
    with pytest.raises(NetError, match=edit.value if isinstance(edit, SliceScale) else edit.node):
        lenet_with(lenet, edit)


def test_one_edit_of_a_target_takes_the_place_of_another() -> None:
    edits = UNEDITED.having(FilterScale("conv1", 0, 0.5), FilterScale("conv1", 1, 0.5), FilterScale("conv1", 0, 2.0))
    assert [edits.factor("conv1", index) for index in range(3)] == [2.0, 0.5, 1.0]
    assert (counted(edits), counted(edits.without(lambda edit: True))) == ("2 edits", "unedited")
    assert spelled(edits.having(SliceScale("relu1", 4, 0.0))) == "filter 0 of conv1, filter 1 of conv1, map 4 of relu1"


@pytest.mark.parametrize("seed", range(60))
def test_edits_of_random_nets_are_those_of_onnx_runtime(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model, image = random_net(seed)
    graph = graph_of(model, "random")
    specs = specs_of(graph, image.shape)
    names = list(edited_nodes(graph, specs))
    edits = random_edits(rng, graph, specs, names, 4) if names else UNEDITED
    edited = apply(graph, edits.having(random_scale(rng, graph, specs)), specs)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(model_of(edited).SerializeToString(), options)
    ours = Executor(edited).run({INPUT: image})
    for name, theirs in zip(edited.outputs, session.run(list(edited.outputs), {INPUT: image}), strict=True):
        if theirs.dtype.kind == "f" and np.isfinite(theirs).all():
            assert np.abs(ours[name] - theirs).max(initial=0) <= 1e-4 * max(1, np.abs(theirs).max(initial=0)), name


def test_edited_net_is_read_back_with_a_note(lenet: Graph, tmp_path: Path) -> None:
    from explorer.importers.writer import write_net  # noqa: PLC0415

    edited = lenet_with(lenet, FilterScale("conv1", 2, 0.0))
    write_net(edited, tmp_path / "edited.onnx", "filter 2 of conv1")
    again = read_net(tmp_path / "edited.onnx")
    assert again.notes == ("The weights of this net were edited: filter 2 of conv1.",)
    assert not again.initializers["conv1.weight"][2].any()
